namespace MedSsl.MLNet;

/// <summary>The encoders to choose from: <c>new SimClrOptions { Encoder = Encoders.ResNet50(widthMultiplier: 2) }</c>.</summary>
public static partial class Encoders
{
    /// <summary>ResNet-18: the choice for a processor without a graphics card, and for small images.</summary>
    /// <param name="widthMultiplier">Multiplies every layer's channels; 0.0625 to 8, see <see cref="EncoderSpec.WidthMultiplier"/>.</param>
    /// <param name="smallImageStem">A 3×3 first convolution without pooling, for images of some 32 pixels; see
    /// <see cref="EncoderSpec.SmallImageStem"/>.</param>
    public static EncoderSpec ResNet18(double widthMultiplier = 1, bool smallImageStem = false) =>
        Of(EncoderArchitecture.ResNet18, widthMultiplier, smallImageStem);

    /// <summary>ResNet-34.</summary>
    /// <inheritdoc cref="ResNet18" path="/param"/>
    public static EncoderSpec ResNet34(double widthMultiplier = 1, bool smallImageStem = false) =>
        Of(EncoderArchitecture.ResNet34, widthMultiplier, smallImageStem);

    /// <summary>ResNet-50: SimCLR's and MICLe's usual network; MICLe's paper also uses it at width 4.</summary>
    /// <param name="widthMultiplier">Multiplies every layer's channels; 0.0625 to 8, see <see cref="EncoderSpec.WidthMultiplier"/>.</param>
    /// <param name="smallImageStem">A 3×3 first convolution without pooling, for images of some 32 pixels; see
    /// <see cref="EncoderSpec.SmallImageStem"/>.</param>
    /// <param name="selectiveKernels">Selective kernels and ResNet-D, as SimCLRv2 has; see <see cref="EncoderSpec.SelectiveKernels"/>.</param>
    public static EncoderSpec ResNet50(double widthMultiplier = 1, bool smallImageStem = false, bool selectiveKernels = false) =>
        Of(EncoderArchitecture.ResNet50, widthMultiplier, smallImageStem, selectiveKernels);

    /// <summary>ResNet-101.</summary>
    /// <inheritdoc cref="ResNet50" path="/param"/>
    public static EncoderSpec ResNet101(double widthMultiplier = 1, bool smallImageStem = false, bool selectiveKernels = false) =>
        Of(EncoderArchitecture.ResNet101, widthMultiplier, smallImageStem, selectiveKernels);

    /// <summary>ResNet-152: MICLe's paper uses it at width 2.</summary>
    /// <inheritdoc cref="ResNet50" path="/param"/>
    public static EncoderSpec ResNet152(double widthMultiplier = 1, bool smallImageStem = false, bool selectiveKernels = false) =>
        Of(EncoderArchitecture.ResNet152, widthMultiplier, smallImageStem, selectiveKernels);

    private static EncoderSpec Of(EncoderArchitecture architecture, double widthMultiplier, bool smallImageStem, bool selectiveKernels = false)
    {
        var spec = new EncoderSpec
        {
            Architecture = architecture,
            WidthMultiplier = widthMultiplier,
            SmallImageStem = smallImageStem,
            SelectiveKernels = selectiveKernels,
        };
        spec.Validate();
        return spec;
    }
}
