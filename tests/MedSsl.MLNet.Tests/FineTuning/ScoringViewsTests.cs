namespace MedSsl.MLNet.Tests;

/// <summary>Numbers from PyTorch's interpolate: tests/peers/fine_tuning_cases.py.</summary>
public class ScoringViewsTests
{
    private static readonly ImageShape Shape = new(1, 8, 16);

    private static readonly float[] Image = [.. Enumerable.Range(0, 8 * 16).Select(i => (i % 16 * 7 + i / 16 * 3) % 11 / 10f)];

    private static float[] View(ScoringViews views, int index) => views.Make(index, Image, 1, out _, out _).ToArray();

    [Theory]
    [InlineData(TestTimeAugmentation.None, false, 1)]
    [InlineData(TestTimeAugmentation.Mirror, true, 2)]
    [InlineData(TestTimeAugmentation.TenCrop, false, 5)]
    [InlineData(TestTimeAugmentation.TenCrop, true, 10)]
    public void The_image_comes_first_and_each_view_is_followed_by_its_mirror_image(TestTimeAugmentation kind, bool mirror, int count)
    {
        var views = new ScoringViews(Shape, 8, 16, kind, mirror, 1);
        Assert.Equal(count, views.Count);
        Assert.Equal(Image, View(views, 0));
        for (int i = 0; mirror && i < count; i += 2)
            Assert.Equal(View(views, i).Chunk(16).SelectMany(row => row.Reverse()), View(views, i + 1));
    }

    [Fact]
    public void A_corner_is_cut_out_and_enlarged_as_PyTorch_does()
    {
        var views = new ScoringViews(Shape, 8, 16, TestTimeAugmentation.TenCrop, true, 1);
        // The corners are upper left, upper right, lower left, lower right, from view 2 on.
        float[] expected = [0.35f, 0.639453125f, 0.43125f, 0.274609375f, 0.405859375f, 0.48125f, 0.3375f, 0.88125f, 0.53125f, 0.460546875f, 0.694921875f, 0.58125f, 0.381640625f, 0.461328125f, 0.63125f, 0.30625f];
        Assert.All(expected.Zip(View(views, 8).Skip(2 * 16)), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        expected = [0.5f, 0.825f, 0.41875f, 0.425f, 0.775f, 0.78125f, 0.375f, 0.65625f, 0.04375f, 0.325f, 0.675f, 0.40625f, 0.275f, 0.625f, 0.76875f, 0.2f];
        Assert.All(expected.Zip(View(views, 9).Skip(7 * 16)), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.Equal(Image[0], View(views, 2)[0]);
        Assert.Equal(Image[^1], View(views, 8)[^1]);
    }

    [Fact]
    public void A_corner_that_is_larger_than_the_network_takes_keeps_its_pixels()
    {
        var views = new ScoringViews(Shape, 4, 4, TestTimeAugmentation.TenCrop, false, 1);
        var crop = views.Make(4, Image, 1, out int height, out int width);
        Assert.Equal((7, 14), (height, width));
        Assert.Equal(Enumerable.Range(0, 7 * 14).Select(i => Image[(i / 14 + 1) * 16 + i % 14 + 2]), crop.ToArray());
    }

    [Fact]
    public void An_ensembles_score_is_the_logit_of_the_mean_probability()
    {
        float[] scores = new float[3];
        Sigmoid.MeanLogit([0.5f, -2, 40, 3, 1, 42, -1, 4, 41], scores);
        Assert.All(new[] { 0.466936002, 0.45050136, 40.6910063 }.Zip(scores), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Sigmoid.MeanLogit([0.1f, 90, -90], scores);
        Assert.Equal([0.1f, 90, -90], scores);
        Sigmoid.MeanLogit([float.NaN, 1, 2, 0, 1, 2], scores);
        Assert.True(float.IsNaN(scores[0]) && float.IsFinite(scores[1]));
    }
}
