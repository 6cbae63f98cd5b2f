namespace FellowOakDicom.Imaging;

/// <summary>What the samples of a pixel are (DICOM PS3.3 C.7.6.3.1.2).</summary>
public class PhotometricInterpretation : DicomParseable
{
    public static readonly PhotometricInterpretation Monochrome1 = new("MONOCHROME1", "Monochrome 1");
    public static readonly PhotometricInterpretation Monochrome2 = new("MONOCHROME2", "Monochrome 2");
    public static readonly PhotometricInterpretation PaletteColor = new("PALETTE COLOR", "Palette Color", isPalette: true);
    public static readonly PhotometricInterpretation Rgb = new("RGB", "RGB", isColor: true);
    public static readonly PhotometricInterpretation YbrFull = new("YBR_FULL", "YBR Full", isColor: true, isYbr: true);
    public static readonly PhotometricInterpretation YbrFull422 = new("YBR_FULL_422", "YBR Full 4:2:2", isColor: true, isYbr: true);
    public static readonly PhotometricInterpretation YbrPartial422 = new("YBR_PARTIAL_422", "YBR Partial 4:2:2", isColor: true, isYbr: true);
    public static readonly PhotometricInterpretation YbrPartial420 = new("YBR_PARTIAL_420", "YBR Partial 4:2:0", isColor: true, isYbr: true);
    public static readonly PhotometricInterpretation YbrIct = new("YBR_ICT", "YBR Irreversible Color Transformation (JPEG 2000)", isColor: true, isYbr: true);
    public static readonly PhotometricInterpretation YbrRct = new("YBR_RCT", "YBR Reversible Color Transformation (JPEG 2000)", isColor: true, isYbr: true);

    private static readonly PhotometricInterpretation[] All = [Monochrome1, Monochrome2, PaletteColor, Rgb, YbrFull, YbrFull422, YbrPartial422, YbrPartial420, YbrIct, YbrRct];

    private PhotometricInterpretation(string value, string description, bool isColor = false, bool isPalette = false, bool isYbr = false)
    {
        Value = value;
        Description = description;
        IsColor = isColor;
        IsPalette = isPalette;
        IsYBR = isYbr;
    }

    public string Value { get; }

    public string Description { get; }

    public bool IsColor { get; }

    public bool IsPalette { get; }

    public bool IsYBR { get; }

    /// <exception cref="DicomImagingException">The name is unknown.</exception>
    public static PhotometricInterpretation Parse(string photometricInterpretation)
    {
        string name = photometricInterpretation.Trim('\0', ' ').ToUpperInvariant();
        return Array.Find(All, known => known.Value == name) ?? throw new DicomImagingException($"Unknown Photometric Interpretation [{photometricInterpretation}]");
    }

    public override bool Equals(object obj) => obj is PhotometricInterpretation other && Value == other.Value;

    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Description;

    public static bool operator ==(PhotometricInterpretation a, PhotometricInterpretation b) => a is null ? b is null : a.Equals(b);

    public static bool operator !=(PhotometricInterpretation a, PhotometricInterpretation b) => !(a == b);
}
