using System.Globalization;

namespace FellowOakDicom;

/// <summary>The number of an attribute: group and element. Private creators are not told apart.</summary>
public sealed partial class DicomTag : IComparable, IComparable<DicomTag>, IEquatable<DicomTag>, IFormattable
{
    public DicomTag(ushort group, ushort element)
    {
        Group = group;
        Element = element;
    }

    public ushort Group { get; }

    public ushort Element { get; }

    public bool IsPrivate => (Group & 1) != 0;

    internal uint Number => (uint)Group << 16 | Element;

    /// <summary>Reads "0028,0010", "(0028,0010)" or "00280010".</summary>
    public static DicomTag Parse(string s)
    {
        string digits = s.Trim('(', ')', ' ').Replace(",", "", StringComparison.Ordinal);
        return digits.Length == 8 && uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint number)
            ? number
            : throw new DicomDataException($"'{s}' is no DICOM tag.");
    }

    public int CompareTo(DicomTag other) => other is null ? 1 : Number.CompareTo(other.Number);

    public int CompareTo(object obj) => obj is DicomTag other ? CompareTo(other) : throw new ArgumentException("A tag is compared with tags only.", nameof(obj));

    public bool Equals(DicomTag other) => other is not null && Number == other.Number;

    public override bool Equals(object obj) => Equals(obj as DicomTag);

    public override int GetHashCode() => Number.GetHashCode();

    public override string ToString() => ToString("G", null);

    /// <param name="format">G: (0028,0010), J: 00280010.</param>
    /// <param name="formatProvider">Not used.</param>
    public string ToString(string format, IFormatProvider formatProvider) => format switch
    {
        null or "G" => $"({Group:x4},{Element:x4})",
        "J" => $"{Group:X4}{Element:X4}",
        _ => throw new FormatException($"'{format}' is no format of a tag; G and J are."),
    };

    public static bool operator ==(DicomTag a, DicomTag b) => a is null ? b is null : a.Equals(b);

    public static bool operator !=(DicomTag a, DicomTag b) => !(a == b);

    public static explicit operator uint(DicomTag tag) => tag.Number;

    public static implicit operator DicomTag(uint tag) => new((ushort)(tag >> 16), (ushort)tag);
}
