using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

public sealed class ColumnsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>300 different texts need two bytes a row, 70,000 four; texts longer than a block, empty ones and letters of several bytes are among them.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    [InlineData(70_000)]
    public void A_text_column_gives_back_what_was_added(int different)
    {
        string Text(int i) => (i % different) switch { 0 => "", 1 => new string('ß', 50_000), var n => $"patient {n}" };
        var column = new TextColumn();
        int rows = different + 100;
        for (int i = 0; i < rows; i++)
            column.Add(Text(i));
        column.Seal();
        Assert.Equal(different, column.Texts.Count);
        for (int i = 0; i < rows; i++)
            Assert.Equal(Text(i), column[i]);
    }

    [Fact]
    public void Paths_come_back_whole_and_are_found_again_however_they_are_written()
    {
        string root = _folder["set"], other = _folder["other"];
        var paths = new PathColumn(root);
        (string Folder, string Path)[] added = [(root, "a.png"), (root, "b/a.png"), (root, "b/ü.png"), (root, "../x.png"), (other, "a.png"), (root, "/elsewhere/a.png"), (root, "b/c.d/e f.png"), (root, ".hidden/a.png")];
        foreach (var (folder, path) in added)
            Assert.Equal(-1, paths.Add(folder, path));
        (string Folder, string Path, int Row)[] again = [(root, "./a.png", 0), (other, "../set/a.png", 0), (root, "b//a.png", 1), (root, root + "/b/a.png", 1), (other, "../x.png", 3), (root, "../other/a.png", 4), (root, "b/../b/./ü.png", 2)];
        foreach (var (folder, path, row) in again)
            Assert.Equal(row, paths.Add(folder, path));
        Assert.Equal(added.Length, paths.Count);
        paths.Seal();
        for (int i = 0; i < added.Length; i++)
            Assert.Equal(Path.GetFullPath(Path.Combine(added[i].Folder, added[i].Path)), paths[i]);
    }

    /// <summary>Rows by the thousand, so that every list has several blocks, with what was written read back.</summary>
    [Fact]
    public void A_large_manifest_takes_little_memory_and_loses_nothing()
    {
        const int rows = 20_000;
        using (var file = new StreamWriter(_folder["manifest.csv"]))
        {
            file.WriteLine("image_path,patient_id,study_id,view,split,A,B,C,D,E,F,G,H");
            for (int i = 0; i < rows; i++)
                file.WriteLine($"p{i % 10}/s{i / 4}/{i * 7919L:x8}.jpg,p{i / 5},s{i / 4},{(i % 3 == 0 ? "L" : "PA")},{(i / 5 % 4 == 0 ? "test" : "train")},{i % 2},,-1,{i / 2 % 2},0,1,0.0,1.0");
        }
        var ml = new MLContext(seed: 1);
        ml.MedicalImages.LoadManifest(_folder["manifest.csv"]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var data = ml.MedicalImages.LoadManifest(_folder["manifest.csv"]);
        double each = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)rows;
        // A row has about 60 characters; as strings and arrays rows of the earlier form took over 1,000 bytes.
        Assert.True(each < 250, $"{each} bytes a row");

        using var cursor = data.GetRowCursor(data.Schema);
        var path = cursor.GetGetter<ReadOnlyMemory<char>>(data.Schema["ImagePath"]);
        var patient = cursor.GetGetter<ReadOnlyMemory<char>>(data.Schema["PatientId"]);
        var labels = cursor.GetGetter<VBuffer<float>>(data.Schema["Labels"]);
        ReadOnlyMemory<char> text = default;
        VBuffer<float> vector = default;
        for (int i = 0; cursor.MoveNext(); i++)
        {
            path(ref text);
            Assert.Equal(_folder[$"p{i % 10}/s{i / 4}/{i * 7919L:x8}.jpg"], text.ToString());
            patient(ref text);
            Assert.Equal($"p{i / 5}", text.ToString());
            labels(ref vector);
            Assert.Equal([i % 2, float.NaN, float.NaN, i / 2 % 2, 0, 1, 0, 1], vector.DenseValues());
        }
        Assert.Equal(rows, data.GetRowCount());
    }
}
