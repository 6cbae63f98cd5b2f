namespace StandIns.Tests.MicrosoftML.Transforms;

public sealed class ConversionTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void KeysAreNumberedByOccurrence()
    {
        IDataView data = Rows("b", "a", "", "b", "c");
        ITransformer fitted = _ml.Transforms.Conversion.MapValueToKey("Key", "Text").Fit(data);
        foreach (ITransformer transformer in new[] { fitted, Reloaded.Of(fitted, data.Schema) })
        {
            IDataView result = transformer.Transform(data);
            Assert.Equal(new KeyDataViewType(typeof(uint), 3), result.Schema["Key"].Type);
            Assert.Equal([1u, 2, 0, 1, 3], result.GetColumn<uint>("Key"));
            Assert.Equal(["b", "a", "c"], Reloaded.KeyValues(result.Schema["Key"]));
            Assert.Equal([1u, 0], transformer.Transform(Rows("b", "unseen")).GetColumn<uint>("Key"));
        }
    }

    [Fact]
    public void KeysAreNumberedByValueUpToAMaximum()
    {
        IDataView data = Rows("b", "a", "c");
        var byValue = ValueToKeyMappingEstimator.KeyOrdinality.ByValue;
        Assert.Equal([2u, 1, 3], Keys(_ml.Transforms.Conversion.MapValueToKey("Key", "Text", keyOrdinality: byValue)));
        Assert.Equal([1u, 2, 0], Keys(_ml.Transforms.Conversion.MapValueToKey("Key", "Text", maximumNumberOfKeys: 2)));
        Assert.Equal([0u, 1, 0], Keys(_ml.Transforms.Conversion.MapValueToKey("Key", "Text", keyData: _ml.Transforms.SelectColumns("Text").Fit(data).Transform(Rows("a")))));

        IEnumerable<uint> Keys(ValueToKeyMappingEstimator estimator) => estimator.Fit(data).Transform(data).GetColumn<uint>("Key");
    }

    [Fact]
    public void KeysGoBackToValues()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Row { Numbers = [2.5f, float.NaN] }, new Row { Numbers = [1.5f, 2.5f] }]);
        var fitted = _ml.Transforms.Conversion.MapValueToKey("Key", "Numbers")
            .Append(_ml.Transforms.Conversion.MapKeyToValue("Back", "Key"))
            .Fit(data);
        IDataView result = Reloaded.Of(fitted, data.Schema).Transform(data);
        Assert.Equal([[1u, 0], [2u, 1]], result.GetColumn<uint[]>("Key"));
        Assert.Equal([[2.5f, float.NaN], [1.5f, 2.5f]], result.GetColumn<float[]>("Back"));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.Conversion.MapKeyToValue("Back", "Text").Fit(data));
    }

    [Fact]
    public void TypesConvert()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Row { Text = "1.5", Flag = true, Numbers = [1.75f, -2] }, new Row { Text = "x" }]);
        Assert.Equal([1.5f, float.NaN], Converted<float>("Text", DataKind.Single));
        Assert.Equal([1f, 0], Converted<float>("Flag", DataKind.Single));
        Assert.Equal([[1.75, -2], [0d, 0]], Converted<double[]>("Numbers", DataKind.Double));
        Assert.Equal([[1, -2], [0, 0]], Converted<int[]>("Numbers", DataKind.Int32));
        Assert.Equal([["1.75", "-2"], ["0", "0"]], Converted<string[]>("Numbers", DataKind.String));

        IEnumerable<T> Converted<T>(string column, DataKind kind)
        {
            ITransformer fitted = _ml.Transforms.Conversion.ConvertType("Out", column, kind).Fit(data);
            return Reloaded.Of(fitted, data.Schema).Transform(data).GetColumn<T>("Out");
        }
    }

    [Fact]
    public void MinMaxScales()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Row { Numbers = [1, -4] }, new Row { Numbers = [3, 2] }, new Row { Numbers = [float.NaN, 0] }]);
        // Zero stays zero: divided by the greatest absolute value.
        Assert.Equal([[1 / 3f, -1], [1, 0.5f], [float.NaN, 0]], Scaled(true));
        // Else (value - least) / (greatest - least).
        Assert.Equal([[0, 0], [1, 1], [float.NaN, 2 / 3f]], Scaled(false));

        float[][] Scaled(bool fixZero)
        {
            ITransformer fitted = _ml.Transforms.NormalizeMinMax("Out", "Numbers", fixZero: fixZero).Fit(data);
            IDataView result = Reloaded.Of(fitted, data.Schema).Transform(data);
            Assert.True(result.Schema["Out"].IsNormalized());
            return [.. result.GetColumn<float[]>("Out")];
        }
    }

    private IDataView Rows(params string[] texts) => _ml.Data.LoadFromEnumerable(texts.Select(t => new Row { Text = t }).ToArray());

    private sealed class Row
    {
        public string Text { get; set; } = "";

        public bool Flag { get; set; }

        [VectorType(2)]
        public float[] Numbers { get; set; } = [0, 0];
    }
}
