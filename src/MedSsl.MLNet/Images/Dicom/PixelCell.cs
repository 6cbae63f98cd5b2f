using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace MedSsl.MLNet;

/// <summary>
/// Where a stored value's bits are in its cell (PS3.5 8.1.1, PS3.3 C.7.6.3): bits above and below them, such as overlays of old images, are left out.
/// </summary>
/// <param name="Allocated">Bits of a cell: 1, 8, 16 or 32; cells lie one after the other, little endian, single bits from the lowest (PS3.5 8.1.1, D).</param>
/// <param name="Stored">Bits of a value.</param>
/// <param name="HighBit">The value's highest bit.</param>
/// <param name="Signed">Whether values are two's complement.</param>
internal readonly record struct PixelCell(int Allocated, int Stored, int HighBit, bool Signed)
{
    /// <summary>What to add to what is read to have the stored value: unsigned values of 32 bits are read as if they were signed.</summary>
    internal double Offset => Stored == 32 && !Signed ? 2147483648.0 : 0;

    /// <summary>The largest stored value that is not signed.</summary>
    internal double Largest => Math.Pow(2, Stored) - 1;

    /// <summary>Whether the numbers fit together.</summary>
    internal bool IsPossible => Allocated is 1 or 8 or 16 or 32 && Stored >= 1 && HighBit >= Stored - 1 && HighBit < Allocated;

    /// <summary>Bytes that hold a number of cells.</summary>
    internal long Bytes(long cells) => Allocated == 1 ? (cells + 7) / 8 : cells * (Allocated / 8);

    /// <summary>Reads values.</summary>
    /// <param name="cells">The cells' bytes.</param>
    /// <param name="first">The first cell that is read.</param>
    /// <param name="step">Cells from one that is read to the next.</param>
    /// <param name="values">What they hold, less <see cref="Offset"/>.</param>
    internal void Read(ReadOnlySpan<byte> cells, long first, int step, Span<int> values)
    {
        int left = 31 - HighBit;
        switch (Allocated)
        {
            case 8:
                cells = cells[(int)first..];
                for (int i = 0; i < values.Length; i++)
                    values[i] = cells[i * step] << left;
                break;
            case 16:
                cells = cells[(int)(2 * first)..];
                int done = step == 1 ? Widen(cells, left, values) : 0;
                for (int i = done; i < values.Length; i++)
                    values[i] = BinaryPrimitives.ReadUInt16LittleEndian(cells[(2 * i * step)..]) << left;
                break;
            case 32:
                cells = cells[(int)(4 * first)..];
                for (int i = 0; i < values.Length; i++)
                    values[i] = BinaryPrimitives.ReadInt32LittleEndian(cells[(4 * i * step)..]) << left;
                break;
            default:
                for (int i = 0; i < values.Length; i++)
                {
                    long bit = first + (long)i * step;
                    values[i] = cells[(int)(bit >> 3)] >> (int)(bit & 7) << 31;
                }
                break;
        }
        ShiftDown(values, 32 - Stored, Signed);
    }

    /// <summary>Whole vectors of 16-bit cells, shifted to the top of 32 bits; gives how many.</summary>
    private static int Widen(ReadOnlySpan<byte> cells, int left, Span<int> values)
    {
        if (!BitConverter.IsLittleEndian)
            return 0;
        var words = MemoryMarshal.Cast<byte, Vector<ushort>>(cells[..(2 * values.Length)]);
        var target = MemoryMarshal.Cast<int, Vector<uint>>(values);
        for (int i = 0; i < words.Length; i++)
        {
            Vector.Widen(words[i], out var low, out var high);
            target[2 * i] = low << left;
            target[2 * i + 1] = high << left;
        }
        return words.Length * Vector<ushort>.Count;
    }

    /// <summary>From the top of 32 bits to the value, with its sign or without; 32 bits without are read as if they had one.</summary>
    private static void ShiftDown(Span<int> values, int right, bool signed)
    {
        var vectors = MemoryMarshal.Cast<int, Vector<int>>(values);
        var rest = values[(vectors.Length * Vector<int>.Count)..];
        if (signed)
        {
            foreach (ref var vector in vectors)
                vector >>= right;
            foreach (ref int value in rest)
                value >>= right;
        }
        else if (right > 0)
        {
            foreach (ref var vector in vectors)
                vector >>>= right;
            foreach (ref int value in rest)
                value >>>= right;
        }
        else
        {
            foreach (ref int value in values)
                value ^= int.MinValue;
        }
    }
}
