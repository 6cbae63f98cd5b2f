using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms.Image;

/// <summary>The type of a column of images: of one size, or of any.</summary>
public sealed class ImageDataViewType : StructuredDataViewType
{
    public readonly int Height;
    public readonly int Width;

    // A member that holds images and has no attribute is a column of images of any size.
    static ImageDataViewType() => DataViewTypeManager.Register(new ImageDataViewType(), typeof(MLImage));

    public ImageDataViewType() : base(typeof(MLImage))
    {
    }

    public ImageDataViewType(int height, int width) : base(typeof(MLImage))
    {
        Check.Param(height > 0, nameof(height), $"The height is {height}; it must be 1 or more.");
        Check.Param(width > 0, nameof(width), $"The width is {width}; it must be 1 or more.");
        Check.Param((long)height * width <= int.MaxValue / 4, nameof(height), $"{height} x {width} pixels are too many.");
        (Height, Width) = (height, width);
    }

    internal bool IsKnownSize => Height > 0;

    public override bool Equals(DataViewType other) => other is ImageDataViewType image && (image.Height, image.Width) == (Height, Width);

    public override int GetHashCode() => HashCode.Combine(Height, Width);

    public override string ToString() => IsKnownSize ? $"Image<{Height}, {Width}>" : "Image";

    /// <summary>The image type of an input column, or the error that says it has another.</summary>
    internal static ImageDataViewType Of(DataViewSchema.Column column) =>
        column.Type as ImageDataViewType ?? throw Check.SchemaMismatch("input", column.Name, "image", column.Type.ToString());

    /// <summary>The shape of an input column of images, or the error that says it is none.</summary>
    internal static void CheckShape(SchemaShape schema, string columnName)
    {
        if (!schema.TryFindColumn(columnName, out SchemaShape.Column column))
            throw Check.MissingColumn("input", columnName);
        if (column.ItemType is not ImageDataViewType || column.Kind != SchemaShape.Column.VectorKind.Scalar)
            throw Check.SchemaMismatch("input", columnName, "image", column.TypeString());
    }
}
