using System.Runtime.InteropServices;
using System.Text;
using FellowOakDicom.IO.Buffer;

namespace FellowOakDicom;

/// <summary>Bytes; they can be asked for as numbers too.</summary>
public class DicomOtherByte : DicomValueElement<byte>
{
    public DicomOtherByte(DicomTag tag, params byte[] values)
        : base(tag, values)
    {
    }

    public DicomOtherByte(DicomTag tag, IByteBuffer data)
        : base(tag, data)
    {
    }

    public override DicomVR ValueRepresentation => DicomVR.OB;

    public override T Get<T>(int item = -1)
    {
        int at = Math.Max(item, 0);
        return default(T) switch
        {
            short => (T)(object)One<short>(at),
            ushort => (T)(object)One<ushort>(at),
            int => (T)(object)One<int>(at),
            uint => (T)(object)One<uint>(at),
            float => (T)(object)One<float>(at),
            double => (T)(object)One<double>(at),
            _ when typeof(T) == typeof(short[]) => (T)(object)All<short>(),
            _ when typeof(T) == typeof(ushort[]) => (T)(object)All<ushort>(),
            _ when typeof(T) == typeof(int[]) => (T)(object)All<int>(),
            _ when typeof(T) == typeof(uint[]) => (T)(object)All<uint>(),
            _ when typeof(T) == typeof(float[]) => (T)(object)All<float>(),
            _ when typeof(T) == typeof(double[]) => (T)(object)All<double>(),
            _ => base.Get<T>(item),
        };
    }
}

/// <summary>Bytes of unknown meaning.</summary>
public class DicomUnknown : DicomOtherByte
{
    public DicomUnknown(DicomTag tag, params byte[] values)
        : base(tag, values)
    {
    }

    public DicomUnknown(DicomTag tag, IByteBuffer data)
        : base(tag, data)
    {
    }

    public override DicomVR ValueRepresentation => DicomVR.UN;
}

/// <summary>Tags as values.</summary>
public class DicomAttributeTag : DicomElement
{
    public DicomAttributeTag(DicomTag tag, params DicomTag[] values)
        : base(tag, new MemoryByteBuffer(MemoryMarshal.AsBytes(values.SelectMany(value => new[] { value.Group, value.Element }).ToArray().AsSpan()).ToArray()))
    {
    }

    public DicomAttributeTag(DicomTag tag, IByteBuffer data)
        : base(tag, data)
    {
    }

    public override int Count => (int)(Buffer.Size / 4);

    public override DicomVR ValueRepresentation => DicomVR.AT;

    public IEnumerable<DicomTag> Values
    {
        get
        {
            var parts = MemoryMarshal.Cast<byte, ushort>(Buffer.Data).ToArray();
            return Enumerable.Range(0, parts.Length / 2).Select(i => new DicomTag(parts[2 * i], parts[2 * i + 1]));
        }
    }

    public override T Get<T>(int item = -1)
    {
        DicomTag[] tags = [.. Values];
        if (typeof(T) == typeof(DicomTag[]))
        {
            return (T)(object)tags;
        }
        if (typeof(T) == typeof(string[]))
        {
            return (T)(object)Array.ConvertAll(tags, tag => tag.ToString());
        }
        var one = tags[Checked(Math.Max(item, 0))];
        return typeof(T) == typeof(DicomTag) ? (T)(object)one : typeof(T) == typeof(string) ? (T)(object)one.ToString() : throw NoSuchType(typeof(T));
    }

    public override bool Equals(DicomElement other) => other is DicomAttributeTag tags && Values.SequenceEqual(tags.Values);
}

/// <summary>Unique identifiers.</summary>
public class DicomUniqueIdentifier : DicomMultiStringElement
{
    public DicomUniqueIdentifier(DicomTag tag, params string[] values)
        : base(tag, values)
    {
    }

    public DicomUniqueIdentifier(DicomTag tag, params DicomUID[] values)
        : base(tag, Array.ConvertAll(values, value => value.UID))
    {
    }

    public DicomUniqueIdentifier(DicomTag tag, params DicomTransferSyntax[] values)
        : base(tag, Array.ConvertAll(values, value => value.UID.UID))
    {
    }

    public DicomUniqueIdentifier(DicomTag tag, IByteBuffer data)
        : base(tag, null, data)
    {
    }

    public override DicomVR ValueRepresentation => DicomVR.UI;

    public override T Get<T>(int item = -1)
    {
        if (typeof(T) == typeof(DicomUID[]) || typeof(T) == typeof(object[]))
        {
            return (T)(object)Array.ConvertAll(base.Get<string[]>(), DicomUID.Parse);
        }
        if (typeof(T) == typeof(DicomUID) || typeof(T) == typeof(object))
        {
            return (T)(object)DicomUID.Parse(base.Get<string[]>()[Checked(Math.Max(item, 0))]);
        }
        return base.Get<T>(item);
    }
}

/// <summary>Names of people: family^given^middle^prefix^suffix.</summary>
public sealed class DicomPersonName : DicomMultiStringElement
{
    public DicomPersonName(DicomTag tag, params string[] values)
        : base(tag, values)
    {
    }

    public DicomPersonName(DicomTag tag, Encoding[] encodings, IByteBuffer data)
        : base(tag, encodings, data)
    {
    }

    public override DicomVR ValueRepresentation => DicomVR.PN;
}
