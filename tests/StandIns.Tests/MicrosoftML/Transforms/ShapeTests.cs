namespace StandIns.Tests.MicrosoftML.Transforms;

/// <summary>What an estimator promises before it sees data is what its transformer delivers, annotations included.</summary>
public sealed class ShapeTests
{
    private static readonly MLContext Ml = new(1);

    public static TheoryData<string> Names => [.. Estimators.Keys];

    private static Dictionary<string, IEstimator<ITransformer>> Estimators => new()
    {
        ["copy"] = Ml.Transforms.CopyColumns("Out", "Numbers"),
        ["copy over"] = Ml.Transforms.CopyColumns("Text", "Numbers"),
        ["concatenate scalars"] = Ml.Transforms.Concatenate("Out", "One", "Numbers"),
        ["concatenate one vector"] = Ml.Transforms.Concatenate("Out", "Numbers"),
        ["concatenate variable vectors"] = Ml.Transforms.Concatenate("Out", "Variable", "Numbers"),
        ["concatenate normalized"] = Ml.Transforms.NormalizeMinMax("Numbers").Append(Ml.Transforms.Concatenate("Out", "Numbers", "Numbers")),
        ["drop"] = Ml.Transforms.DropColumns("Text"),
        ["select"] = Ml.Transforms.SelectColumns("Text", "One"),
        ["custom"] = Ml.Transforms.CustomMapping<CustomMappingTests.Nothing, CustomMappingTests.Out>((_, _) => { }, null),
        ["map to scalar"] = Ml.Transforms.Conversion.MapValue("Out", new Dictionary<string, int> { ["a"] = 1 }, "Text"),
        ["map to vector"] = Ml.Transforms.Conversion.MapValue("Out", new Dictionary<string, int[]> { ["a"] = [1, 2] }, "Text"),
        ["map to keys"] = Ml.Transforms.Conversion.MapValue("Out", new Dictionary<string, string> { ["a"] = "x" }, "Text", true),
        ["to keys"] = Ml.Transforms.Conversion.MapValueToKey("Out", "Text"),
        ["to keys named by text"] = Ml.Transforms.Conversion.MapValueToKey("Out", "Numbers", addKeyValueAnnotationsAsText: true),
        ["there and back"] = Ml.Transforms.Conversion.MapValueToKey("Out", "Numbers").Append(Ml.Transforms.Conversion.MapKeyToValue("Back", "Out")),
        ["convert"] = Ml.Transforms.Conversion.ConvertType("Out", "Numbers", DataKind.Double),
        ["normalize"] = Ml.Transforms.NormalizeMinMax("Out", "Numbers"),
        ["logistic regression"] = Ml.BinaryClassification.Trainers.LbfgsLogisticRegression("Flag", "Numbers"),
        ["maximum entropy"] = Ml.Transforms.Conversion.MapValueToKey("Label", "Text")
            .Append(Ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Numbers")),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void IsWhatIsDelivered(string name)
    {
        IEstimator<ITransformer> estimator = Estimators[name];
        IDataView data = Ml.Data.LoadFromEnumerable([new Row { Text = "a", Flag = true, Numbers = [1, 2] }, new Row { Text = "b", Numbers = [0, 1] }]);
        // The shape of the input, as a stock estimator tells it.
        SchemaShape input = Ml.Transforms.CustomMapping<CustomMappingTests.Nothing, Row>((_, _) => { }, null).GetOutputSchema(new SchemaShape([]));

        DataViewSchema delivered = estimator.Fit(data).GetOutputSchema(data.Schema);
        string[] promised = [.. estimator.GetOutputSchema(input).Select(Describe).Order()];
        Assert.Equal([.. delivered.Where(c => !c.IsHidden).Select(c => Describe(c.Name, c.Type, c.Annotations.Schema)).Order()], promised);
    }

    private static string Describe(SchemaShape.Column column) =>
        $"{column.Name}: {column.Kind} {column.ItemType} {(column.IsKey ? "key" : "value")} [{string.Join("; ", column.Annotations.Select(Describe).Order())}]";

    private static string Describe(string name, DataViewType type, DataViewSchema? annotations)
    {
        var vector = type as VectorDataViewType;
        DataViewType item = vector?.ItemType ?? type;
        DataViewType number = item is KeyDataViewType ? NumberDataViewType.UInt32 : item;
        string kind = vector == null ? "Scalar" : vector.IsKnownSize ? "Vector" : "VariableVector";
        IEnumerable<string> inner = annotations?.Select(a => Describe(a.Name, a.Type, null)).Order() ?? Enumerable.Empty<string>();
        return $"{name}: {kind} {number} {(item is KeyDataViewType ? "key" : "value")} [{string.Join("; ", inner)}]";
    }

    private sealed class Row
    {
        public string Text { get; set; } = "";

        public bool Flag { get; set; }

        public float One { get; set; }

        [VectorType(2)]
        public float[] Numbers { get; set; } = [0, 0];

        public float[] Variable { get; set; } = [];
    }
}
