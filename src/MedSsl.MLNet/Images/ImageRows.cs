namespace MedSsl.MLNet;

/// <summary>
/// A decoded image whose rows are made floats one after the other: what the decoder has stays as compact as it is, and no second image is made. Belongs to
/// the decoder that gave it, until that decodes the next.
/// </summary>
internal abstract class ImageRows
{
    /// <summary>Pixels in a row.</summary>
    internal int Width { get; private protected set; }

    /// <summary>Rows.</summary>
    internal int Height { get; private protected set; }

    /// <summary>A pixel's height divided by its width; 1 for square ones.</summary>
    internal double PixelAspect { get; private protected set; } = 1;

    /// <summary>Whether all channels are known to be the same.</summary>
    internal bool IsGray { get; private protected set; }

    /// <summary>Whether values are levels, 0 to 255, and what is made of them is rounded to levels, as Pillow does; otherwise they are from 0 to 1.</summary>
    internal virtual bool HasLevels => false;

    /// <summary>Makes one row: <paramref name="channels"/> planes of <see cref="Width"/> values, one after the other.</summary>
    /// <param name="y">From 0 at the top.</param>
    /// <param name="channels">1: gray, or the luma of colour. 3: red, green, blue; gray is repeated.</param>
    /// <param name="row">At least channels x width.</param>
    internal abstract void Read(int y, int channels, Span<float> row);
}
