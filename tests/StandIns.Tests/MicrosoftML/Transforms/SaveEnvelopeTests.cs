using Microsoft.ML.Data;

namespace StandIns.Tests.MicrosoftML.Transforms;

/// <summary>The chain of stock transformers in which a transformer of another package saves itself.</summary>
public sealed class SaveEnvelopeTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void CarriesAPayloadAndScoresWithIt()
    {
        byte[] payload = [2, 3];
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Features));
        definition["Values"].ColumnName = "Pixels";
        ITransformer envelope = _ml.Transforms.CopyColumns("in", "Pixels")
            .Append(_ml.Transforms.CustomMapping(new KeyFactory().GetMapping(), KeyFactory.Contract))
            .Append(_ml.Transforms.Conversion.MapValue("payload", new[] { new KeyValuePair<int, byte[]>(1, payload) }, "key"))
            .Append(_ml.Transforms.CustomMapping(new ScoreFactory().GetMapping(), ScoreFactory.Contract))
            .Append(_ml.Transforms.Concatenate("Score", "b0", "b1"))
            .Append(_ml.Transforms.DropColumns("in", "key", "payload", "b0", "b1"))
            .Fit(_ml.Data.LoadFromEnumerable(Array.Empty<Features>(), definition));

        using var stream = new MemoryStream();
        _ml.Model.Save(envelope, _ml.Data.LoadFromEnumerable(Array.Empty<Features>(), definition).Schema, stream);
        stream.Position = 0;
        ITransformer loaded = new MLContext().Model.Load(stream, out DataViewSchema schema);
        Assert.Equal("Pixels", schema.Single().Name);

        IDataView data = _ml.Data.LoadFromEnumerable([new Features { Values = [1, 10] }, new Features { Values = [5, 7] }], definition);
        foreach (ITransformer transformer in new[] { envelope, loaded })
        {
            IDataView result = transformer.Transform(data);
            Assert.Equal(["Pixels", "Score"], result.Schema.Select(c => c.Name));
            Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 3), result.Schema["Score"].Type);
            // By hand: 2 x first value, then 3 x both.
            Assert.Equal([[2f, 3, 30], [10f, 15, 21]], result.GetColumn<float[]>("Score"));
            using var engine = _ml.Model.CreatePredictionEngine<Features, Scores>(transformer,
                new PredictionEngineOptions { InputSchemaDefinition = definition, OwnsTransformer = false });
            Assert.Equal([4, 6, 9], engine.Predict(new Features { Values = [2, 3] }).Score);
            Assert.Equal([8, 12, 3], engine.Predict(new Features { Values = [4, 1] }).Score);
        }
    }

    internal sealed class Features
    {
        [VectorType(2)]
        public float[] Values { get; set; } = [0, 0];
    }

    internal sealed class Scores
    {
        public float[] Score { get; set; } = [];
    }

    private sealed class KeyColumn
    {
        [ColumnName("key")]
        public int Key { get; set; }
    }

    private sealed class ScoreInput
    {
        [ColumnName("in"), VectorType]
        public VBuffer<float> Input { get; set; }

        [ColumnName("payload"), VectorType]
        public VBuffer<byte> Payload { get; set; }
    }

    private sealed class ScoreOutput
    {
        [ColumnName("b0"), VectorType(1)]
        public VBuffer<float> First { get; set; }

        [ColumnName("b1"), VectorType(2)]
        public VBuffer<float> Second { get; set; }
    }

    [CustomMappingFactoryAttribute(Contract)]
    private sealed class KeyFactory : CustomMappingFactory<CustomMappingTests.Nothing, KeyColumn>
    {
        internal const string Contract = "StandIns.Tests/envelope-key/1";

        public override Action<CustomMappingTests.Nothing, KeyColumn> GetMapping() => static (_, output) => output.Key = 1;
    }

    [CustomMappingFactoryAttribute(Contract)]
    private sealed class ScoreFactory : CustomMappingFactory<ScoreInput, ScoreOutput>
    {
        internal const string Contract = "StandIns.Tests/envelope-score/1";

        public override Action<ScoreInput, ScoreOutput> GetMapping() => static (input, output) =>
        {
            ReadOnlySpan<float> x = input.Input.GetValues();
            ReadOnlySpan<byte> w = input.Payload.GetValues();
            output.First = new VBuffer<float>(1, [w[0] * x[0]]);
            output.Second = new VBuffer<float>(2, [w[1] * x[0], w[1] * x[1]]);
        };
    }
}
