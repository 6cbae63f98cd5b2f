namespace MedSsl.MLNet;

/// <summary>How a random view of an image is made: crop and resize, flip, rotation, brightness and contrast, blur.</summary>
/// <remarks>
/// The operations are those of SimCLR (Chen et al. 2020, arXiv 2002.05709) that make sense on medical images; colour dropping and hue are
/// left out. For chest X-rays Azizi et al. 2021 (arXiv 2101.05224) use crop, jitter, rotation and flip without blur. Every image draws its own
/// parameters from its own seed, so a view does not depend on the batch it is made in.
/// </remarks>
public sealed record ViewAugmentationOptions
{
    /// <summary>Smallest share of the image's area that a crop keeps, 0.001 to <see cref="MaximumCropArea"/>. Typical 0.08 (SimCLR) to 0.5; 1 keeps the whole image.</summary>
    public double MinimumCropArea { get; init; } = 0.3;

    /// <summary>Largest share of the image's area that a crop keeps, up to 1.</summary>
    public double MaximumCropArea { get; init; } = 1;

    /// <summary>Smallest width to height ratio of a crop, 0.1 to 10. The ratio is drawn uniformly in its logarithm.</summary>
    public double MinimumAspectRatio { get; init; } = 3.0 / 4;

    /// <summary>Largest width to height ratio of a crop.</summary>
    public double MaximumAspectRatio { get; init; } = 4.0 / 3;

    /// <summary>Probability of a left-right flip, 0 to 1.</summary>
    public double FlipProbability { get; init; } = 0.5;

    /// <summary>Largest rotation about the crop's centre, in degrees either way, 0 to 45.</summary>
    public double MaximumRotationDegrees { get; init; } = 15;

    /// <summary>Brightness: pixels are multiplied by a factor from 1 - Brightness to 1 + Brightness. 0 to 1, typical 0.2 to 0.5.</summary>
    public double Brightness { get; init; } = 0.4;

    /// <summary>Contrast: the distance to the view's mean is multiplied by a factor from 1 - Contrast to 1 + Contrast. 0 to 1, typical 0.2 to 0.5.</summary>
    public double Contrast { get; init; } = 0.4;

    /// <summary>Probability that brightness and contrast are changed at all, 0 to 1.</summary>
    public double JitterProbability { get; init; } = 0.8;

    /// <summary>Probability of a Gaussian blur, 0 to 1. SimCLR 0.5; 0 for X-rays, whose findings are fine structures.</summary>
    public double BlurProbability { get; init; }

    /// <summary>Smallest standard deviation of the blur, in pixels of the view, 0.01 to 100.</summary>
    public double MinimumBlurSigma { get; init; } = 0.1;

    /// <summary>Largest standard deviation of the blur, in pixels of the view. The kernel is about a tenth of the view's height wide.</summary>
    public double MaximumBlurSigma { get; init; } = 2;

    /// <summary>For pretraining on chest X-rays: the defaults, without blur.</summary>
    public static ViewAugmentationOptions ChestXray { get; } = new();

    /// <summary>For pretraining on photographs of skin: smaller crops, any orientation up to 45 degrees, stronger jitter, blur.</summary>
    public static ViewAugmentationOptions Dermatology { get; } = new()
    {
        MinimumCropArea = 0.08,
        MaximumRotationDegrees = 45,
        Brightness = 0.8,
        Contrast = 0.8,
        BlurProbability = 0.5,
    };

    /// <summary>For supervised fine-tuning: large crops, flip, small rotations and weak jitter, so that the findings stay in the view.</summary>
    public static ViewAugmentationOptions Mild { get; } = new()
    {
        MinimumCropArea = 0.7,
        MaximumRotationDegrees = 10,
        Brightness = 0.2,
        Contrast = 0.2,
    };

    /// <summary>Nothing random: the view is the image, resized if the view's size differs.</summary>
    public static ViewAugmentationOptions None { get; } = new()
    {
        MinimumCropArea = 1,
        MinimumAspectRatio = 1,
        MaximumAspectRatio = 1,
        FlipProbability = 0,
        MaximumRotationDegrees = 0,
        Brightness = 0,
        Contrast = 0,
        JitterProbability = 0,
    };

    /// <summary>Whether these options leave every image as it is, apart from its size.</summary>
    internal bool IsIdentity => MinimumCropArea == 1 && FlipProbability == 0 && MaximumRotationDegrees == 0
        && (JitterProbability == 0 || (Brightness == 0 && Contrast == 0)) && BlurProbability == 0;

    /// <exception cref="ArgumentException">An option is out of its range: the message names it, its value and the range.</exception>
    internal void Validate()
    {
        OptionChecks.InRange(nameof(MaximumCropArea), MaximumCropArea, 0.001, 1);
        OptionChecks.InRange(nameof(MinimumCropArea), MinimumCropArea, 0.001, MaximumCropArea);
        OptionChecks.InRange(nameof(MinimumAspectRatio), MinimumAspectRatio, 0.1, 10);
        OptionChecks.InRange(nameof(MaximumAspectRatio), MaximumAspectRatio, MinimumAspectRatio, 10);
        OptionChecks.InRange(nameof(FlipProbability), FlipProbability, 0, 1);
        OptionChecks.InRange(nameof(MaximumRotationDegrees), MaximumRotationDegrees, 0, 45);
        OptionChecks.InRange(nameof(Brightness), Brightness, 0, 1);
        OptionChecks.InRange(nameof(Contrast), Contrast, 0, 1);
        OptionChecks.InRange(nameof(JitterProbability), JitterProbability, 0, 1);
        OptionChecks.InRange(nameof(BlurProbability), BlurProbability, 0, 1);
        OptionChecks.InRange(nameof(MinimumBlurSigma), MinimumBlurSigma, 0.01, 100);
        OptionChecks.InRange(nameof(MaximumBlurSigma), MaximumBlurSigma, MinimumBlurSigma, 100);
    }
}
