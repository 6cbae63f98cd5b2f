using FellowOakDicom;

namespace MedSsl.MLNet;

/// <summary>The image pixel module of a file (PS3.3 C.7.6.3), checked before memory is taken for its pixels.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Samples">Samples a pixel: 1 or 3.</param>
/// <param name="Photometric">The photometric interpretation.</param>
/// <param name="Planar">Whether each sample has a plane of its own.</param>
/// <param name="Cell">Where a value's bits are.</param>
/// <param name="Frames">Frames of the file.</param>
internal sealed record DicomHeader(int Width, int Height, int Samples, string Photometric, bool Planar, PixelCell Cell, int Frames)
{
    /// <summary>Whether one sample is a gray.</summary>
    internal bool IsGray => Photometric is "MONOCHROME1" or "MONOCHROME2";

    /// <summary>Whether one sample is the index of a colour.</summary>
    internal bool IsPalette => Photometric == "PALETTE COLOR";

    /// <summary>What three samples are.</summary>
    internal ColourSpace Colours => Photometric switch
    {
        "YBR_FULL" => ColourSpace.YbrFull,
        "YBR_FULL_422" => ColourSpace.YbrFull422,
        "YBR_PARTIAL_422" => ColourSpace.YbrPartial422,
        _ => ColourSpace.Rgb,
    };

    /// <summary>Reads it.</summary>
    /// <exception cref="DicomFault">There is no image, or none that can be read.</exception>
    internal static DicomHeader Read(DicomDataset dataset)
    {
        if (!dataset.Contains(DicomTag.PixelData))
            throw new DicomFault(dataset.Contains(DicomTag.FloatPixelData) || dataset.Contains(DicomTag.DoubleFloatPixelData)
                ? "its pixels are floating-point numbers; whole numbers are read" : $"it has no image: it is of SOP class {SopClass(dataset)}");
        int width = dataset.Whole(DicomTag.Columns) ?? 0, height = dataset.Whole(DicomTag.Rows) ?? 0, samples = dataset.Whole(DicomTag.SamplesPerPixel) ?? 1;
        if (ImageFileProbe.FindSizeFault(width, height) is { } size)
            throw new DicomFault(size);
        int allocated = dataset.Whole(DicomTag.BitsAllocated) ?? 0, stored = dataset.Whole(DicomTag.BitsStored) ?? allocated;
        var cell = new PixelCell(allocated, stored, dataset.Whole(DicomTag.HighBit) ?? stored - 1, dataset.Whole(DicomTag.PixelRepresentation) == 1);
        if (!cell.IsPossible)
            throw new DicomFault($"its header is not valid: {cell.Stored} bits stored below bit {cell.HighBit} of {allocated} allocated; 1, 8, 16 and 32 allocated are read");
        // A file of before 1990 may have no photometric interpretation; black is then the lowest value.
        string photometric = dataset.Text(DicomTag.PhotometricInterpretation) is { Length: > 0 } text ? text : samples == 3 ? "RGB" : "MONOCHROME2";
        bool one = photometric is "MONOCHROME1" or "MONOCHROME2" or "PALETTE COLOR";
        if (!one && photometric is not ("RGB" or "YBR_FULL" or "YBR_FULL_422" or "YBR_PARTIAL_422" or "YBR_ICT" or "YBR_RCT"))
            throw new DicomFault($"its photometric interpretation, {DicomNumbers.Printable(photometric)}, is not read");
        if (samples != (one ? 1 : 3) || (!one && (cell.Signed || allocated is not (8 or 16))) || (photometric == "PALETTE COLOR" && allocated is not (8 or 16)))
            throw new DicomFault($"its header is not valid: {samples} samples of {allocated} bits for {photometric}");
        int frames = Math.Max(1, dataset.Whole(DicomTag.NumberOfFrames) ?? 1);
        return new(width, height, samples, photometric, dataset.Whole(DicomTag.PlanarConfiguration) == 1, cell, frames);
    }

    private static string SopClass(DicomDataset dataset)
    {
        string uid = dataset.Text(DicomTag.SOPClassUID);
        if (uid.Length is 0 or > 64 || !uid.All(c => char.IsAsciiDigit(c) || c == '.'))
            return "none";
        string name = DicomUID.Parse(uid).Name;
        return string.IsNullOrEmpty(name) || name.StartsWith("Unknown", StringComparison.Ordinal) ? uid : name;
    }
}
