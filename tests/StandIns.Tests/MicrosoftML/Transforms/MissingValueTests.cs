using Mode = Microsoft.ML.Transforms.MissingValueReplacingEstimator.ReplacementMode;

namespace StandIns.Tests.MicrosoftML.Transforms;

/// <summary>Numbers of scikit-learn 1.2.1, from tests/peers/transform_cases.py; each also after saving and loading.</summary>
public sealed class MissingValueTests
{
    private const float Nan = float.NaN;
    private static readonly float[][] X = [[1.5f, -2, Nan], [Nan, 4, 7], [3, 0.25f, 7], [-8, Nan, 7], [3, 1, 7]];

    private readonly MLContext _ml = new(1);

    [Theory]
    [InlineData(Mode.DefaultValue, new[] { 0f, 0, 0 })]
    [InlineData(Mode.Mean, new[] { -0.125f, 0.8125f, 7 })]
    [InlineData(Mode.Minimum, new[] { -8f, -2, 7 })]
    [InlineData(Mode.Maximum, new[] { 3f, 4, 7 })]
    [InlineData(Mode.Mode, new[] { 3f, -2, 7 })]
    public void MissingValuesAreReplacedSlotBySlot(Mode mode, float[] expected)
    {
        var rows = Each(_ml.Transforms.ReplaceMissingValues("Y", "X", mode));
        Assert.All(rows, result =>
        {
            for (int row = 0; row < X.Length; row++)
                Assert.Equal(X[row].Select((v, slot) => float.IsNaN(v) ? expected[slot] : v), result[row]);
        });
    }

    [Theory]
    [InlineData(Mode.Mean, 2.5625)]
    [InlineData(Mode.Minimum, -8)]
    [InlineData(Mode.Maximum, 7)]
    public void OrByOneValueForAllSlots(Mode mode, float expected) =>
        Assert.All(Each(_ml.Transforms.ReplaceMissingValues("Y", "X", mode, imputeBySlot: false)), result => Assert.Equal((expected, expected), (result[0][2], result[3][1])));

    [Fact]
    public void ScalarsOfDoubleToo()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { 1.0, double.NaN, 4 }.Select(v => new Scalar { X = v }));
        ITransformer fitted = _ml.Transforms.ReplaceMissingValues("Y", "X", Mode.Mean).Append(_ml.Transforms.IndicateMissingValues("M", "X")).Fit(data);
        Assert.All([fitted, Reloaded.Of(fitted, data.Schema)], transformer =>
        {
            Assert.Equal([1, 2.5, 4], transformer.Transform(data).GetColumn<double>("Y"));
            Assert.Equal([false, true, false], transformer.Transform(data).GetColumn<bool>("M"));
        });
    }

    [Fact]
    public void MissingValuesAreIndicated()
    {
        var data = Data();
        ITransformer fitted = _ml.Transforms.IndicateMissingValues("Y", "X").Fit(data);
        Assert.All([fitted, Reloaded.Of(fitted, data.Schema)], transformer =>
            Assert.Equal(X.Select(row => row.Select(float.IsNaN).ToArray()), transformer.Transform(data).GetColumn<bool[]>("Y")));
    }

    [Fact]
    public void MeanAndVarianceAreNormalized()
    {
        float[][] standardised = [[0.354209f, -1.3105561f, Nan], [Nan, 1.4852969f, 0], [0.6811711f, -0.2621112f, 0], [-1.7165512f, Nan, 0], [0.6811711f, 0.0873704f, 0]];
        // The root of the mean square; a slot of one value becomes 0 here, not 1.
        float[][] rooted = [[0.3268408f, -0.8715755f, Nan], [Nan, 1.7431511f, 0], [0.6536817f, 0.1089469f, 0], [-1.7431511f, Nan, 0], [0.6536817f, 0.4357878f, 0]];
        Assert.All(Each(_ml.Transforms.NormalizeMeanVariance("Y", "X", fixZero: false)), result => Near(standardised, result));
        Assert.All(Each(_ml.Transforms.NormalizeMeanVariance("Y", "X")), result => Near(rooted, result));
        Assert.Throws<NotSupportedException>(() => _ml.Transforms.NormalizeMeanVariance("Y", "X", useCdf: true));
    }

    [Fact]
    public void KeysBecomeVectors()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { "b", "a", "b", "c", "" }.Select(t => new Texts { Text = t, Both = [t, "a"] }));
        var pipeline = _ml.Transforms.Conversion.MapValueToKey("Key", "Text").Append(_ml.Transforms.Conversion.MapValueToKey("Keys", "Both"))
            .Append(_ml.Transforms.Conversion.MapKeyToVector("One", "Key"))
            .Append(_ml.Transforms.Conversion.MapKeyToVector("Each", "Keys"))
            .Append(_ml.Transforms.Conversion.MapKeyToVector("Sum", "Keys", outputCountVector: true));
        ITransformer fitted = pipeline.Fit(data);
        Assert.All([fitted, Reloaded.Of(fitted, data.Schema)], transformer =>
        {
            IDataView result = transformer.Transform(data);
            Assert.Equal([[1, 0, 0], [0, 1, 0], [1, 0, 0], [0, 0, 1], [0, 0, 0]], result.GetColumn<float[]>("One"));
            Assert.Equal(["b", "a", "c"], Reloaded.SlotNames(result.Schema["One"]));
            Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 2, 3), result.Schema["Each"].Type);
            Assert.Equal([1f, 0, 0, 0, 1, 0], result.GetColumn<float[]>("Each").First());
            Assert.Equal(["[0].b", "[0].a", "[0].c", "[1].b", "[1].a", "[1].c"], Reloaded.SlotNames(result.Schema["Each"]));
            Assert.Equal([[1, 1, 0], [0, 2, 0]], result.GetColumn<float[]>("Sum").Take(2));
        });
    }

    [Fact]
    public void OtherColumnsAreRefused()
    {
        var data = _ml.Data.LoadFromEnumerable([new Texts()]);
        Assert.Contains("'Text'", Assert.ThrowsAny<ArgumentException>(() => _ml.Transforms.ReplaceMissingValues("Text").Fit(data)).Message);
        Assert.Contains("'Text'", Assert.ThrowsAny<ArgumentException>(() => _ml.Transforms.IndicateMissingValues("Y", "Text").Fit(data)).Message);
        Assert.Contains("'Text'", Assert.ThrowsAny<ArgumentException>(() => _ml.Transforms.Conversion.MapKeyToVector("Text").Fit(data)).Message);
    }

    /// <summary>The results of an estimator's transformer, fresh and loaded again.</summary>
    private List<float[][]> Each<T>(IEstimator<T> estimator) where T : class, ITransformer
    {
        var data = Data();
        ITransformer fitted = estimator.Fit(data);
        return [.. new[] { fitted, Reloaded.Of(fitted, data.Schema) }.Select(t => t.Transform(data).GetColumn<float[]>("Y").ToArray())];
    }

    private static void Near(float[][] expected, float[][] actual) =>
        Assert.All(expected.SelectMany(r => r).Zip(actual.SelectMany(r => r)), pair => Assert.Equal((double)pair.First, pair.Second, 1e-6));

    private IDataView Data() => _ml.Data.LoadFromEnumerable(X.Select(row => new Vector { X = row }));

    private sealed class Vector
    {
        [VectorType(3)]
        public float[] X { get; set; } = [];
    }

    private sealed class Scalar
    {
        public double X { get; set; }
    }

    private sealed class Texts
    {
        public string Text { get; set; } = "";

        [VectorType(2)]
        public string[] Both { get; set; } = ["", ""];
    }
}
