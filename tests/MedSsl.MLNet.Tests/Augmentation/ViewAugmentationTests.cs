using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

public class ViewAugmentationTests
{
    private static Tensor Random(int count, int channels, int height, int width, ulong seed = 3)
        => tensor(Enumerable.Range(0, count * channels * height * width).Select(i => (float)SampleSeed.Uniform(seed, i)).ToArray(), ScalarType.Float32).view(count, channels, height, width);

    private static ulong[] SeedsFor(int count, int first = 0) => [.. Enumerable.Range(first, count).Select(i => SampleSeed.Of(1, "test", 0, i, 0))];

    private static float[] Values(Tensor t) => t.contiguous().data<float>().ToArray();

    private static void AssertClose(float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"value {i}: expected {expected[i]}, found {actual[i]}");
    }

    private static float[] Sample(Tensor image, ViewParameters view, int height, int width)
    {
        using var scope = NewDisposeScope();
        return Values(ViewSampling.Sample(image, height, width, [view]));
    }

    private static ViewParameters Whole(int height, int width) => new(0, 0, height, width, false, 0, 1, 1, null);

    /// <summary>0, 1, ..., 35 in 6 rows, over 36.</summary>
    private static Tensor Ramp() => tensor(Enumerable.Range(0, 36).Select(i => i / 36f).ToArray(), ScalarType.Float32).view(1, 1, 6, 6);

    [Theory]
    [InlineData(1, 64, 64)]
    [InlineData(3, 40, 56)]
    public void Options_without_chance_return_the_image(int channels, int height, int width)
    {
        using var scope = NewDisposeScope();
        var images = Random(4, channels, height, width);
        var views = ViewAugmentation.Apply(images, height, width, ViewAugmentationOptions.None, SeedsFor(4));
        Assert.Equal(Values(images), Values(views));
        views.zero_();
        Assert.True(images.sum().ToSingle() > 0);
    }

    /// <summary>Sampling at the pixels' own centres: single-precision coordinates are off by some 1e-6 of a pixel.</summary>
    [Fact]
    public void The_sampling_of_the_whole_image_is_the_image()
    {
        using var scope = NewDisposeScope();
        var images = Random(1, 3, 40, 56);
        AssertClose(Values(images), Sample(images, Whole(40, 56), 40, 56), 5e-6);
    }

    [Fact]
    public void A_crop_at_its_own_size_copies_its_pixels()
    {
        using var scope = NewDisposeScope();
        var view = Sample(Ramp(), Whole(6, 6) with { Top = 1, Left = 2, CropHeight = 3, CropWidth = 4 }, 3, 4);
        AssertClose([.. new[] { 8, 9, 10, 11, 14, 15, 16, 17, 20, 21, 22, 23 }.Select(v => v / 36f)], view, 1e-6);
    }

    [Fact]
    public void A_flip_mirrors_left_and_right()
    {
        using var scope = NewDisposeScope();
        var view = Sample(Ramp(), Whole(6, 6) with { Flip = true }, 6, 6);
        AssertClose([.. Enumerable.Range(0, 36).Select(i => (i / 6 * 6 + 5 - i % 6) / 36f)], view, 1e-6);
    }

    /// <summary>A crop of 2 x 2 enlarged to 4 x 4: at 1/4 and 3/4 of a pixel, so by hand 7 + (-0.25, 0.25, 0.75, 1.25) along a row and 6 times that down a column.</summary>
    [Fact]
    public void An_enlarged_crop_interpolates_bilinearly_with_the_pixels_around_it()
    {
        using var scope = NewDisposeScope();
        var view = Sample(Ramp(), Whole(6, 6) with { Top = 1, Left = 1, CropHeight = 2, CropWidth = 2 }, 4, 4);
        float[] steps = [-0.25f, 0.25f, 0.75f, 1.25f];
        AssertClose([.. steps.SelectMany(y => steps.Select(x => (7 + x + 6 * y) / 36f))], view, 1e-6);
    }

    /// <summary>torchvision 0.14, functional.rotate(image, 20, BILINEAR), times 36.</summary>
    [Fact]
    public void A_rotation_turns_anticlockwise_as_torchvisions()
    {
        using var scope = NewDisposeScope();
        float[] expected =
        [
            0.2974f, 1.2407f, 2.8268f, 5.7556f, 8.7474f, 3.2632f, 2.0763f, 5.0681f, 8.0599f, 11.0517f, 14.0435f, 10.6331f,
            7.3724f, 10.3642f, 13.3560f, 16.3478f, 19.3397f, 21.8596f, 12.4319f, 15.6603f, 18.6522f, 21.6440f, 24.6358f, 27.6276f,
            11.6878f, 20.9565f, 23.9483f, 26.9401f, 29.9319f, 32.9237f, 7.0869f, 26.2526f, 29.2444f, 31.4647f, 21.0801f, 10.0527f,
        ];
        AssertClose([.. expected.Select(v => v / 36)], Sample(Ramp(), Whole(6, 6) with { Degrees = 20 }, 6, 6), 3e-6);
    }

    /// <summary>In an image that is not square a quarter turn about the crop's centre must not shear: the crop's columns become rows.</summary>
    [Fact]
    public void A_quarter_turn_in_a_wide_image_is_exact()
    {
        using var scope = NewDisposeScope();
        var image = tensor(Enumerable.Range(0, 40).Select(i => i / 40f).ToArray(), ScalarType.Float32).view(1, 1, 4, 10);
        var view = Sample(image, new(1, 4, 2, 2, false, 90, 1, 1, null), 2, 2);
        AssertClose([15 / 40f, 25 / 40f, 14 / 40f, 24 / 40f], view, 1e-6);
    }

    [Fact]
    public void A_crop_of_twice_the_views_size_is_averaged_before_it_is_sampled()
    {
        using var scope = NewDisposeScope();
        // A checkerboard of single pixels: its area average is 1/2 everywhere, a plain bilinear sample is 0 or 1 at one offset or the other.
        var image = tensor(Enumerable.Range(0, 32 * 32).Select(i => (float)((i / 32 + i % 32) % 2)).ToArray(), ScalarType.Float32).view(1, 1, 32, 32);
        AssertClose([.. Enumerable.Repeat(0.5f, 64)], Sample(image, Whole(32, 32), 8, 8), 1e-6);
        AssertClose([.. Enumerable.Repeat(0.5f, 36)], Sample(image, Whole(32, 32) with { Top = 4, Left = 4, CropHeight = 12, CropWidth = 12 }, 6, 6), 1e-6);
    }

    /// <summary>torchvision 0.14: adjust_brightness clamps at 1; adjust_contrast(image, 0.5) of the first row of the ramp as gray, times 36, with its grayscale weights summing to 0.9999.</summary>
    [Fact]
    public void Brightness_and_contrast_are_torchvisions()
    {
        using var scope = NewDisposeScope();
        var bright = Values(ViewJitter.Apply(Ramp(), [Whole(6, 6) with { Brightness = 1.3f }]));
        AssertClose([.. Enumerable.Range(0, 36).Select(i => Math.Min(1, 1.3f * i / 36))], bright, 1e-6);
        var gray = Values(ViewJitter.Apply(Ramp(), [Whole(6, 6) with { Contrast = 0.5f }]));
        AssertClose([.. Enumerable.Range(0, 36).Select(i => (i + 17.5f) / 72)], gray, 1e-6);
        var colour = Values(ViewJitter.Apply(Ramp().expand(1, 3, 6, 6), [Whole(6, 6) with { Contrast = 0.5f }]));
        AssertClose([.. new[] { 8.7491f, 9.2491f, 9.7491f, 10.2491f, 10.7491f, 11.2491f }.Select(v => v / 36)], colour[..6], 3e-6);
    }

    /// <summary>torchvision 0.14, functional.gaussian_blur(ramp, [3, 3], [0.8, 0.8]), times 36: mirrored borders. The second image has no sigma.</summary>
    [Fact]
    public void Blur_is_torchvisions_on_the_chosen_images_only()
    {
        using var scope = NewDisposeScope();
        float[] expected =
        [
            3.3459f, 3.8679f, 4.8679f, 5.8679f, 6.8679f, 7.3899f, 6.4780f, 7.0000f, 8.0000f, 9.0000f, 10.0000f, 10.5220f,
            12.4780f, 13.0000f, 14.0000f, 15.0000f, 16.0000f, 16.5220f, 18.4780f, 19.0000f, 20.0000f, 21.0000f, 22.0000f, 22.5220f,
            24.4780f, 25.0000f, 26.0000f, 27.0000f, 28.0000f, 28.5220f, 27.6101f, 28.1321f, 29.1321f, 30.1321f, 31.1321f, 31.6541f,
        ];
        var two = Values(ViewBlur.Apply(cat([Ramp(), Ramp()], 0), [Whole(6, 6) with { BlurSigma = 0.8f }, Whole(6, 6)]));
        AssertClose([.. expected.Select(v => v / 36)], two[..36], 3e-6);
        Assert.Equal(Values(Ramp()), two[36..]);
    }

    [Theory]
    [InlineData(64, 10)]
    [InlineData(224, 22)]
    public void The_blurs_kernel_is_about_a_tenth_of_the_height(int height, int width) => Assert.InRange(2 * ViewBlur.Radius(height) + 1, width - 4, width + 1);

    public static TheoryData<int, int, int> Sizes => new() { { 1, 64, 64 }, { 1, 224, 96 }, { 3, 64, 48 } };

    [Theory, MemberData(nameof(Sizes))]
    public void A_view_is_the_same_to_the_bit_in_any_batch(int channels, int size, int viewSize)
    {
        using var scope = NewDisposeScope();
        var options = ViewAugmentationOptions.Dermatology with { EqualiseProbability = 0.5, ElasticProbability = 0.5 };
        var images = Random(9, channels, size, size);
        var all = Values(ViewAugmentation.Apply(images, viewSize, viewSize, options, SeedsFor(9)));
        int length = all.Length / 9;
        for (int i = 0; i < 9; i++)
        {
            var alone = Values(ViewAugmentation.Apply(images.narrow(0, i, 1), viewSize, viewSize, options, SeedsFor(1, i)));
            Assert.Equal(all[(i * length)..((i + 1) * length)], alone);
        }
    }

    [Fact]
    public void Values_stay_in_range_and_differ_by_seed()
    {
        using var scope = NewDisposeScope();
        var images = Random(16, 1, 64, 64);
        var options = ViewAugmentationOptions.ChestXray with { BlurProbability = 0.5 };
        var first = Values(ViewAugmentation.Apply(images, 48, 48, options, SeedsFor(16)));
        Assert.All(first, v => Assert.InRange(v, 0, 1));
        Assert.Equal(first, Values(ViewAugmentation.Apply(images, 48, 48, options, SeedsFor(16))));
        Assert.NotEqual(first, Values(ViewAugmentation.Apply(images, 48, 48, options, SeedsFor(16, 100))));
    }

    [Fact]
    public void Options_without_chance_and_another_size_resize_the_image()
    {
        using var scope = NewDisposeScope();
        var views = ViewAugmentation.Apply(Ramp(), 3, 3, ViewAugmentationOptions.None, SeedsFor(1));
        // Area averages of 2 x 2: by hand 3.5, 5.5, 7.5, then 12 more a row.
        AssertClose([.. new[] { 3.5f, 5.5f, 7.5f, 15.5f, 17.5f, 19.5f, 27.5f, 29.5f, 31.5f }.Select(v => v / 36)], Values(views), 1e-6);
    }

    [Fact]
    public void Nothing_but_the_views_is_left_behind()
    {
        using var scope = NewDisposeScope();
        var images = Random(4, 1, 32, 32);
        int before = scope.DisposablesCount;
        _ = ViewAugmentation.Apply(images, 16, 16, ViewAugmentationOptions.Dermatology, SeedsFor(4));
        Assert.Equal(before + 1, scope.DisposablesCount);
    }

    [Fact]
    public void Seeds_that_do_not_match_the_images_are_an_error()
    {
        using var scope = NewDisposeScope();
        var images = Random(4, 1, 32, 32);
        Assert.Contains("[3, C, H, W]", Assert.Throws<ArgumentException>(() => ViewAugmentation.Apply(images, 32, 32, ViewAugmentationOptions.Mild, SeedsFor(3))).Message);
    }
}
