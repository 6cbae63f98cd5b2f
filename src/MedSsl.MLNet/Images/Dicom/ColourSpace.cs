namespace MedSsl.MLNet;

/// <summary>What three samples of a pixel are (PS3.3 C.7.6.3.1.2).</summary>
internal enum ColourSpace
{
    /// <summary>Red, green, blue. Decoders of JPEG 2000 undo its own transforms (YBR_ICT and YBR_RCT), so that these arrive here.</summary>
    Rgb,

    /// <summary>Luma and two colour differences over the full range of the bits.</summary>
    YbrFull,

    /// <summary>The same, the colour differences shared by two neighbours: Y Y B R.</summary>
    YbrFull422,

    /// <summary>Of studio range: 8-bit luma 16 to 235, colour differences 16 to 240; retired.</summary>
    YbrPartial422,
}

/// <summary>Colour differences to red, green and blue: the inverse of the matrix in PS3.3 C.7.6.3.1.2.</summary>
internal static class YbrColour
{
    /// <summary>Makes rows of red, green and blue, 0 to 1, of luma and colour differences, 0 to 1, in place.</summary>
    /// <param name="y">Luma; becomes red.</param>
    /// <param name="b">Difference of blue; becomes green.</param>
    /// <param name="r">Difference of red; becomes blue.</param>
    /// <param name="middle">The value of no colour difference: 128 of 255 in 8 bits.</param>
    /// <param name="studio">Whether the range is that of <see cref="ColourSpace.YbrPartial422"/>.</param>
    internal static void ToRgb(Span<float> y, Span<float> b, Span<float> r, float middle, bool studio)
    {
        float lumaScale = studio ? 255f / 219 : 1, lumaBase = studio ? 16f / 255 : 0, scale = studio ? 255f / 224 : 1;
        for (int x = 0; x < y.Length; x++)
        {
            float luma = (y[x] - lumaBase) * lumaScale, blue = (b[x] - middle) * scale, red = (r[x] - middle) * scale;
            y[x] = Math.Clamp(luma + 1.402f * red, 0, 1);
            b[x] = Math.Clamp(luma - 0.344136f * blue - 0.714136f * red, 0, 1);
            r[x] = Math.Clamp(luma + 1.772f * blue, 0, 1);
        }
    }
}
