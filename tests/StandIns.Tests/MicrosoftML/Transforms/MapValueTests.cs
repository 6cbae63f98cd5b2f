namespace StandIns.Tests.MicrosoftML.Transforms;

public sealed class MapValueTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void LooksUpScalars()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Row { Name = "a" }, new Row { Name = "b" }, new Row { Name = "?" }]);
        ITransformer fitted = _ml.Transforms.Conversion.MapValue("Value", new Dictionary<string, float> { ["a"] = 1, ["b"] = 2 }, "Name").Fit(data);
        Assert.Equal([1, 2, float.NaN], Reloaded.Of(fitted, data.Schema).Transform(data).GetColumn<float>("Value"));
    }

    [Fact]
    public void LooksUpVectors()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Row { Number = 1 }, new Row { Number = 2 }]);
        KeyValuePair<int, string[]>[] text = [new(1, ["x", "yz", ""])];
        KeyValuePair<int, byte[]>[] bytes = [new(1, [1, 2]), new(2, [3, 4, 5])];
        var fitted = _ml.Transforms.Conversion.MapValue("Text", text, "Number")
            .Append(_ml.Transforms.Conversion.MapValue("Bytes", bytes, "Number"))
            .Fit(data);
        foreach (ITransformer transformer in new[] { fitted, Reloaded.Of(fitted, data.Schema) })
        {
            IDataView result = transformer.Transform(data);
            Assert.Equal(new VectorDataViewType(TextDataViewType.Instance, 3), result.Schema["Text"].Type);
            Assert.Equal(["x", "yz", ""], result.GetColumn<string[]>("Text").First());
            // A key that is not in the map gives as many empty slots as the others have.
            Assert.Equal(["", "", ""], result.GetColumn<string[]>("Text").Last());
            Assert.Equal([[1, 2], [3, 4, 5]], result.GetColumn<byte[]>("Bytes"));
        }
    }

    [Fact]
    public void ValuesAsKeysAreNumberedFromOne()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Row { Name = "a" }, new Row { Name = "b" }, new Row { Name = "c" }, new Row { Name = "?" }]);
        var map = new Dictionary<string, string> { ["a"] = "low", ["b"] = "high", ["c"] = "low" };
        ITransformer fitted = _ml.Transforms.Conversion.MapValue("Key", map, "Name", treatValuesAsKeyType: true).Fit(data);
        IDataView result = Reloaded.Of(fitted, data.Schema).Transform(data);
        Assert.Equal([1u, 2, 1, 0], result.GetColumn<uint>("Key"));
        Assert.Equal(["low", "high"], Reloaded.KeyValues(result.Schema["Key"]));
    }

    [Fact]
    public void TakesItsMapFromADataView()
    {
        IDataView map = _ml.Data.LoadFromEnumerable([new Row { Name = "a", Number = 5 }, new Row { Name = "b", Number = 6 }]);
        IDataView data = _ml.Data.LoadFromEnumerable([new Names { Values = ["b", "a", "b"] }]);
        ITransformer fitted = _ml.Transforms.Conversion.MapValue("Out", map, map.Schema["Name"], map.Schema["Number"], "Values").Fit(data);
        Assert.Equal([6, 5, 6], Reloaded.Of(fitted, data.Schema).Transform(data).GetColumn<int[]>("Out").Single());
    }

    [Fact]
    public void WrongTypesAndDoubledKeysAreErrors()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Row()]);
        var estimator = _ml.Transforms.Conversion.MapValue("Out", new Dictionary<int, int> { [1] = 2 }, "Name");
        Assert.Contains("Name", Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Fit(data)).Message);
        KeyValuePair<int, int>[] twice = [new(1, 1), new(1, 2)];
        Assert.Throws<InvalidOperationException>(() => _ml.Transforms.Conversion.MapValue("Out", twice, "Number"));
    }

    private sealed class Row
    {
        public string Name { get; set; } = "";

        public int Number { get; set; }
    }

    private sealed class Names
    {
        [VectorType(3)]
        public string[] Values { get; set; } = [];
    }
}
