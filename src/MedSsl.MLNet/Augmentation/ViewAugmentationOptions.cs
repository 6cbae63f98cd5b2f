namespace MedSsl.MLNet;

/// <summary>How a random view of an image is made: equalisation, crop and resize, flip, rotation, elastic deformation, colour, blur.</summary>
/// <remarks>
/// The operations of SimCLR (Chen et al. 2020, arXiv 2002.05709), and equalisation and elastic deformation as REMEDIS has them (Azizi et al. 2022, arXiv
/// 2205.09723). For chest X-rays Azizi et al. 2021 (arXiv 2101.05224) use crop, jitter, rotation and flip without blur. Every image draws its own
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

    /// <summary>Saturation of colour images: the distance to gray is multiplied by a factor from 1 - Saturation to 1 + Saturation. 0 to 1; SimCLR 0.8.</summary>
    public double Saturation { get; init; }

    /// <summary>Hue of colour images: turned by up to this share of the colour circle either way. 0 to 0.5; SimCLR 0.2.</summary>
    public double Hue { get; init; }

    /// <summary>Probability that brightness, contrast, saturation and hue are changed at all, 0 to 1.</summary>
    public double JitterProbability { get; init; } = 0.8;

    /// <summary>Probability that a colour image loses its colours, 0 to 1. SimCLR 0.2.</summary>
    public double GrayscaleProbability { get; init; }

    /// <summary>Probability that the image's histogram is equalised first, each channel on its own, 0 to 1. REMEDIS 0.5.</summary>
    public double EqualiseProbability { get; init; }

    /// <summary>Probability of an elastic deformation, 0 to 1.</summary>
    public double ElasticProbability { get; init; }

    /// <summary>
    /// Standard deviation of the displacement at the knots of the elastic deformation, as a share of the crop's side, 0 to 0.2; 0.02 is U-Net's 10 of 512 pixels.
    /// Pixels between the knots move about half as much.
    /// </summary>
    public double ElasticStrength { get; init; } = 0.02;

    /// <summary>Cells, in each direction, between the knots of the elastic deformation, 1 to 32; 3 by default.</summary>
    public int ElasticCells { get; init; } = 3;

    /// <summary>Probability of a Gaussian blur, 0 to 1. SimCLR 0.5; 0 for X-rays, whose findings are fine structures.</summary>
    public double BlurProbability { get; init; }

    /// <summary>Smallest standard deviation of the blur, in pixels of the view, 0.01 to 100.</summary>
    public double MinimumBlurSigma { get; init; } = 0.1;

    /// <summary>Largest standard deviation of the blur, in pixels of the view. The kernel is about a tenth of the view's height wide.</summary>
    public double MaximumBlurSigma { get; init; } = 2;

    /// <summary>For pretraining on chest X-rays: the defaults, without blur.</summary>
    public static ViewAugmentationOptions ChestXray { get; } = new();

    /// <summary>For pretraining on photographs of skin: smaller crops, rotations up to 45 degrees, stronger jitter, colours changed and dropped, blur.</summary>
    public static ViewAugmentationOptions Dermatology { get; } = new()
    {
        MinimumCropArea = 0.08,
        MaximumRotationDegrees = 45,
        Brightness = 0.8,
        Contrast = 0.8,
        Saturation = 0.8,
        Hue = 0.2,
        GrayscaleProbability = 0.2,
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
        && (JitterProbability == 0 || (Brightness == 0 && Contrast == 0 && Saturation == 0 && Hue == 0)) && BlurProbability == 0
        && GrayscaleProbability == 0 && EqualiseProbability == 0 && (ElasticProbability == 0 || ElasticStrength == 0);

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
        OptionChecks.InRange(nameof(Saturation), Saturation, 0, 1);
        OptionChecks.InRange(nameof(Hue), Hue, 0, 0.5);
        OptionChecks.InRange(nameof(GrayscaleProbability), GrayscaleProbability, 0, 1);
        OptionChecks.InRange(nameof(EqualiseProbability), EqualiseProbability, 0, 1);
        OptionChecks.InRange(nameof(ElasticProbability), ElasticProbability, 0, 1);
        OptionChecks.InRange(nameof(ElasticStrength), ElasticStrength, 0, 0.2);
        OptionChecks.InRange(nameof(ElasticCells), ElasticCells, 1, 32);
        OptionChecks.InRange(nameof(JitterProbability), JitterProbability, 0, 1);
        OptionChecks.InRange(nameof(BlurProbability), BlurProbability, 0, 1);
        OptionChecks.InRange(nameof(MinimumBlurSigma), MinimumBlurSigma, 0.01, 100);
        OptionChecks.InRange(nameof(MaximumBlurSigma), MaximumBlurSigma, MinimumBlurSigma, 100);
    }
}
