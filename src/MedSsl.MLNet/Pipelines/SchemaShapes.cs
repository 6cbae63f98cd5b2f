using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>What a <see cref="ShapeColumn"/> holds.</summary>
internal enum ShapeItem
{
    /// <summary>A vector of Single.</summary>
    Single,

    /// <summary>A vector of Boolean.</summary>
    Boolean,

    /// <summary>One Single.</summary>
    OneSingle,

    /// <summary>One Boolean.</summary>
    OneBoolean,

    /// <summary>A key with key values.</summary>
    Key,
}

/// <summary>A column, of known size if a vector, that an estimator announces, with the annotations it will have.</summary>
internal sealed record ShapeColumn(string Name, ShapeItem Item, bool SlotNames = false, bool Encoder = false);

/// <summary>
/// Shapes of schemas, for estimators. ML.NET keeps the constructor of a shape's column to itself, so a stock estimator that never runs makes them.
/// </summary>
internal static class SchemaShapes
{
    /// <summary><paramref name="input"/> with columns added, or replaced where the name is taken.</summary>
    internal static SchemaShape With(MLContext ml, SchemaShape input, params ReadOnlySpan<ShapeColumn> added)
    {
        foreach (var column in added)
        {
            input = column.Item switch
            {
                ShapeItem.Single => Add<SingleVector>(ml, input, column),
                ShapeItem.Boolean => Add<BooleanVector>(ml, input, column),
                ShapeItem.OneSingle => Add<OneSingle>(ml, input, column),
                ShapeItem.OneBoolean => Add<OneBoolean>(ml, input, column),
                _ => Add<OneKey>(ml, input, column),
            };
        }
        return input;
    }

    /// <summary>The image column.</summary>
    /// <exception cref="ArgumentException">It is absent or no <c>Vector&lt;Single, C, H, W&gt;</c>.</exception>
    internal static SchemaShape.Column RequireImage(SchemaShape input, string name) =>
        Require(input, name, c => c.Kind == SchemaShape.Column.VectorKind.Vector && c.ItemType.Equals(NumberDataViewType.Single), "an image, Vector<Single, C, H, W>");

    /// <summary>A text column.</summary>
    /// <exception cref="ArgumentException">It is absent or no text.</exception>
    internal static SchemaShape.Column RequireText(SchemaShape input, string name) =>
        Require(input, name, c => c.Kind == SchemaShape.Column.VectorKind.Scalar && c.ItemType is TextDataViewType, "text");

    /// <summary>The labels column.</summary>
    /// <exception cref="ArgumentException">It is absent or no <c>Vector&lt;Single, K&gt;</c>.</exception>
    internal static SchemaShape.Column RequireLabels(SchemaShape input, string name) =>
        Require(input, name, c => c.Kind == SchemaShape.Column.VectorKind.Vector && c.ItemType.Equals(NumberDataViewType.Single), "labels, Vector<Single, K>");

    /// <summary>A column of classes.</summary>
    /// <exception cref="ArgumentException">It is absent or no key.</exception>
    internal static SchemaShape.Column RequireKey(SchemaShape input, string name) =>
        Require(input, name, c => c.Kind == SchemaShape.Column.VectorKind.Scalar && c.IsKey, "a key, as ml.Transforms.Conversion.MapValueToKey makes it");

    /// <summary>A column of yes or no.</summary>
    /// <exception cref="ArgumentException">It is absent or neither Boolean nor Single.</exception>
    internal static SchemaShape.Column RequireDecision(SchemaShape input, string name) =>
        Require(input, name, c => c.Kind == SchemaShape.Column.VectorKind.Scalar && !c.IsKey
            && (c.ItemType is BooleanDataViewType || c.ItemType.Equals(NumberDataViewType.Single)), "Boolean, or Single of 1, 0 and NaN");

    /// <summary>A features column that carries an encoder.</summary>
    /// <exception cref="ArgumentException">It is absent, or carries none.</exception>
    internal static SchemaShape.Column RequireEncoder(SchemaShape input, string name)
    {
        var column = Require(input, name, _ => true, "features");
        return EncoderAnnotation.IsOn(column) ? column : throw new ArgumentException(EncoderAnnotation.NoEncoder(name, column.ItemType));
    }

    private static SchemaShape.Column Require(SchemaShape input, string name, Func<SchemaShape.Column, bool> fits, string expected)
    {
        ArgumentNullException.ThrowIfNull(input);
        foreach (var column in input)
            if (column.Name == name)
                return fits(column) ? column : throw new ArgumentException($"Column '{name}' is {Describe(column)}; expected {expected}.");
        throw new ArgumentException($"There is no column '{name}' ({expected}); the data have {string.Join(", ", input.Select(c => $"'{c.Name}'"))}.");
    }

    private static string Describe(SchemaShape.Column column) => column.Kind switch
    {
        SchemaShape.Column.VectorKind.Vector => $"a vector of {column.ItemType}",
        SchemaShape.Column.VectorKind.VariableVector => $"a vector of {column.ItemType} of no fixed size",
        _ => $"{column.ItemType}",
    };

    private static SchemaShape Add<TVector>(MLContext ml, SchemaShape input, ShapeColumn added) where TVector : class, new()
    {
        var definition = SchemaDefinition.Create(typeof(TVector));
        var column = definition[nameof(SingleVector.Values)];
        column.ColumnName = added.Name;
        if (added.SlotNames)
            column.AddAnnotation(SlotNames.Name, default(VBuffer<ReadOnlyMemory<char>>), new VectorDataViewType(TextDataViewType.Instance, 1));
        if (added.Item == ShapeItem.Key)
            column.AddAnnotation("KeyValues", default(VBuffer<ReadOnlyMemory<char>>), new VectorDataViewType(TextDataViewType.Instance, 1));
        if (added.Encoder)
            column.AddAnnotation<TrainedEncoder>(EncoderAnnotation.Name, null!, EncoderDataViewType.Instance);
        return ml.Transforms.CustomMapping<NoColumns, TVector>(static (_, _) => { }, null, null, definition).GetOutputSchema(input);
    }

    private sealed class SingleVector
    {
        [VectorType(1)]
        public float[]? Values { get; set; }
    }

    private sealed class OneSingle
    {
        public float Values { get; set; }
    }

    private sealed class OneBoolean
    {
        public bool Values { get; set; }
    }

    private sealed class OneKey
    {
        [KeyType(1)]
        public uint Values { get; set; }
    }

    private sealed class BooleanVector
    {
        [VectorType(1)]
        public bool[]? Values { get; set; }
    }
}

/// <summary>The input of a mapping that reads nothing.</summary>
internal sealed class NoColumns;
