using System.Collections.Frozen;
using System.Globalization;

namespace FellowOakDicom;

/// <summary>The value representations of DICOM PS3.6: what a file with implicit ones goes by.</summary>
internal static class ValueRepresentations
{
    private static readonly Lazy<FrozenDictionary<uint, DicomVR>> Table = new(Load);

    /// <summary>Of several that are possible: OW of bytes and words, the unsigned one of numbers, as the real library. UN where the tag is unknown.</summary>
    internal static DicomVR Of(DicomTag tag)
    {
        if (tag.Element == 0)
        {
            return DicomVR.UL;
        }
        if (tag.IsPrivate)
        {
            return tag.Element is >= 0x10 and <= 0xFF ? DicomVR.LO : DicomVR.UN;
        }
        uint number = tag.Number;
        // Curves and overlays: one table for all their groups.
        if ((number >> 24) is 0x50 or 0x60)
        {
            number &= 0xFF00FFFF;
        }
        return Table.Value.GetValueOrDefault(number, DicomVR.UN);
    }

    private static FrozenDictionary<uint, DicomVR> Load()
    {
        using var reader = new StreamReader(typeof(ValueRepresentations).Assembly.GetManifestResourceStream("value-representations.txt")!);
        var table = new Dictionary<uint, DicomVR>();
        while (reader.ReadLine() is { } line)
        {
            if (line[0] != '#')
            {
                string[] parts = line.Split(' ');
                string[] possible = parts[0].Split('/');
                var vr = DicomVR.Parse(possible.Contains("OB") && possible.Contains("OW") ? "OW" : possible[0]);
                foreach (string tag in parts.AsSpan(1))
                {
                    table[uint.Parse(tag, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)] = vr;
                }
            }
        }
        return table.ToFrozenDictionary();
    }
}
