using System.Text;

namespace StandIns.Tests.MicrosoftML.Data;

/// <summary>Data views as text and as .idv, and samples of them.</summary>
public sealed class SaveDataTests : IDisposable
{
    private readonly MLContext _ml = new(1);
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    private static readonly Row[] Rows =
    [
        new() { Name = "ann", Kind = "x", Value = 0.1f, Wide = -1.5, Flag = true, Pair = [1, float.NaN] },
        new() { Name = "a \"b\": c", Kind = "y", Value = 0, Wide = 1 / 3.0, Flag = false, Pair = [0, 1e-20f] },
    ];

    // Kind as a key of its two values; in Named the first slot has a name.
    private IDataView Data(Row[]? rows = null)
    {
        IDataView data = _ml.Data.LoadFromEnumerable(rows ?? Rows);
        return _ml.Transforms.Conversion.MapValueToKey("Key", "Kind").Append(_ml.Transforms.Concatenate("Named", "Value", "Pair")).Append(_ml.Transforms.DropColumns("Kind", "Pair"))
            .Fit(data).Transform(data);
    }

    private string Text(IDataView data, char separator = '\t', bool headerRow = true, bool schema = true, bool forceDense = false)
    {
        using var stream = new MemoryStream();
        _ml.Data.SaveAsText(data, stream, separator, headerRow, schema, forceDense: forceDense);
        Assert.True(stream.CanWrite);
        return Encoding.UTF8.GetString(stream.ToArray()).ReplaceLineEndings("\n");
    }

    [Fact]
    public void TextByHand()
    {
        Assert.Equal("""
            #@ TextLoader{
            #@   header+
            #@   sep=comma
            #@   col=Name:TX:0
            #@   col=Value:R4:1
            #@   col=Wide:R8:2
            #@   col=Flag:BL:3
            #@   col=Key:U4[2]:4
            #@   col=Named:R4:5-7
            #@ }
            Name,Value,Wide,Flag,Key,Value,"",""
            ann,0.1,-1.5,1,0,0.1,1,?
            "a ""b"": c",0,0.33333333333333331,0,1,0,0,1E-20

            """.ReplaceLineEndings("\n"), Text(Data(), ',', forceDense: true));
        Assert.Equal("ann 0.1 -1.5 1 0 0.1 1 ?", Text(Data(), ' ', headerRow: false, schema: false, forceDense: true).Split('\n')[0]);
    }

    /// <summary>The first lines are those of the real package's own example of SaveAsText.</summary>
    [Fact]
    public void LinesAreSparseWhereThatIsShorter()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Six { Features = [0.25f, 0, 0, 0, 0, 0] }, new Six { Features = [1, 2, 3, 4, 5, 6] }, new Six()]);
        string text = Text(data);

        Assert.Equal("#@ TextLoader{\n#@   sep=tab\n#@   col=Features:R4:0-5\n#@ }\n6\t0:0.25\n1\t2\t3\t4\t5\t6\n6\t0:0\n", text);
        File.WriteAllText(_file, text);
        var loader = _ml.Data.CreateTextLoader([new TextLoader.Column("Features", DataKind.Single, 0, 5)], allowSparse: true);
        Assert.Equal(data.GetColumn<float[]>("Features").SelectMany(f => f), loader.Load(_file).GetColumn<float[]>("Features").SelectMany(f => f));
        foreach (string line in new[] { "2000000000\t0:1", "6\t6:1" })
        {
            File.WriteAllText(_file, line);
            Assert.Contains(line.Split('\t')[0], Assert.Throws<FormatException>(() => loader.Load(_file).GetColumn<float[]>("Features").Count()).Message);
        }
    }

    [Fact]
    public void TheLoaderReadsWhatItsCommentSays()
    {
        IDataView data = Data([Rows[0]]);
        foreach (char separator in " \t,;|")
        {
            File.WriteAllText(_file, Text(data, separator));
            IDataView loaded = _ml.Data.LoadFromTextFile(_file);

            Assert.Equal(["Name", "Value", "Wide", "Flag", "Key", "Named"], loaded.Schema.Select(c => c.Name));
            Assert.Equal(data.Schema.Where(c => !c.IsHidden).Select(c => c.Type), loaded.Schema.Select(c => c.Type));
            Assert.Equal(["Value", "", ""], Reloaded.SlotNames(loaded.Schema["Named"]));
            Assert.Equal(["ann"], loaded.GetColumn<string>("Name"));
            Assert.Equal([1u], loaded.GetColumn<uint>("Key"));
            Assert.Equal([-1.5], loaded.GetColumn<double>("Wide"));
            Assert.Equal([[0.1f, 1, float.NaN]], loaded.GetColumn<float[]>("Named"));
        }
        foreach (string setting in new[] { "col=A:XX:0", "col=A:R4:0-2000000000", "col=A:U4[0]:0", "col=A", "what", "sep=many" })
        {
            File.WriteAllText(_file, $"#@ TextLoader{{ {setting} }}\n1\n");
            Assert.Contains(setting.Split('=')[^1].Split(':')[^1], Assert.Throws<FormatException>(() => _ml.Data.LoadFromTextFile(_file)).Message);
        }
    }

    [Fact]
    public void NamesWithSpacesAndMissingKeys()
    {
        IDataView rows = _ml.Data.LoadFromEnumerable([new Keyed { Key = 2 }, new Keyed { Key = 9 }]);
        IDataView data = _ml.Transforms.CopyColumns("a: key", "Key").Append(_ml.Transforms.SelectColumns("a: key", "Other")).Fit(rows).Transform(rows);
        File.WriteAllText(_file, Text(data));

        Assert.Equal([3u, 0u], _ml.Data.LoadFromTextFile(_file).GetColumn<uint>("a: key"));
    }

    [Fact]
    public void BinaryKeepsValuesTypesAndAnnotations()
    {
        IDataView data = Data();
        using (FileStream stream = File.Create(_file))
            _ml.Data.SaveAsBinary(data, stream);
        IDataView loaded = _ml.Data.LoadFromBinary(_file);

        Assert.Equal(data.Schema.Where(c => !c.IsHidden).Select(c => (c.Name, c.Type)), loaded.Schema.Select(c => (c.Name, c.Type)));
        Assert.Equal(2, loaded.GetRowCount());
        Assert.Equal(data.GetColumn<string>("Name"), loaded.GetColumn<string>("Name"));
        Assert.Equal(data.GetColumn<double>("Wide"), loaded.GetColumn<double>("Wide"));
        Assert.Equal(data.GetColumn<float[]>("Named").SelectMany(v => v), loaded.GetColumn<float[]>("Named").SelectMany(v => v));
        Assert.Equal(["x", "y"], Reloaded.KeyValues(loaded.Schema["Key"]));
        Assert.Equal(["Value", "", ""], Reloaded.SlotNames(loaded.Schema["Named"]));
        Assert.Equal(["ann", "a \"b\": c"], _ml.Data.LoadFromBinary(new MultiFileSource(_file)).GetColumn<string>("Name"));
    }

    [Fact]
    public void HiddenColumnsAreKeptWhenAsked()
    {
        IDataView rows = _ml.Data.LoadFromEnumerable(Rows);
        IDataView data = _ml.Transforms.CopyColumns("Name", "Kind").Fit(rows).Transform(rows);
        using var stream = new MemoryStream();
        _ml.Data.SaveAsText(data, stream, keepHidden: true);
        Assert.Equal(7, Encoding.UTF8.GetString(stream.ToArray()).Split('\n').Count(l => l.StartsWith("#@   col=", StringComparison.Ordinal)));
        using (FileStream file = File.Create(_file))
            _ml.Data.SaveAsBinary(data, file, keepHidden: true);
        Assert.Equal(7, _ml.Data.LoadFromBinary(_file).Schema.Count);
    }

    [Fact]
    public void DamagedAndMissingFilesAreReported()
    {
        File.WriteAllText(_file, "no such format");
        Assert.Contains(_file, Assert.Throws<FormatException>(() => _ml.Data.LoadFromBinary(_file)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.LoadFromBinary("nowhere.idv"));
        Assert.Throws<ArgumentException>(() => _ml.Data.SaveAsText(Data(), Stream.Null, 'x'));
    }

    [Fact]
    public void BootstrapDrawsByAPoissonVariableAndItsComplementTheRest()
    {
        const int Count = 10000;
        IDataView data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, Count).Select(i => new Numbered { Id = i }));
        IDataView sample = _ml.Data.BootstrapSample(data, seed: 7);
        int[] ids = [.. sample.GetColumn<int>("Id")];
        int[] left = [.. _ml.Data.BootstrapSample(data, seed: 7, complement: true).GetColumn<int>("Id")];

        Assert.Equal(ids.Order(), ids);
        Assert.Equal(ids, sample.GetColumn<int>("Id"));
        Assert.Equal(Enumerable.Range(0, Count), ids.Concat(left).Distinct().Order());
        Assert.Empty(ids.Intersect(left));
        // Shares of rows drawn 0, 1 and 2 times: exp(-1) = 0.3679, the same, and half of it; standard deviations of 0.005.
        double[] shares = [left.Length / (double)Count, .. new[] { 1, 2 }.Select(times => ids.GroupBy(i => i).Count(g => g.Count() == times) / (double)Count)];
        Assert.Equal([0.3679, 0.3679, 0.1839], shares, (a, b) => Math.Abs(a - b) < 0.02);
        Assert.NotEqual(ids, _ml.Data.BootstrapSample(data, seed: 8).GetColumn<int>("Id"));
        // A row drawn twice is two rows.
        using DataViewRowCursor cursor = sample.GetRowCursor([]);
        ValueGetter<DataViewRowId> get = cursor.GetIdGetter();
        var seen = new HashSet<DataViewRowId>();
        for (DataViewRowId id = default; cursor.MoveNext();)
        {
            get(ref id);
            Assert.True(seen.Add(id));
        }
        Assert.Equal(ids.Length, seen.Count);
    }

    private sealed class Row
    {
        public string Name { get; set; } = "";
        public string Kind { get; set; } = "";
        public float Value { get; set; }
        public double Wide { get; set; }
        public bool Flag { get; set; }
        [VectorType(2)] public float[] Pair { get; set; } = [];
    }

    private sealed class Six
    {
        [VectorType(6)] public float[] Features { get; set; } = new float[6];
    }

    private sealed class Keyed
    {
        [KeyType(4)] public uint Key { get; set; }
        public int Other { get; set; }
    }

    private sealed class Numbered
    {
        public int Id { get; set; }
    }
}
