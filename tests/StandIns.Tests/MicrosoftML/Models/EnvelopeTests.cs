using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace StandIns.Tests.MicrosoftML.Models;

/// <summary>
/// A transformer from outside, on public members only, that saves itself as a chain of stock transformers: a copied input, a key,
/// a value mapping from that key to the payload, a custom mapping that computes, and a clean-up.
/// </summary>
public sealed class EnvelopeTests
{
    internal const string Input = "__env_in";
    internal const string KeyName = "__env_key";
    internal const string Payload = "__env_payload";
    internal const string Result = "__env_out";

    private readonly MLContext _ml = new(1);

    private sealed class Row
    {
        [VectorType(3)] public float[] Features { get; set; } = [];
    }

    private sealed class Prediction
    {
        public float[] Scaled { get; set; } = [];
    }

    private static readonly Row[] _rows = [.. Enumerable.Range(0, 100).Select(i => new Row { Features = [i, 2 * i, -i] })];

    [Fact]
    public void Stock_load_gives_the_same_numbers_in_a_fresh_context()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(_rows);
        var own = new Outsider(_ml, [2f, 0.5f, 10f]);
        using var stream = new MemoryStream();
        _ml.Model.Save(new TransformerChain<ITransformer>(own), data.Schema, stream);

        stream.Position = 0;
        var fresh = new MLContext();
        ITransformer loaded = fresh.Model.Load(stream, out DataViewSchema schema);
        IDataView scored = loaded.Transform(fresh.Data.LoadFromEnumerable(_rows));

        Assert.Equal(["Features"], schema.Select(c => c.Name));
        Assert.Equal(["Features", "Scaled"], scored.Schema.Where(c => !c.IsHidden).Select(c => c.Name));
        float[][] values = [.. scored.GetColumn<float[]>("Scaled")];
        Assert.Equal([6f, 3f, -30f], values[3]);
        Assert.Equal(own.Transform(data).GetColumn<float[]>("Scaled"), values);
        Assert.Equal("Vector<Single, 3>", scored.Schema["Scaled"].Type.ToString());
    }

    [Fact]
    public void Engine_computes_through_the_envelope_and_disposes_what_it_owns()
    {
        using var stream = new MemoryStream();
        var own = new Outsider(_ml, [2f, 0.5f, 10f]);
        _ml.Model.Save(own, null, stream);
        stream.Position = 0;
        int builds = ScaleFactory.Builds;
        using PredictionEngine<Row, Prediction> engine = _ml.Model.CreatePredictionEngine<Row, Prediction>(_ml.Model.Load(stream, out _));

        foreach (Row row in _rows)
            Assert.Equal([2 * row.Features[0], 0.5f * row.Features[1], 10 * row.Features[2]], engine.Predict(row).Scaled);
        Assert.Equal(builds + 1, ScaleFactory.Builds);

        _ml.Model.CreatePredictionEngine<Row, Prediction>(own, new PredictionEngineOptions { OwnsTransformer = false }).Dispose();
        Assert.False(own.IsDisposed);
        _ml.Model.CreatePredictionEngine<Row, Prediction>(own).Dispose();
        Assert.True(own.IsDisposed);
    }

    [Fact]
    public void Payload_can_be_read_back_from_the_loaded_chain()
    {
        using var stream = new MemoryStream();
        _ml.Model.Save(new Outsider(_ml, [7f]), null, stream);
        stream.Position = 0;
        var parts = (TransformerChain<ITransformer>)_ml.Model.Load(stream, out _);
        IDataView key = _ml.Data.LoadFromEnumerable([new KeyColumn { Key = 1 }]);
        IDataView payload = parts.OfType<ValueMappingTransformer>().Single().Transform(key);

        Assert.Contains(parts, t => t is CustomMappingTransformer<ScaleIn, ScaleOut>);
        Assert.Equal(["7"], payload.GetColumn<string[]>(Payload).Single());
    }

    /// <summary>Multiplies each slot. Only its persistence matters here: in memory it maps by its own envelope.</summary>
    private sealed class Outsider(MLContext ml, float[] factors) : ITransformer, IDisposable
    {
        private ITransformer? _envelope;

        internal bool IsDisposed { get; private set; }

        private ITransformer Envelope => _envelope ??= ml.Transforms.CopyColumns(Input, "Features")
            .Append(ml.Transforms.CustomMapping(new KeyColumnFactory().GetMapping(), KeyColumnFactory.Contract))
            .Append(ml.Transforms.Conversion.MapValue(
                Payload,
                [new KeyValuePair<int, string[]>(1, [.. factors.Select(f => f.ToString(CultureInfo.InvariantCulture))])],
                KeyName))
            .Append(ml.Transforms.CustomMapping(new ScaleFactory().GetMapping(), ScaleFactory.Contract))
            .Append(ml.Transforms.CopyColumns("Scaled", Result))
            .Append(ml.Transforms.DropColumns(Input, KeyName, Payload, Result))
            .Fit(ml.Data.LoadFromEnumerable(Array.Empty<Row>()));

        public bool IsRowToRowMapper => true;

        public void Dispose() => IsDisposed = true;

        public void Save(ModelSaveContext ctx) => Envelope.Save(ctx);

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Envelope.GetOutputSchema(inputSchema);

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => Envelope.GetRowToRowMapper(inputSchema);

        public IDataView Transform(IDataView input) => Envelope.Transform(input);
    }
}

internal sealed class NoColumns
{
}

internal sealed class KeyColumn
{
    [ColumnName(EnvelopeTests.KeyName)] public int Key { get; set; }
}

internal sealed class ScaleIn
{
    [ColumnName(EnvelopeTests.Input), VectorType] public VBuffer<float> Values { get; set; }
    [ColumnName(EnvelopeTests.Payload), VectorType] public VBuffer<ReadOnlyMemory<char>> Factors { get; set; }
}

internal sealed class ScaleOut
{
    [ColumnName(EnvelopeTests.Result), VectorType(3)] public float[] Values { get; set; } = new float[3];
}

[CustomMappingFactoryAttribute(Contract)]
internal sealed class KeyColumnFactory : CustomMappingFactory<NoColumns, KeyColumn>
{
    internal const string Contract = "StandIns.Tests/key/1";

    public override Action<NoColumns, KeyColumn> GetMapping() => static (_, output) => output.Key = 1;
}

[CustomMappingFactoryAttribute(Contract)]
internal sealed class ScaleFactory : CustomMappingFactory<ScaleIn, ScaleOut>
{
    internal const string Contract = "StandIns.Tests/scale/1";

    internal static int Builds { get; private set; }

    public override Action<ScaleIn, ScaleOut> GetMapping()
    {
        float[]? factors = null;
        return (input, output) =>
        {
            if (factors == null)
            {
                Builds++;
                factors = [.. input.Factors.DenseValues().Select(f => float.Parse(f.Span, CultureInfo.InvariantCulture))];
            }
            output.Values = [.. input.Values.DenseValues().Select((v, i) => v * factors[i])];
        };
    }
}
