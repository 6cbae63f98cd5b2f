namespace StandIns.Tests.MicrosoftML.Transforms;

public sealed class ColumnTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void Concatenate_JoinsValuesAndSlotNames()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition["Pair"].AddAnnotation("SlotNames", new VBuffer<ReadOnlyMemory<char>>(2, ["left".AsMemory(), "right".AsMemory()]),
            new VectorDataViewType(TextDataViewType.Instance, 2));
        IDataView data = _ml.Data.LoadFromEnumerable([new Row { One = 1, Pair = [2, 3], Plain = [4, 5] }], definition);

        ITransformer fitted = _ml.Transforms.Concatenate("All", "One", "Pair", "Plain").Fit(data);
        foreach (ITransformer transformer in new[] { fitted, Reloaded.Of(fitted, data.Schema) })
        {
            IDataView result = transformer.Transform(data);
            Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 5), result.Schema["All"].Type);
            Assert.Equal([1, 2, 3, 4, 5], result.GetColumn<float[]>("All").Single());
            // As ML.NET: the column's name for a scalar, "column.slot" for a named slot, nothing for a nameless one.
            Assert.Equal(["One", "Pair.left", "Pair.right", "", ""], Reloaded.SlotNames(result.Schema["All"]));
        }
    }

    [Fact]
    public void Concatenate_OfAVectorWithoutSizeHasNone()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Variable { Values = [1, 2] }, new Variable { Values = [3] }]);
        IDataView result = _ml.Transforms.Concatenate("All", "Values", "Values").Fit(data).Transform(data);
        Assert.False(((VectorDataViewType)result.Schema["All"].Type).IsKnownSize);
        Assert.Equal([[1f, 2, 1, 2], [3f, 3]], result.GetColumn<float[]>("All"));
    }

    [Fact]
    public void Concatenate_OfDifferentTypesIsAnError()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Row()]);
        Exception error = Assert.Throws<InvalidOperationException>(() => _ml.Transforms.Concatenate("All", "One", "Text").Fit(data));
        Assert.Contains("Text", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.Concatenate("All", "Nothing").Fit(data));
    }

    [Fact]
    public void CopyColumns_CopiesTypeValuesAndAnnotations()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition["Pair"].AddAnnotation("Note", 7f, NumberDataViewType.Single);
        IDataView data = _ml.Data.LoadFromEnumerable([new Row { Pair = [2, 3] }], definition);
        ITransformer fitted = _ml.Transforms.CopyColumns("Copy", "Pair").Fit(data);
        IDataView result = Reloaded.Of(fitted, data.Schema).Transform(data);
        float note = 0;
        result.Schema["Copy"].Annotations.GetValue("Note", ref note);
        Assert.Equal(7, note);
        Assert.Equal(data.Schema["Pair"].Type, result.Schema["Copy"].Type);
        Assert.Equal([2, 3], result.GetColumn<float[]>("Copy").Single());
    }

    [Fact]
    public void DropColumns_DropsHiddenColumnsToo()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Row { One = 1, Pair = [2, 3], Text = "a" }]);
        IDataView twice = _ml.Transforms.CopyColumns("Text", "One").Fit(data).Transform(data);
        Assert.Equal(2, twice.Schema.Count(c => c.Name == "Text"));

        ITransformer fitted = _ml.Transforms.DropColumns("Pair", "Plain").Fit(twice);
        foreach (ITransformer transformer in new[] { fitted, Reloaded.Of(fitted, twice.Schema) })
        {
            IDataView result = transformer.Transform(twice);
            Assert.Equal(["One", "Text"], result.Schema.Select(c => c.Name));
            Assert.Equal([1f], result.GetColumn<float>("Text"));
        }
    }

    [Fact]
    public void SelectColumns_KeepsInTheOrderGiven()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new Row { One = 1, Text = "a" }]);
        IDataView twice = _ml.Transforms.CopyColumns("Text", "One").Fit(data).Transform(data);

        ITransformer plain = _ml.Transforms.SelectColumns("Text", "One").Fit(twice);
        Assert.Equal(["Text", "One"], Reloaded.Of(plain, twice.Schema).Transform(twice).Schema.Select(c => c.Name));

        ITransformer hidden = _ml.Transforms.SelectColumns(["Text", "One"], keepHidden: true).Fit(twice);
        Assert.Equal(["Text", "Text", "One"], Reloaded.Of(hidden, twice.Schema).Transform(twice).Schema.Select(c => c.Name));

        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.SelectColumns("Nothing").Fit(data));
    }

    private sealed class Row
    {
        public float One { get; set; }

        [VectorType(2)]
        public float[] Pair { get; set; } = [0, 0];

        [VectorType(2)]
        public float[] Plain { get; set; } = [0, 0];

        public string Text { get; set; } = "";
    }

    private sealed class Variable
    {
        public float[] Values { get; set; } = [];
    }
}
