namespace MedSsl.MLNet;

/// <summary>One number for each colour, in the order in which images hold them.</summary>
/// <param name="Red">The first channel's.</param>
/// <param name="Green">The second channel's.</param>
/// <param name="Blue">The third channel's.</param>
public readonly record struct ColourValues(float Red, float Green, float Blue)
{
    /// <summary>Mean of ImageNet's pixels, as torchvision's weights and most published ones expect it: 0.485, 0.456, 0.406.</summary>
    public static ColourValues ImageNetMean { get; } = new(0.485f, 0.456f, 0.406f);

    /// <summary>Deviation of ImageNet's pixels, as torchvision's weights and most published ones expect it: 0.229, 0.224, 0.225.</summary>
    public static ColourValues ImageNetStd { get; } = new(0.229f, 0.224f, 0.225f);

    internal float[] ToArray() => [Red, Green, Blue];
}
