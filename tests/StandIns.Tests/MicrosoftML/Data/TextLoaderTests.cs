using Microsoft.ML;
using Microsoft.ML.Data;

namespace StandIns.Tests.MicrosoftML.Data;

public sealed class TextLoaderTests : IDisposable
{
    private readonly MLContext _ml = new(1);
    private readonly string _directory = Directory.CreateTempSubdirectory("medssl-text-").FullName;

    private sealed class Row
    {
        [LoadColumn(0)] public string Path { get; set; } = "";
        [LoadColumn(1)] public int Age { get; set; }
        [LoadColumn(2, 4), VectorType(3)] public float[] Labels { get; set; } = [];
        [LoadColumn(5)] public bool Flag { get; set; }
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string File(string text, string name = "data.csv")
    {
        string path = Path.Combine(_directory, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    [Theory]
    // Blank labels are 0 unless asked for NaN.
    [InlineData(false, 0f)]
    [InlineData(true, float.NaN)]
    public void Attributes_choose_fields(bool missingAsNaN, float blank)
    {
        string path = File("path,age,A,B,C,flag\na.png,41,1,,0,1\n\n// a comment\nb.png,,0,NA,-1,no\n");
        IDataView data = _ml.Data.LoadFromTextFile<Row>(path, new TextLoader.Options
        {
            Separators = [','],
            HasHeader = true,
            MissingRealsAsNaNs = missingAsNaN,
        });
        Row[] rows = [.. _ml.Data.CreateEnumerable<Row>(data, false)];

        Assert.Equal(["a.png", "b.png"], rows.Select(r => r.Path));
        Assert.Equal([41, 0], rows.Select(r => r.Age));
        Assert.Equal([1, blank, 0], rows[0].Labels);
        Assert.Equal([0, float.NaN, -1], rows[1].Labels);
        Assert.Equal([true, false], rows.Select(r => r.Flag));
        VBuffer<ReadOnlyMemory<char>> names = default;
        data.Schema["Labels"].GetSlotNames(ref names);
        Assert.Equal(["A", "B", "C"], names.DenseValues().Select(n => n.ToString()));
    }

    [Theory]
    [InlineData(true, "a,b|he said \"no\"|")]
    [InlineData(false, "\"a|b\"|\"he said \"\"no\"\"\"")]
    public void Quotes_count_only_when_allowed(bool quoting, string expected)
    {
        string path = File("\"a,b\",\"he said \"\"no\"\"\"\n");
        IDataView data = _ml.Data.LoadFromTextFile(
            path,
            [new("X", DataKind.String, 0), new("Y", DataKind.String, 1), new("Z", DataKind.String, 2)],
            ',',
            allowQuoting: quoting);

        Assert.Equal(expected, string.Join('|', new[] { "X", "Y", "Z" }.Select(c => data.GetColumn<string>(c).Single())));
    }

    [Fact]
    public void Quoted_fields_may_span_lines_when_asked()
    {
        string path = File("1,\"two\nlines\"\n2,x\n");
        IDataView data = _ml.Data.LoadFromTextFile(path, new TextLoader.Options
        {
            Columns = [new("X", DataKind.String, 1)],
            Separators = [','],
            AllowQuoting = true,
            ReadMultilines = true,
        });

        Assert.Equal(["two\nlines", "x"], data.GetColumn<string>("X"));
    }

    [Fact]
    public void Whitespace_is_kept_behind_and_dropped_before_a_field()
    {
        string path = File(" a ,  b \n");
        TextLoader.Column[] columns = [new("X", DataKind.String, 0), new("Y", DataKind.String, 1)];

        Assert.Equal("a ", _ml.Data.LoadFromTextFile(path, columns, ',').GetColumn<string>("X").Single());
        Assert.Equal("b", _ml.Data.LoadFromTextFile(path, columns, ',', trimWhitespace: true).GetColumn<string>("Y").Single());
    }

    [Fact]
    public void Keys_are_written_from_zero_and_stored_from_one()
    {
        string path = File("0\t7\n4\t8\n5\t9\n\t0\n");
        IDataView data = _ml.Data.LoadFromTextFile(path, [new("K", DataKind.UInt32, [new TextLoader.Range(0)], new KeyCount(5)), new("N", DataKind.Int32, 1)]);

        Assert.Equal("Key<UInt32, 0-4>", data.Schema["K"].Type.ToString());
        Assert.Equal([1u, 5u, 0u, 0u], data.GetColumn<uint>("K"));
        Assert.Equal([7, 8, 9, 0], data.GetColumn<int>("N"));
    }

    [Fact]
    public void Open_range_takes_the_rest_of_the_line_and_several_files_follow_each_other()
    {
        string first = File("id,a,b,c\n1,2,3,4\n");
        string second = File("id,a,b,c\n5,6,7,8\n", "more.csv");
        TextLoader loader = _ml.Data.CreateTextLoader(
            [new("Rest", DataKind.Single, [new TextLoader.Range(1, null)])],
            ',',
            hasHeader: true,
            dataSample: new MultiFileSource(first));
        IDataView data = loader.Load(first, second);

        Assert.Same(loader.GetOutputSchema(), data.Schema);
        Assert.Equal("Vector<Single, 3>", data.Schema["Rest"].Type.ToString());
        Assert.Equal([[2f, 3, 4], [6, 7, 8]], data.GetColumn<float[]>("Rest"));
    }

    [Fact]
    public void Values_that_cannot_be_read_are_missing_and_reported_once()
    {
        string path = File("1\nx\n3\ny\n");
        var warnings = new List<string>();
        _ml.Log += (_, e) =>
        {
            if (e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
                warnings.Add(e.RawMessage);
        };
        float[] values = [.. _ml.Data.LoadFromTextFile(path, [new("X", DataKind.Single, 0)]).GetColumn<float>("X")];

        Assert.Equal([1, float.NaN, 3, float.NaN], values);
        Assert.StartsWith("2 values", Assert.Single(warnings));
    }

    [Fact]
    public void Missing_file_is_named()
    {
        Assert.Contains("nowhere.csv", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromTextFile<Row>("nowhere.csv")).Message);
    }
}
