using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FellowOakDicom.IO.Buffer;

namespace FellowOakDicom;

/// <summary>Binary numbers.</summary>
public abstract class DicomValueElement<Tv> : DicomElement
    where Tv : struct
{
    protected DicomValueElement(DicomTag tag, IByteBuffer data)
        : base(tag, data)
    {
    }

    protected DicomValueElement(DicomTag tag, params Tv[] values)
        : base(tag, new MemoryByteBuffer(Bytes(values)))
    {
    }

    public override int Count => (int)Math.Min(Buffer.Size / ValueRepresentation.UnitSize, int.MaxValue);

    public override T Get<T>(int item = -1)
    {
        item = Math.Max(item, 0);
        if (typeof(T) == typeof(Tv[]))
        {
            return (T)(object)All<Tv>();
        }
        if (typeof(T) == typeof(object[]))
        {
            return (T)(object)All<Tv>().Cast<object>().ToArray();
        }
        if (typeof(T) == typeof(string[]))
        {
            return (T)(object)All<Tv>().Select(value => value.ToString()).ToArray();
        }
        if (typeof(T) == typeof(string))
        {
            return (T)(object)One<Tv>(item).ToString();
        }
        return typeof(T).IsValueType || typeof(T) == typeof(object) ? NumberArrays.One<T, Tv>(One<Tv>(item)) : throw NoSuchType(typeof(T));
    }

    public override bool Equals(DicomElement other) => other is DicomValueElement<Tv> values && Buffer.Data.AsSpan().SequenceEqual(values.Buffer.Data);

    private protected TAs One<TAs>(int item)
        where TAs : struct
    {
        int size = Unsafe.SizeOf<TAs>();
        if (item < 0 || item >= Buffer.Size / size)
        {
            throw new ArgumentOutOfRangeException(nameof(item), "Index is outside the range of available value items");
        }
        var bytes = new byte[size];
        Buffer.GetByteRange((long)item * size, size, bytes);
        return MemoryMarshal.Read<TAs>(bytes);
    }

    private protected TAs[] All<TAs>()
        where TAs : struct => MemoryMarshal.Cast<byte, TAs>(Buffer.Data).ToArray();

    private static byte[] Bytes(Tv[] values) => MemoryMarshal.AsBytes(values.AsSpan()).ToArray() is var bytes && bytes.Length % 2 == 0 ? bytes : [.. bytes, 0];
}
