namespace FellowOakDicom.Imaging;

public enum PixelRepresentation
{
    Unsigned,
    Signed,
}

/// <summary>Colours of a pixel beside each other, or a plane for each.</summary>
public enum PlanarConfiguration
{
    Interleaved,
    Planar,
}
