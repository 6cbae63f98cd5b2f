namespace MedSsl.MLNet;

/// <summary>The random numbers of one view, drawn in managed code from the view's seed alone.</summary>
/// <remarks>
/// Each number has its own index in the seed's sequence, so that switching one operation off leaves the others' numbers as they were.
/// </remarks>
internal readonly record struct ViewParameters(
    int Top, int Left, int CropHeight, int CropWidth, bool Flip, double Degrees, float Brightness, float Contrast, float? BlurSigma)
{
    private const int CropTries = 10;
    private const int FlipIndex = 4 * CropTries, RotationIndex = FlipIndex + 1, JitterIndex = FlipIndex + 2, BrightnessIndex = FlipIndex + 3,
        ContrastIndex = FlipIndex + 4, BlurIndex = FlipIndex + 5, SigmaIndex = FlipIndex + 6, SaturationIndex = FlipIndex + 7, HueIndex = FlipIndex + 8,
        GrayscaleIndex = FlipIndex + 9, EqualiseIndex = FlipIndex + 10, ElasticIndex = FlipIndex + 11;

    /// <summary>Factor of the distance to gray.</summary>
    internal float Saturation { get; init; } = 1;

    /// <summary>Share of the colour circle by which hues turn, −0.5 to 0.5.</summary>
    internal float HueShift { get; init; }

    /// <summary>Whether the colours are dropped.</summary>
    internal bool Grayscale { get; init; }

    /// <summary>Whether the image's histogram is equalised before anything else.</summary>
    internal bool Equalise { get; init; }

    /// <summary>The elastic deformation, if any.</summary>
    internal ElasticField? Elastic { get; init; }

    /// <summary>Draws the parameters of the view of an image of the given size.</summary>
    internal static ViewParameters Draw(ulong seed, int imageHeight, int imageWidth, ViewAugmentationOptions options)
    {
        var (top, left, height, width) = DrawCrop(seed, imageHeight, imageWidth, options);
        bool flip = SampleSeed.Uniform(seed, FlipIndex) < options.FlipProbability;
        double degrees = (2 * SampleSeed.Uniform(seed, RotationIndex) - 1) * options.MaximumRotationDegrees;
        bool jitter = SampleSeed.Uniform(seed, JitterIndex) < options.JitterProbability;
        double brightness = jitter ? 1 + (2 * SampleSeed.Uniform(seed, BrightnessIndex) - 1) * options.Brightness : 1;
        double contrast = jitter ? 1 + (2 * SampleSeed.Uniform(seed, ContrastIndex) - 1) * options.Contrast : 1;
        bool blur = SampleSeed.Uniform(seed, BlurIndex) < options.BlurProbability;
        double saturation = jitter ? 1 + (2 * SampleSeed.Uniform(seed, SaturationIndex) - 1) * options.Saturation : 1;
        double hue = jitter ? (2 * SampleSeed.Uniform(seed, HueIndex) - 1) * options.Hue : 0;
        bool elastic = SampleSeed.Uniform(seed, ElasticIndex) < options.ElasticProbability;
        double sigma = options.MinimumBlurSigma + (options.MaximumBlurSigma - options.MinimumBlurSigma) * SampleSeed.Uniform(seed, SigmaIndex);
        return new(top, left, height, width, flip, degrees, (float)brightness, (float)contrast, blur ? (float)sigma : null)
        {
            Saturation = (float)saturation,
            HueShift = (float)hue,
            Grayscale = SampleSeed.Uniform(seed, GrayscaleIndex) < options.GrayscaleProbability,
            Equalise = SampleSeed.Uniform(seed, EqualiseIndex) < options.EqualiseProbability,
            Elastic = elastic ? new ElasticField(SampleSeed.Mix(seed, ElasticIndex), options.ElasticCells, options.ElasticStrength) : null,
        };
    }

    /// <summary>
    /// torchvision's RandomResizedCrop: area uniform, ratio log-uniform, sides rounded to pixels; up to ten tries for a crop that fits, then the
    /// largest central crop whose ratio is allowed. A smallest area of 1 keeps the whole image, whatever its ratio.
    /// </summary>
    private static (int Top, int Left, int Height, int Width) DrawCrop(ulong seed, int imageHeight, int imageWidth, ViewAugmentationOptions options)
    {
        if (options.MinimumCropArea == 1)
            return (0, 0, imageHeight, imageWidth);
        double logMinimum = Math.Log(options.MinimumAspectRatio), logMaximum = Math.Log(options.MaximumAspectRatio);
        for (int i = 0; i < CropTries; i++)
        {
            double share = options.MinimumCropArea + (options.MaximumCropArea - options.MinimumCropArea) * SampleSeed.Uniform(seed, 4 * i);
            double ratio = Math.Exp(logMinimum + (logMaximum - logMinimum) * SampleSeed.Uniform(seed, 4 * i + 1));
            double area = share * imageHeight * imageWidth;
            int width = (int)Math.Round(Math.Sqrt(area * ratio)), height = (int)Math.Round(Math.Sqrt(area / ratio));
            if (width > 0 && width <= imageWidth && height > 0 && height <= imageHeight)
            {
                int top = (int)(SampleSeed.Uniform(seed, 4 * i + 2) * (imageHeight - height + 1));
                int left = (int)(SampleSeed.Uniform(seed, 4 * i + 3) * (imageWidth - width + 1));
                return (top, left, height, width);
            }
        }

        double imageRatio = (double)imageWidth / imageHeight;
        int cropWidth = imageRatio > options.MaximumAspectRatio ? Math.Max(1, (int)Math.Round(imageHeight * options.MaximumAspectRatio)) : imageWidth;
        int cropHeight = imageRatio < options.MinimumAspectRatio ? Math.Max(1, (int)Math.Round(imageWidth / options.MinimumAspectRatio)) : imageHeight;
        return ((imageHeight - cropHeight) / 2, (imageWidth - cropWidth) / 2, cropHeight, cropWidth);
    }

    /// <summary>
    /// The 2 x 3 matrix, row by row, from a view's coordinates to the image's, both -1 to 1 from edge to edge (align_corners = false): scale to
    /// the crop, mirrored if flipped, rotate about the crop's centre in pixels (so without shear in images that are not square), move to the crop.
    /// </summary>
    internal void WriteAffine(int imageHeight, int imageWidth, Span<float> matrix)
    {
        var (sin, cos) = Math.SinCos(Degrees * (Math.PI / 180));
        double x = Flip ? -CropWidth : CropWidth, y = CropHeight;
        matrix[0] = (float)(x * cos / imageWidth);
        matrix[1] = (float)(-y * sin / imageWidth);
        matrix[2] = (float)((2.0 * Left + CropWidth) / imageWidth - 1);
        matrix[3] = (float)(x * sin / imageHeight);
        matrix[4] = (float)(y * cos / imageHeight);
        matrix[5] = (float)((2.0 * Top + CropHeight) / imageHeight - 1);
    }
}
