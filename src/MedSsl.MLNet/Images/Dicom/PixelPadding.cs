using FellowOakDicom;

namespace MedSsl.MLNet;

/// <summary>Stored values that are no part of the picture (PS3.3 C.7.5.1.1.2): one, or all from one to another.</summary>
internal readonly record struct PixelPadding(int Low, int High)
{
    /// <summary>No padding.</summary>
    internal static PixelPadding None => new(1, 0);

    internal bool Contains(int stored) => stored >= Low && stored <= High;

    /// <summary>Of the value and the range's other end in a header, if it has them: 16 bits, signed where stored values are.</summary>
    internal static PixelPadding Of(DicomDataset dataset, bool signed)
    {
        if (dataset.Whole(DicomTag.PixelPaddingValue) is not { } value)
            return None;
        int? limit = dataset.Whole(DicomTag.PixelPaddingRangeLimit);
        int first = signed ? (short)value : (ushort)value, last = limit is not { } other ? first : signed ? (short)other : (ushort)other;
        return new(Math.Min(first, last), Math.Max(first, last));
    }
}
