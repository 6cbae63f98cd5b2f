namespace StandIns.Tests.MicrosoftML.Transforms;

public sealed class CustomMappingTests
{
    private readonly MLContext _ml = new(1);

    [Fact]
    public void MapsScalarsVectorsAndText()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new In { Text = "ab", Values = [1, 2] }, new In { Text = "c", Values = [3, 4] }]);
        ITransformer fitted = _ml.Transforms.CustomMapping(new Factory().GetMapping(), Factory.Contract).Fit(data);
        foreach (ITransformer transformer in new[] { fitted, Reloaded.Of(fitted, data.Schema) })
        {
            IDataView result = transformer.Transform(data);
            Assert.Equal([2, 1], result.GetColumn<int>("Length"));
            Assert.Equal(["AB", "C"], result.GetColumn<string>("Upper"));
            Assert.Equal([[2f, 4], [6f, 8]], result.GetColumn<float[]>("Doubled"));
            Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 2), result.Schema["Doubled"].Type);
        }
        using var engine = _ml.Model.CreatePredictionEngine<In, Out>(Reloaded.Of(fitted, data.Schema));
        Assert.Equal("XYZ", engine.Predict(new In { Text = "xyz", Values = [5, 6] }).Upper);
        Assert.Equal([10, 12], engine.Predict(new In { Text = "xyz", Values = [5, 6] }).Doubled.DenseValues());
        Assert.Equal("Q", engine.Predict(new In { Text = "q", Values = [5, 6] }).Upper);
    }

    [Fact]
    public void RunsOnceForEachRowAndOnlyWhenAsked()
    {
        int calls = 0;
        IDataView data = _ml.Data.LoadFromEnumerable([new In(), new In(), new In()]);
        IDataView result = _ml.Transforms.CustomMapping<In, Out>((_, _) => calls++, null).Fit(data).Transform(data);
        Assert.Equal(3, result.GetColumn<string>("Text").Count());
        Assert.Equal(0, calls);
        using DataViewRowCursor cursor = result.GetRowCursor(result.Schema);
        ValueGetter<int> length = cursor.GetGetter<int>(result.Schema["Length"]);
        ValueGetter<VBuffer<float>> doubled = cursor.GetGetter<VBuffer<float>>(result.Schema["Doubled"]);
        int number = 0;
        VBuffer<float> vector = default;
        while (cursor.MoveNext())
        {
            length(ref number);
            doubled(ref vector);
        }
        Assert.Equal(3, calls);
    }

    [Fact]
    public void SchemaDefinitionsNameColumnsAndCarryAnnotations()
    {
        SchemaDefinition input = SchemaDefinition.Create(typeof(In));
        input["Text"].ColumnName = "Name";
        SchemaDefinition output = SchemaDefinition.Create(typeof(Out));
        output["Doubled"].ColumnName = "Twice";
        output["Twice"].AddAnnotation("SlotNames", new VBuffer<ReadOnlyMemory<char>>(2, ["a".AsMemory(), "b".AsMemory()]),
            new VectorDataViewType(TextDataViewType.Instance, 2));

        IDataView data = _ml.Data.LoadFromEnumerable([new In { Text = "x" }], input);
        var estimator = _ml.Transforms.CustomMapping(new Factory().GetMapping(), null, input, output);
        IDataView result = estimator.Fit(data).Transform(data);
        Assert.Equal(["a", "b"], Reloaded.SlotNames(result.Schema["Twice"]));
        Assert.Equal(["X"], result.GetColumn<string>("Upper"));

        // The shape says the same as the data.
        SchemaShape none = _ml.Transforms.CustomMapping<Nothing, Names>((_, _) => { }, null).GetOutputSchema(new SchemaShape([]));
        SchemaShape shape = estimator.GetOutputSchema(none);
        SchemaShape.Column twice = shape.Single(c => c.Name == "Twice");
        Assert.Equal(SchemaShape.Column.VectorKind.Vector, twice.Kind);
        Assert.Equal(NumberDataViewType.Single, twice.ItemType);
        Assert.Equal("SlotNames", twice.Annotations.Single().Name);
    }

    [Fact]
    public void MissingColumnsAreReported()
    {
        var estimator = _ml.Transforms.CustomMapping(new Factory().GetMapping(), null);
        IDataView data = _ml.Data.LoadFromEnumerable([new Names()]);
        Assert.Contains("'Text'", Assert.ThrowsAny<Exception>(() => estimator.Fit(data)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => estimator.GetOutputSchema(new SchemaShape([])));
    }

    [Fact]
    public void WithoutAContractNameItCannotBeSaved()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new In()]);
        ITransformer fitted = _ml.Transforms.CustomMapping(new Factory().GetMapping(), null).Fit(data);
        Assert.Throws<InvalidOperationException>(() => Reloaded.Of(fitted, data.Schema));
    }

    [Fact]
    public void CustomTypesTravelBetweenMappings()
    {
        IDataView data = _ml.Data.LoadFromEnumerable([new In { Text = "ab" }, new In { Text = "cde" }]);
        var fitted = _ml.Transforms.CustomMapping(new ToHandleFactory().GetMapping(), ToHandleFactory.Contract)
            .Append(_ml.Transforms.CustomMapping(new FromHandleFactory().GetMapping(), FromHandleFactory.Contract))
            .Fit(data);
        foreach (ITransformer transformer in new[] { fitted, Reloaded.Of(fitted, data.Schema) })
        {
            IDataView result = transformer.Transform(data);
            Assert.IsType<HandleType>(result.Schema["Handle"].Type);
            Assert.Equal([200, 300], result.GetColumn<int>("Length"));
        }
        using var engine = _ml.Model.CreatePredictionEngine<In, Out>(fitted);
        Assert.Equal(400, engine.Predict(new In { Text = "abcd" }).Length);
    }

    internal sealed class Nothing
    {
    }

    private sealed class Names
    {
        public string Name { get; set; } = "";

        [VectorType(2)]
        public float[] Values { get; set; } = [0, 0];
    }

    internal sealed class In
    {
        public string Text { get; set; } = "";

        [VectorType(2)]
        public float[] Values { get; set; } = [0, 0];
    }

    internal sealed class Out
    {
        public int Length { get; set; }

        public string Upper { get; set; } = "";

        [VectorType(2)]
        public VBuffer<float> Doubled { get; set; } = new(2, [0, 0]);
    }

    [CustomMappingFactoryAttribute(Contract)]
    private sealed class Factory : CustomMappingFactory<In, Out>
    {
        internal const string Contract = "StandIns.Tests/plain/1";

        public override Action<In, Out> GetMapping() => static (input, output) =>
        {
            output.Length = input.Text.Length;
            output.Upper = input.Text.ToUpperInvariant();
            output.Doubled = new VBuffer<float>(2, [2 * input.Values[0], 2 * input.Values[1]]);
        };
    }

    private sealed class Handle(int size)
    {
        internal int Size { get; } = size;
    }

    private sealed class HandleType() : StructuredDataViewType(typeof(Handle))
    {
        public override bool Equals(DataViewType? other) => other is HandleType;
    }

    [AttributeUsage(AttributeTargets.Property)]
    private sealed class HandleAttribute : DataViewTypeAttribute
    {
        public override bool Equals(DataViewTypeAttribute? other) => other is HandleAttribute;

        public override void Register() => DataViewTypeManager.Register(new HandleType(), typeof(Handle), this);
    }

    private sealed class WithHandle
    {
        [Handle]
        public Handle Handle { get; set; } = new(0);
    }

    private sealed class LengthOnly
    {
        public int Length { get; set; }
    }

    [CustomMappingFactoryAttribute(Contract)]
    private sealed class ToHandleFactory : CustomMappingFactory<In, WithHandle>
    {
        internal const string Contract = "StandIns.Tests/to-handle/1";

        public override Action<In, WithHandle> GetMapping() => static (input, output) => output.Handle = new Handle(input.Text.Length);
    }

    [CustomMappingFactoryAttribute(Contract)]
    private sealed class FromHandleFactory : CustomMappingFactory<WithHandle, LengthOnly>
    {
        internal const string Contract = "StandIns.Tests/from-handle/1";

        public override Action<WithHandle, LengthOnly> GetMapping() => static (input, output) => output.Length = 100 * input.Handle.Size;
    }
}
