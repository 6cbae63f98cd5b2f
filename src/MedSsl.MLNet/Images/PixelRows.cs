using System.Numerics;
using System.Runtime.InteropServices;

namespace MedSsl.MLNet;

/// <summary>Rows of four-byte pixels as rows of floats, 0 to 255, a vector at a time.</summary>
internal static class PixelRows
{
    // ITU-R BT.601: 0.299 red + 0.587 green + 0.114 blue, in 16-bit fixed point, rounded; the three add up to 1, so that gray stays what it is.
    private const uint Red = 19595, Green = 38470, Blue = 7471, Half = 0x8000;

    /// <summary>One row of four-byte pixels as 1 plane (luma) or 3 (red, green, blue), 0 to 255.</summary>
    /// <param name="pixels">Red, green, blue, alpha, or blue, green, red, alpha.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="blueFirst">Which of the two orders.</param>
    /// <param name="row">The planes, one after the other.</param>
    internal static void Read(ReadOnlySpan<byte> pixels, int channels, bool blueFirst, Span<float> row)
    {
        var words = MemoryMarshal.Cast<byte, uint>(pixels);
        if (channels == 1)
            Luma(words, blueFirst, row);
        else
            for (int channel = 0; channel < channels; channel++)
                Channel(words, 8 * (blueFirst ? 2 - channel : channel), row[(channel * words.Length)..]);
    }

    /// <summary>Bytes as they are.</summary>
    internal static void Gray(ReadOnlySpan<byte> pixels, Span<float> row)
    {
        int done = 0, step = Vector<float>.Count;
        for (; done <= pixels.Length - Vector<byte>.Count; done += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(pixels[done..]), out var low, out var high);
            Vector.Widen(low, out var first, out var second);
            Vector.Widen(high, out var third, out var fourth);
            Vector.ConvertToSingle(Vector.AsVectorInt32(first)).CopyTo(row[done..]);
            Vector.ConvertToSingle(Vector.AsVectorInt32(second)).CopyTo(row[(done + step)..]);
            Vector.ConvertToSingle(Vector.AsVectorInt32(third)).CopyTo(row[(done + 2 * step)..]);
            Vector.ConvertToSingle(Vector.AsVectorInt32(fourth)).CopyTo(row[(done + 3 * step)..]);
        }
        for (; done < pixels.Length; done++)
            row[done] = pixels[done];
    }

    /// <summary>The luma of each pixel.</summary>
    internal static void Luma(ReadOnlySpan<uint> pixels, bool blueFirst, Span<float> row)
    {
        (uint low, uint high) = blueFirst ? (Blue, Red) : (Red, Blue);
        var vectors = MemoryMarshal.Cast<uint, Vector<uint>>(pixels);
        var mask = new Vector<uint>(0xFF);
        for (int i = 0; i < vectors.Length; i++)
        {
            var p = vectors[i];
            var sum = (p & mask) * low + (p >>> 8 & mask) * Green + (p >>> 16 & mask) * high + new Vector<uint>(Half);
            Vector.ConvertToSingle(Vector.AsVectorInt32(sum >>> 16)).CopyTo(row[(i * Vector<uint>.Count)..]);
        }
        for (int i = vectors.Length * Vector<uint>.Count; i < pixels.Length; i++)
        {
            uint p = pixels[i];
            row[i] = ((p & 0xFF) * low + (p >> 8 & 0xFF) * Green + (p >> 16 & 0xFF) * high + Half) >> 16;
        }
    }

    /// <summary>The byte of each pixel that starts at a bit: 0, 8 or 16.</summary>
    internal static void Channel(ReadOnlySpan<uint> pixels, int bit, Span<float> row)
    {
        var vectors = MemoryMarshal.Cast<uint, Vector<uint>>(pixels);
        var mask = new Vector<uint>(0xFF);
        for (int i = 0; i < vectors.Length; i++)
            Vector.ConvertToSingle(Vector.AsVectorInt32(vectors[i] >>> bit & mask)).CopyTo(row[(i * Vector<uint>.Count)..]);
        for (int i = vectors.Length * Vector<uint>.Count; i < pixels.Length; i++)
            row[i] = pixels[i] >> bit & 0xFF;
    }
}
