using System.Buffers.Binary;
using System.IO.Compression;

namespace MedSsl.MLNet.Tests;

/// <summary>NIfTI-1 files, byte by byte.</summary>
internal sealed class NiftiFile
{
    private readonly byte[] _header = new byte[352];

    /// <param name="width">Voxels along x.</param>
    /// <param name="height">Voxels along y.</param>
    /// <param name="depth">Voxels along z.</param>
    /// <param name="type">16 for float32, and so on.</param>
    /// <param name="bigEndian">The byte order.</param>
    internal NiftiFile(int width, int height, int depth, short type = 4, bool bigEndian = false)
    {
        (BigEndian, Type) = (bigEndian, type);
        Int32(0, 348);
        Int16(40, [3, (short)width, (short)height, (short)depth, 1, 1, 1, 1]);
        Int16(70, [type, (short)(8 * Bytes)]);
        Single(76, [1, 1, 1, 1]);
        Single(108, [352]);
        Single(112, [1, 0]);
        "n+1\0"u8.CopyTo(_header.AsSpan(344));
        Affine(-1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0);                            // left, posterior, superior: nothing is turned
    }

    internal bool BigEndian { get; }

    internal short Type { get; }

    private int Bytes => Type switch { 2 or 256 => 1, 4 or 512 => 2, 8 or 16 or 768 => 4, _ => 8 };

    internal Span<byte> Header => _header;

    /// <summary>The sform: to right, front and head.</summary>
    internal NiftiFile Affine(params ReadOnlySpan<float> rows)
    {
        Int16(254, [1]);
        Single(280, rows);
        return this;
    }

    internal NiftiFile Int16(int at, params ReadOnlySpan<short> values)
    {
        for (int i = 0; i < values.Length; i++)
            if (BigEndian)
                BinaryPrimitives.WriteInt16BigEndian(_header.AsSpan(at + 2 * i), values[i]);
            else
                BinaryPrimitives.WriteInt16LittleEndian(_header.AsSpan(at + 2 * i), values[i]);
        return this;
    }

    internal NiftiFile Int32(int at, int value)
    {
        if (BigEndian)
            BinaryPrimitives.WriteInt32BigEndian(_header.AsSpan(at), value);
        else
            BinaryPrimitives.WriteInt32LittleEndian(_header.AsSpan(at), value);
        return this;
    }

    internal NiftiFile Single(int at, params ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
            Int32(at + 4 * i, BitConverter.SingleToInt32Bits(values[i]));
        return this;
    }

    /// <summary>The values' bytes.</summary>
    internal byte[] Values(IEnumerable<double> values)
    {
        var bytes = new List<byte>();
        foreach (double value in values)
        {
            byte[] one = Type switch
            {
                2 => [(byte)value],
                256 => [(byte)(sbyte)value],
                4 => BitConverter.GetBytes((short)value),
                512 => BitConverter.GetBytes((ushort)value),
                8 => BitConverter.GetBytes((int)value),
                768 => BitConverter.GetBytes((uint)value),
                16 => BitConverter.GetBytes((float)value),
                64 => BitConverter.GetBytes(value),
                1024 => BitConverter.GetBytes((long)value),
                _ => BitConverter.GetBytes((ulong)value),
            };
            if (BigEndian)
                Array.Reverse(one);
            bytes.AddRange(one);
        }
        return [.. bytes];
    }

    /// <summary>The whole file.</summary>
    internal byte[] With(IEnumerable<double> values) => [.. _header, .. Values(values)];

    internal static byte[] Zip(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return memory.ToArray();
    }

    /// <summary>The volume of tests/peers/volume_cases.py: value of voxel i, counted with x fastest.</summary>
    internal static IEnumerable<double> Ramp(int count) => Enumerable.Range(0, count).Select(i => (double)(i * 7919L % 1000 - 300));
}
