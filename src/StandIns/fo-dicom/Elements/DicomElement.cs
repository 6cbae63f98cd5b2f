using FellowOakDicom.IO.Buffer;

namespace FellowOakDicom;

/// <summary>An item with values.</summary>
public abstract class DicomElement : DicomItem
{
    protected DicomElement(DicomTag tag, IByteBuffer data)
        : base(tag) => Buffer = data;

    /// <summary>Number of values.</summary>
    public abstract int Count { get; }

    /// <summary>The bytes, numbers among them little endian whatever the file's order.</summary>
    public IByteBuffer Buffer { get; protected set; }

    public uint Length => (uint)(Buffer?.Size ?? 0);

    /// <summary>A value, or all of them where T is an array.</summary>
    public abstract T Get<T>(int item = -1);

    public abstract bool Equals(DicomElement other);

    private protected InvalidCastException NoSuchType(Type type) => new($"Unable to convert DICOM {ValueRepresentation.Code} value to '{type.Name}'");

    private protected int Checked(int item) => item >= 0 && item < Count ? item
        : throw new ArgumentOutOfRangeException(nameof(item), "Index is outside the range of available value items");
}
