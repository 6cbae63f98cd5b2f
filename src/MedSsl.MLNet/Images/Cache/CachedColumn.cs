using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>
/// The annotation of an image column whose images are in a cache. Training finds in it how to get them without reading the column.
/// </summary>
/// <param name="Reader">Finds images, and adds those that are missing.</param>
/// <param name="Bad">Told about files that cannot be read.</param>
/// <param name="PathColumn">The column of paths that the images are of.</param>
/// <param name="PathIndex">Its place in the schema: another column of the same name has another.</param>
internal sealed record CachedColumn(CachedImageReader Reader, BadImages Bad, string PathColumn, int PathIndex)
{
    private const string Name = "MedSsl.ImageCache";

    /// <summary>Annotations that hold nothing else.</summary>
    internal static DataViewSchema.Annotations Annotations(CachedColumn value)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(Name, CachedColumnDataViewType.Instance, (ref CachedColumn column) => column = value);
        return builder.ToAnnotations();
    }

    /// <summary>What a column carries; null where it carries nothing, or the paths are no longer among the data's columns.</summary>
    internal static CachedColumn? Find(DataViewSchema schema, DataViewSchema.Column image)
    {
        if (image.Annotations?.Schema.GetColumnOrNull(Name) is not { Type: CachedColumnDataViewType })
            return null;
        CachedColumn column = null!;
        image.Annotations.GetValue(Name, ref column);
        return schema.GetColumnOrNull(column.PathColumn) is { Type: TextDataViewType } path && path.Index == column.PathIndex ? column : null;
    }
}

/// <summary>The type of the annotation's value.</summary>
internal sealed class CachedColumnDataViewType : StructuredDataViewType
{
    internal static readonly CachedColumnDataViewType Instance = new();

    private CachedColumnDataViewType() : base(typeof(CachedColumn))
    {
    }

    public override bool Equals(DataViewType? other) => other is CachedColumnDataViewType;

    public override bool Equals(object? obj) => obj is CachedColumnDataViewType;

    public override int GetHashCode() => typeof(CachedColumnDataViewType).GetHashCode();

    public override string ToString() => "Image cache";
}
