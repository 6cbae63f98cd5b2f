namespace MedSsl.MLNet;

/// <summary>What the samples of a pixel mean.</summary>
internal enum SampleMeaning
{
    /// <summary>The lowest value is black.</summary>
    Gray,

    /// <summary>The lowest value is white.</summary>
    InvertedGray,

    /// <summary>Red, green and blue are the first three samples.</summary>
    Colour,

    /// <summary>The sample is an index into a table of colours.</summary>
    Palette,
}

/// <summary>How decoded samples lie in memory.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Samples">Samples a pixel; those after the colours (alpha) are not read.</param>
/// <param name="Bits">Bits a sample: 1, 2, 4 (the first pixel in the highest bits), 8 or 16.</param>
/// <param name="BigEndian">Whether a 16-bit sample's high byte comes first.</param>
/// <param name="Planar">Whether each sample has a plane of its own.</param>
/// <param name="Meaning">What the samples mean.</param>
internal readonly record struct SampleLayout(int Width, int Height, int Samples, int Bits, bool BigEndian, bool Planar, SampleMeaning Meaning)
{
    /// <summary>Bytes of a row, in one plane if there are several.</summary>
    internal int RowBytes => (int)(((long)Width * (Planar ? 1 : Samples) * Bits + 7) / 8);

    /// <summary>Bytes of all planes.</summary>
    internal long TotalBytes => (long)RowBytes * Height * (Planar ? Samples : 1);
}
