namespace FellowOakDicom;

/// <summary>A member of a data set: an element with values, a sequence of data sets, or a sequence of fragments.</summary>
public abstract class DicomItem : IComparable, IComparable<DicomItem>
{
    protected DicomItem(DicomTag tag) => Tag = tag;

    public DicomTag Tag { get; internal set; }

    public abstract DicomVR ValueRepresentation { get; }

    public int CompareTo(DicomItem other) => other is null ? 1 : Tag.CompareTo(other.Tag);

    public int CompareTo(object obj) => obj is DicomItem other ? CompareTo(other) : throw new ArgumentException("An item is compared with items only.", nameof(obj));

    public override string ToString() => $"{Tag} {ValueRepresentation}";
}
