using System.Buffers.Binary;

namespace MedSsl.MLNet;

/// <summary>The kinds of number that weight files hold.</summary>
internal enum TensorType
{
    Float64,
    Float32,
    Float16,
    BFloat16,
    Int64,
    Int32,
    Int16,
    Int8,
    UInt8,
    Bool,
}

/// <summary>Their sizes, and their little-endian bytes as single-precision numbers.</summary>
internal static class TensorTypes
{
    /// <summary>Bytes of one number.</summary>
    internal static int Size(this TensorType type) => type switch
    {
        TensorType.Float64 or TensorType.Int64 => 8,
        TensorType.Float32 or TensorType.Int32 => 4,
        TensorType.Float16 or TensorType.BFloat16 or TensorType.Int16 => 2,
        _ => 1,
    };

    internal static bool IsFloatingPoint(this TensorType type) => type <= TensorType.BFloat16;

    /// <summary>The number at <paramref name="bytes"/>.</summary>
    internal static float ReadSingle(this TensorType type, ReadOnlySpan<byte> bytes) => type switch
    {
        TensorType.Float64 => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        TensorType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        TensorType.Float16 => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        TensorType.BFloat16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(bytes) << 16),
        TensorType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        TensorType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        TensorType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        TensorType.Int8 => (sbyte)bytes[0],
        _ => bytes[0],
    };

    /// <summary>As many numbers as <paramref name="values"/> has room for.</summary>
    internal static void ReadSingles(this TensorType type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        if (type == TensorType.Float32 && BitConverter.IsLittleEndian)
        {
            System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes)[..values.Length].CopyTo(values);
            return;
        }
        int size = type.Size();
        for (int i = 0; i < values.Length; i++)
            values[i] = type.ReadSingle(bytes[(i * size)..]);
    }
}
