using FellowOakDicom;

namespace MedSsl.MLNet;

/// <summary>Numbers and codes of a header.</summary>
internal static class DicomNumbers
{
    private const int LongestCode = 16;

    /// <summary>How many values a tag has; 0 if it is absent.</summary>
    internal static int Count(this DicomDataset dataset, DicomTag tag) => dataset.GetDicomItem<DicomElement>(tag) is { } element ? element.Count : 0;

    /// <summary>One of a tag's numbers; null if it has fewer.</summary>
    /// <exception cref="DicomFault">It is no finite number.</exception>
    internal static double? Number(this DicomDataset dataset, DicomTag tag, int index = 0)
    {
        if (index >= dataset.Count(tag))
            return null;
        if (!dataset.TryGetValue(tag, index, out double value) || !double.IsFinite(value))
            throw new DicomFault($"its tag {tag} is no number: the file is damaged");
        return value;
    }

    /// <summary>One of a tag's whole numbers; null if it has fewer.</summary>
    /// <exception cref="DicomFault">It is no whole number.</exception>
    internal static int? Whole(this DicomDataset dataset, DicomTag tag, int index = 0)
    {
        if (index >= dataset.Count(tag))
            return null;
        return dataset.TryGetValue(tag, index, out int value) ? value : throw new DicomFault($"its tag {tag} is no whole number: the file is damaged");
    }

    /// <summary>One of a tag's texts, without the spaces around it; empty if it has fewer.</summary>
    internal static string Text(this DicomDataset dataset, DicomTag tag, int index = 0) =>
        index < dataset.Count(tag) && dataset.TryGetValue(tag, index, out string text) ? text?.Trim() ?? "" : "";

    /// <summary>A code (CS) for a message: what is none is not repeated.</summary>
    internal static string Printable(string code) =>
        code.Length <= LongestCode && code.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c is ' ' or '_') ? code : "no code of the standard";

    /// <summary>The 16-bit words of a tag; empty if it is absent.</summary>
    internal static ushort[] Words(this DicomDataset dataset, DicomTag tag)
    {
        if (dataset.GetDicomItem<DicomElement>(tag) is not { } element)
            return [];
        byte[] bytes = element.Buffer.Data;
        var words = new ushort[bytes.Length / 2];
        for (int i = 0; i < words.Length; i++)
            words[i] = (ushort)(bytes[2 * i] | bytes[2 * i + 1] << 8);
        return words;
    }
}
