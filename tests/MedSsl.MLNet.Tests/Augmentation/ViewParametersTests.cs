namespace MedSsl.MLNet.Tests;

public class ViewParametersTests
{
    private const int Draws = 10_000;

    private static ViewParameters[] Many(ViewAugmentationOptions options, int height = 64, int width = 64)
        => [.. Enumerable.Range(0, Draws).Select(i => ViewParameters.Draw(SampleSeed.Of(11, "test", 0, i, 0), height, width, options))];

    private static void MeanAndDeviation(IEnumerable<double> values, double mean, double deviation, double tolerance)
    {
        var all = values.ToArray();
        double average = all.Average();
        Assert.Equal(mean, average, tolerance);
        Assert.Equal(deviation, Math.Sqrt(all.Average(v => (v - average) * (v - average))), tolerance);
    }

    /// <summary>Means and standard deviations of torchvision 0.14's RandomResizedCrop.get_params with scale (s, 1), ratio (3/4, 4/3), 60,000 draws.</summary>
    [Theory]
    [InlineData(64, 64, 0.3, 0.5953, 0.1754, -0.0001, 0.1575, 0.4999, 0.0810, 0.4997, 0.0813)]
    [InlineData(64, 64, 0.08, 0.4853, 0.2376, -0.0012, 0.1590, 0.4997, 0.1127, 0.5006, 0.1131)]
    [InlineData(96, 48, 0.3, 0.4316, 0.0930, -0.0714, 0.1568, 0.4995, 0.1533, 0.4999, 0.0438)]
    public void Crops_are_distributed_as_torchvisions(int height, int width, double minimumArea, double area, double areaDeviation, double ratio, double ratioDeviation,
        double centreY, double centreYDeviation, double centreX, double centreXDeviation)
    {
        var views = Many(new() { MinimumCropArea = minimumArea }, height, width);
        MeanAndDeviation(views.Select(v => (double)v.CropHeight * v.CropWidth / (height * width)), area, areaDeviation, 0.008);
        MeanAndDeviation(views.Select(v => Math.Log((double)v.CropWidth / v.CropHeight)), ratio, ratioDeviation, 0.006);
        MeanAndDeviation(views.Select(v => (v.Top + v.CropHeight / 2.0) / height), centreY, centreYDeviation, 0.006);
        MeanAndDeviation(views.Select(v => (v.Left + v.CropWidth / 2.0) / width), centreX, centreXDeviation, 0.006);
        Assert.All(views, v => Assert.True(v.Top >= 0 && v.Left >= 0 && v.Top + v.CropHeight <= height && v.Left + v.CropWidth <= width));
    }

    [Fact]
    public void Area_and_ratio_are_the_asked_ones_where_every_crop_fits()
    {
        // Uniform area on [0.1, 0.3] and uniform log ratio on ±log(4/3): means and deviations of the uniform distribution.
        var views = Many(new() { MinimumCropArea = 0.1, MaximumCropArea = 0.3 }, 224, 224);
        MeanAndDeviation(views.Select(v => (double)v.CropHeight * v.CropWidth / (224 * 224)), 0.2, 0.2 / Math.Sqrt(12), 0.003);
        MeanAndDeviation(views.Select(v => Math.Log((double)v.CropWidth / v.CropHeight)), 0, 2 * Math.Log(4 / 3.0) / Math.Sqrt(12), 0.007);
        Assert.All(views, v => Assert.InRange((double)v.CropHeight * v.CropWidth / (224 * 224), 0.098, 0.302));
    }

    [Fact]
    public void Rates_and_ranges_of_the_other_operations_are_the_options()
    {
        var views = Many(new() { FlipProbability = 0.3, MaximumRotationDegrees = 20, Brightness = 0.4, Contrast = 0.2, JitterProbability = 0.8, Saturation = 0.6, Hue = 0.1, GrayscaleProbability = 0.2, EqualiseProbability = 0.35, ElasticProbability = 0.15, BlurProbability = 0.25, MinimumBlurSigma = 0.5, MaximumBlurSigma = 1.5 });
        Assert.Equal(0.3, views.Average(v => v.Flip ? 1.0 : 0), 0.015);
        MeanAndDeviation(views.Select(v => v.Degrees), 0, 40 / Math.Sqrt(12), 0.5);
        Assert.All(views, v => Assert.InRange(v.Degrees, -20, 20));
        var jittered = views.Where(v => v.Brightness != 1).ToArray();
        Assert.Equal(0.8, jittered.Length / (double)Draws, 0.015);
        MeanAndDeviation(jittered.Select(v => (double)v.Brightness), 1, 0.8 / Math.Sqrt(12), 0.01);
        MeanAndDeviation(jittered.Select(v => (double)v.Contrast), 1, 0.4 / Math.Sqrt(12), 0.01);
        Assert.All(views, v => Assert.True(v.Brightness is >= 0.6f and <= 1.4f && v.Contrast is >= 0.8f and <= 1.2f));
        MeanAndDeviation(jittered.Select(v => (double)v.Saturation), 1, 1.2 / Math.Sqrt(12), 0.015);
        MeanAndDeviation(jittered.Select(v => (double)v.HueShift), 0, 0.2 / Math.Sqrt(12), 0.003);
        Assert.All(views, v => Assert.True(v.Saturation is >= 0.4f and <= 1.6f && v.HueShift is >= -0.1f and <= 0.1f));
        Assert.All(views.Except(jittered), v => Assert.Equal((1f, 0f), (v.Saturation, v.HueShift)));
        Assert.Equal(0.2, views.Average(v => v.Grayscale ? 1.0 : 0), 0.015);
        Assert.Equal(0.35, views.Average(v => v.Equalise ? 1.0 : 0), 0.015);
        Assert.Equal(0.15, views.Average(v => v.Elastic is null ? 0.0 : 1), 0.015);
        var blurred = views.Where(v => v.BlurSigma is not null).ToArray();
        Assert.Equal(0.25, blurred.Length / (double)Draws, 0.015);
        MeanAndDeviation(blurred.Select(v => (double)v.BlurSigma!.Value), 1, 1 / Math.Sqrt(12), 0.02);
    }

    [Fact]
    public void Switching_one_operation_off_leaves_the_others_numbers()
    {
        var all = new ViewAugmentationOptions { BlurProbability = 0.5 };
        var some = all with { FlipProbability = 0, BlurProbability = 0, MaximumRotationDegrees = 0 };
        for (ulong seed = 0; seed < 50; seed++)
        {
            var a = ViewParameters.Draw(seed, 64, 64, all);
            var b = ViewParameters.Draw(seed, 64, 64, some);
            Assert.Equal(a with { Flip = false, BlurSigma = null, Degrees = 0 }, b with { Degrees = 0 });
        }
    }

    [Fact]
    public void A_smallest_area_of_one_keeps_the_whole_image_whatever_its_ratio()
        => Assert.All(Many(ViewAugmentationOptions.None, 40, 100), v => Assert.Equal(new ViewParameters(0, 0, 40, 100, false, 0, 1, 1, null), v with { Degrees = 0 }));

    [Theory]
    [InlineData("MinimumCropArea is 0;", 0)]
    [InlineData("MinimumCropArea is 1.5;", 1)]
    [InlineData("MaximumRotationDegrees is 46; it must lie between 0 and 45.", 2)]
    [InlineData("FlipProbability is -0.1; it must lie between 0 and 1.", 3)]
    [InlineData("MaximumBlurSigma is 0.05; it must lie between 0.1 and 100.", 4)]
    [InlineData("Contrast is NaN;", 5)]
    [InlineData("Hue is 0.6; it must lie between 0 and 0.5.", 6)]
    [InlineData("ElasticCells is 0; it must lie between 1 and 32.", 7)]
    public void A_bad_option_is_named_with_its_value_and_range(string message, int which)
    {
        ViewAugmentationOptions[] bad =
        [
            new() { MinimumCropArea = 0 }, new() { MinimumCropArea = 1.5 }, new() { MaximumRotationDegrees = 46 }, new() { FlipProbability = -0.1 },
            new() { MaximumBlurSigma = 0.05 }, new() { Contrast = double.NaN }, new() { Hue = 0.6 }, new() { ElasticCells = 0 },
        ];
        Assert.Contains(message, Assert.Throws<ArgumentException>(bad[which].Validate).Message);
    }

    [Fact]
    public void Presets_are_valid()
    {
        foreach (var preset in new[] { ViewAugmentationOptions.ChestXray, ViewAugmentationOptions.Dermatology, ViewAugmentationOptions.Mild, ViewAugmentationOptions.None })
            preset.Validate();
        Assert.True(ViewAugmentationOptions.None.IsIdentity);
        Assert.False(ViewAugmentationOptions.Mild.IsIdentity);
    }
}
