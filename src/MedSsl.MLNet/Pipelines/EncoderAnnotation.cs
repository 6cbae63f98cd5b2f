using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>
/// The annotation of a features column that holds the encoder which makes it. The next stage finds in it the weights to continue from and the image
/// column to read.
/// </summary>
internal static class EncoderAnnotation
{
    internal const string Name = "MedSsl.Encoder";

    /// <summary>Adds the encoder to a column's annotations.</summary>
    internal static void Add(DataViewSchema.Annotations.Builder builder, TrainedEncoder encoder) =>
        builder.Add(Name, EncoderDataViewType.Instance, (ref TrainedEncoder value) => value = encoder);

    /// <summary>The encoder of a column, or null where the column carries none.</summary>
    internal static TrainedEncoder? Find(DataViewSchema.Column column)
    {
        if (column.Annotations?.Schema.GetColumnOrNull(Name) is not { Type: EncoderDataViewType })
            return null;
        TrainedEncoder encoder = null!;
        column.Annotations.GetValue(Name, ref encoder);
        return encoder;
    }

    /// <summary>The encoder of a named column, or null where there is no such column or it carries none.</summary>
    internal static TrainedEncoder? Find(DataViewSchema schema, string columnName) => schema.GetColumnOrNull(columnName) is { } column ? Find(column) : null;

    /// <exception cref="ArgumentException">There is no such column, or it carries no encoder.</exception>
    internal static TrainedEncoder Require(DataViewSchema schema, string columnName)
    {
        var column = schema.GetColumnOrNull(columnName)
            ?? throw new ArgumentException($"There is no column '{columnName}'; the data have {string.Join(", ", schema.Select(c => $"'{c.Name}'"))}.");
        return Find(column) ?? throw new ArgumentException(NoEncoder(columnName, column.Type));
    }

    /// <summary>Whether a column of a pipeline that is not fitted yet will carry an encoder.</summary>
    internal static bool IsOn(SchemaShape.Column column) => column.Annotations.Any(a => a.Name == Name);

    internal static string NoEncoder(string columnName, DataViewType type) =>
        $"Column '{columnName}' ({type}) carries no encoder: put ml.SelfSupervised.SimClr, Micle or Encoder before this stage, with '{columnName}' as output.";
}

/// <summary>The type of the annotation's value.</summary>
internal sealed class EncoderDataViewType : StructuredDataViewType
{
    internal static readonly EncoderDataViewType Instance = new();

    private EncoderDataViewType() : base(typeof(TrainedEncoder))
    {
    }

    public override bool Equals(DataViewType? other) => other is EncoderDataViewType;

    public override bool Equals(object? obj) => obj is EncoderDataViewType;

    public override int GetHashCode() => typeof(EncoderDataViewType).GetHashCode();

    public override string ToString() => "Encoder";
}
