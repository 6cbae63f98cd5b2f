using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>The shape of an image column, <c>Vector&lt;Single, C, H, W&gt;</c>: channels, height and width in pixels.</summary>
internal readonly record struct ImageShape(int Channels, int Height, int Width)
{
    /// <summary>Numbers in one image.</summary>
    internal int Size => checked(Channels * Height * Width);

    /// <summary>The column's type.</summary>
    internal VectorDataViewType Type => new(NumberDataViewType.Single, Channels, Height, Width);

    /// <exception cref="ArgumentException">The column is no image column: the message names it, its type and the one expected.</exception>
    internal static ImageShape Of(DataViewSchema.Column column) =>
        column.Type is VectorDataViewType { Dimensions: [int channels and > 0, int height and > 0, int width and > 0] } type
        && type.ItemType.Equals(NumberDataViewType.Single)
            ? new(channels, height, width)
            : throw new ArgumentException(
                $"Column '{column.Name}' is {column.Type}; an image column is Vector<Single, C, H, W> (channels, height, width), as ml.MedicalImages.Load makes it.");

    /// <summary>Whether an image is missing: an unreadable file that was to be skipped gives an image of NaN.</summary>
    internal static bool IsMissing(ReadOnlySpan<float> image) => float.IsNaN(image[0]);

    /// <summary>Channels x height x width.</summary>
    public override string ToString() => $"{Channels}x{Height}x{Width}";
}
