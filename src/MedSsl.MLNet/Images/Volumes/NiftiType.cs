using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MedSsl.MLNet;

/// <summary>The types of values that NIfTI files hold, and reading them in either byte order.</summary>
internal static class NiftiType
{
    /// <summary>Bytes of a value of a type, or 0 where it cannot be read.</summary>
    internal static int Size(short type) => type switch
    {
        2 or 256 => 1,
        4 or 512 => 2,
        8 or 768 or 16 => 4,
        64 or 1024 or 1280 => 8,
        _ => 0,
    };

    /// <summary>What a type is called.</summary>
    internal static string Name(short type) => type switch
    {
        1 => "single bits",
        32 => "complex64",
        128 => "RGB24",
        1536 => "float128",
        1792 => "complex128",
        2048 => "complex256",
        2304 => "RGBA32",
        _ => $"number {type}",
    };

    /// <summary>Turns values into floats by slope and intercept.</summary>
    internal static void Convert(short type, bool swap, Span<byte> bytes, double slope, double intercept, Span<float> values)
    {
        switch (type)
        {
            case 2: Scale(bytes, slope, intercept, values, v => v); break;
            case 256: Scale(MemoryMarshal.Cast<byte, sbyte>(bytes), slope, intercept, values, v => v); break;
            case 4: Scale(Ordered16<short>(bytes, swap), slope, intercept, values, v => v); break;
            case 512: Scale(Ordered16<ushort>(bytes, swap), slope, intercept, values, v => v); break;
            case 8: Scale(Ordered32<int>(bytes, swap), slope, intercept, values, v => v); break;
            case 768: Scale(Ordered32<uint>(bytes, swap), slope, intercept, values, v => v); break;
            case 16: Scale(Ordered32<float>(bytes, swap), slope, intercept, values, v => v); break;
            case 64: Scale(Ordered64<double>(bytes, swap), slope, intercept, values, v => v); break;
            case 1024: Scale(Ordered64<long>(bytes, swap), slope, intercept, values, v => v); break;
            case 1280: Scale(Ordered64<ulong>(bytes, swap), slope, intercept, values, v => v); break;
            default: throw new ArgumentOutOfRangeException(nameof(type));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale<T>(ReadOnlySpan<T> source, double slope, double intercept, Span<float> values, Func<T, double> number)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(number(source[i]) * slope + intercept);
    }

    private static Span<T> Ordered16<T>(Span<byte> bytes, bool swap) where T : struct
    {
        if (swap)
        {
            var words = MemoryMarshal.Cast<byte, ushort>(bytes);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
        return MemoryMarshal.Cast<byte, T>(bytes);
    }

    private static Span<T> Ordered32<T>(Span<byte> bytes, bool swap) where T : struct
    {
        if (swap)
        {
            var words = MemoryMarshal.Cast<byte, uint>(bytes);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
        return MemoryMarshal.Cast<byte, T>(bytes);
    }

    private static Span<T> Ordered64<T>(Span<byte> bytes, bool swap) where T : struct
    {
        if (swap)
        {
            var words = MemoryMarshal.Cast<byte, ulong>(bytes);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
        return MemoryMarshal.Cast<byte, T>(bytes);
    }
}
