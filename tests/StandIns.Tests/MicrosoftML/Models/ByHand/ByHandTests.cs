using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace StandIns.Tests.MicrosoftML.Models.ByHand;

/// <summary>Files written out byte by byte load, behave, and come out of saving the same to the byte.</summary>
public sealed class ByHandTests
{
    private readonly MLContext _ml = new();

    internal sealed class Row
    {
        public float A { get; set; } = 3;
        public float B { get; set; } = 4;
    }

    private ITransformer Load(string name, out DataViewSchema? schema) => _ml.Model.Load(new MemoryStream(ModelBytes.Zip(ModelBytes.Of(name))), out schema);

    /// <summary>The model loaded, after a check that saving writes every entry as the file has it.</summary>
    private ITransformer Checked(string name, params string[] except)
    {
        ITransformer model = Load(name, out DataViewSchema? schema);
        using var stream = new MemoryStream();
        _ml.Model.Save(model, schema, stream);
        var expected = ModelBytes.Of(name);
        var saved = ModelBytes.Unzip(stream.ToArray());
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), saved.Keys.Order(StringComparer.Ordinal));
        foreach ((string entry, byte[] bytes) in expected)
        {
            if (!except.Contains(entry))
                Assert.True(bytes.AsSpan().SequenceEqual(saved[entry]), $"{entry} differs from byte {bytes.AsSpan().CommonPrefixLength(saved[entry]):X}");
        }
        return model;
    }

    private T[] Scored<T>(ITransformer model, IDataView data, string column) => [.. model.Transform(data).GetColumn<T>(column)];

    [Fact]
    public void Chain_with_scopes()
    {
        var model = (TransformerChain<ITransformer>)Checked("chain");
        IDataView data = _ml.Data.LoadFromEnumerable([new Row()]);

        // B is copied over by A = 3 first.
        Assert.Equal([[3, 3]], Scored<float[]>(model, data, "Both"));
        Assert.Equal(["A", "B"], model.Transform(data, TransformerScope.Training).Schema.Where(c => !c.IsHidden).Select(c => c.Name));
        Assert.Single(model.GetModelFor(TransformerScope.Testing));
    }

    [Fact]
    public void Dropped_columns() =>
        Assert.Equal(["B"], Checked("select-columns").Transform(_ml.Data.LoadFromEnumerable([new Row()])).Schema.Select(c => c.Name));

    internal sealed class Sum
    {
        public float C { get; set; }
    }

    [CustomMappingFactoryAttribute("StandIns.Tests/by-hand/1")]
    private sealed class SumFactory : CustomMappingFactory<Row, Sum>
    {
        public override Action<Row, Sum> GetMapping() => static (row, sum) => sum.C = row.A + row.B;
    }

    [Fact]
    public void Custom_mapping() => Assert.Equal([7], Scored<float>(Checked("custom-mapping"), _ml.Data.LoadFromEnumerable([new Row()]), "C"));

    internal sealed class Word
    {
        public string A { get; set; } = "";
        public int I { get; set; }
    }

    private IDataView Words() => _ml.Data.LoadFromEnumerable([new Word { A = "nay", I = -4 }, new Word { A = "yes", I = 30 }, new Word { A = "perhaps", I = 5 }]);

    [Fact]
    public void Value_mapping_of_dense_and_sparse_vectors()
    {
        // The map itself is compressed when it is saved: IdvBytesTests reads that.
        ITransformer model = Checked("value-mapping", except: "TransformerChain/DefaultMap.idv");

        VBuffer<float>[] values = Scored<VBuffer<float>>(model, Words(), "B");
        Assert.Equal([1.5f, -2], values[0].DenseValues());
        Assert.Equal([0f, 7, 0], values[1].DenseValues());
        Assert.False(values[1].IsDense);
        Assert.Equal(0, values[2].Length);
    }

    [Fact]
    public void Vocabularies_of_text_and_of_numbers()
    {
        ITransformer model = Checked("vocabulary");

        Assert.Equal([1u, 2, 0], Scored<uint>(model, Words(), "K"));
        Assert.Equal([2u, 1, 0], Scored<uint>(model, Words(), "N"));
        Assert.Equal(["nay", "yes"], Reloaded.KeyValues(model.Transform(Words()).Schema["K"]));
    }

    [Fact]
    public void Conversion() => Assert.Equal([-4.0, 30, 5], Scored<double>(Checked("convert"), Words(), "D"));

    internal sealed class Vector
    {
        [VectorType(2)] public float[] V { get; set; } = [];
    }

    private IDataView Vectors() => _ml.Data.LoadFromEnumerable([new Vector { V = [1, 2] }, new Vector { V = [-1, 1] }]);

    [Fact]
    public void Normalizer()
    {
        float[][] values = Scored<float[]>(Checked("normalizer"), Vectors(), "N");

        // (x - 1) / 2 and (x + 1) * 4.
        Assert.Equal([[0f, 12], [-1f, 8]], values);
    }

    [Fact]
    public void Logistic_regression()
    {
        ITransformer model = Checked("logistic-regression");

        // 0.25 + 1.5 x - 0.5 y.
        Assert.Equal([0.75f, -1.75f], Scored<float>(model, Vectors(), "Score"));
        Assert.Equal([true, false], Scored<bool>(model, Vectors(), "PredictedLabel"));
        // 1 / (1 + exp(-0.75)) and 1 / (1 + exp(1.75)).
        Assert.Equal([0.6791787f, 0.1480472f], Scored<float>(model, Vectors(), "Probability"), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void One_versus_all()
    {
        ITransformer model = Checked("one-versus-all");

        // 1 / (1 + exp(-x)) and 1 / (1 + exp(-y)) over their sum, for (1, 1) and the second of Vectors().
        foreach ((float[] features, float[] scores) in Vectors().GetColumn<float[]>("V").Zip(Scored<float[]>(model, Vectors(), "Score")))
        {
            double[] logistic = [.. features.Select(x => 1 / (1 + Math.Exp(-x)))];
            Assert.Equal(logistic.Select(p => p / logistic.Sum()), scores.Select(s => (double)s), (a, b) => Math.Abs(a - b) < 1e-6);
        }
    }

    [Fact]
    public void K_means()
    {
        // Squared distances to (1, -1) and (0, 3); the nearer is the label.
        float[][] expected = [.. Vectors().GetColumn<float[]>("V").Select(v => new[] { (v[0] - 1) * (v[0] - 1) + (v[1] + 1) * (v[1] + 1), v[0] * v[0] + (v[1] - 3) * (v[1] - 3) })];
        foreach (ITransformer model in new[] { Checked("k-means"), Load("k-means-sparse", out _) })
        {
            Assert.Equal(expected, Scored<float[]>(model, Vectors(), "Score"));
            Assert.Equal(expected.Select(d => d[0] <= d[1] ? 1u : 2), Scored<uint>(model, Vectors(), "PredictedLabel"));
        }
    }

    [Fact]
    public void Principal_components() =>
        Assert.Equal(
            Vectors().GetColumn<float[]>("V").Select(v => 0.6f * v[0] + 0.8f * v[1] - 0.5f),
            Scored<float[]>(Checked("principal-components"), Vectors(), "P").Select(p => p[0]),
            (a, b) => Math.Abs(a - b) < 1e-6);

    [Fact]
    public void Maximum_entropy()
    {
        // Annotations are compressed where that makes them shorter: IdvBytesTests reads those.
        ITransformer model = Checked("maximum-entropy", except: "TransformerChain/TrainSchema");
        IDataView scored = model.Transform(Vectors());

        // Logits (1, 1 + 4) and (-1, 1 + 2): exp(-4) / (1 + exp(-4)) twice.
        Assert.All(Scored<float[]>(model, Vectors(), "Score"), p => Assert.Equal(0.01798621f, p[0], 1e-6f));
        Assert.Equal([2u, 2], scored.GetColumn<uint>("PredictedLabel"));
        Assert.Equal(["cat", "dog"], Reloaded.KeyValues(scored.Schema["PredictedLabel"]));
        Assert.Equal(["cat", "dog"], Reloaded.SlotNames(scored.Schema["Score"]));
    }

    [Fact]
    public void Schema_with_every_codec()
    {
        Checked("schema", except: "Schema");
        Load("schema", out DataViewSchema? schema);

        Assert.Equal(
            [
                "SByte: SByte", "Byte: Byte", "Int16: Int16", "UInt16: UInt16", "Int32: Int32", "UInt32: UInt32", "Int64: Int64", "UInt64: UInt64",
                "Single: Single", "Double: Double", "Boolean: Boolean", "DateTime: DateTime", "TimeSpan: TimeSpan", "DateTimeOffset: DateTimeOffset",
                "DataViewRowId: DataViewRowId", "Text: String", "Keys: Key<Byte, 0-3>", "Slots: Vector<Single, 2> {SlotNames, IsNormalized}",
                "Image: Vector<Byte, 1, 4, 3>", "Bag: Vector<Key<UInt32, 0-8>>",
            ],
            schema!.Select(c => $"{c}"));
        Assert.Equal(["x", "y"], Reloaded.SlotNames(schema!["Slots"]));
        Assert.True(schema!["Slots"].IsNormalized());
    }
}
