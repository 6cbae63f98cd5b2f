using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

public class ViewEqualisationTests
{
    private static ViewParameters Plain => new(0, 0, 20, 20, false, 0, 1, 1, null);

    /// <summary>The image of tests/peers/colour_cases.py: dark levels from 20 to 220.</summary>
    private static float[] Image() => [.. Formula.Uniform(1200, 5).Select(u => (float)(Math.Floor(Math.Pow(u / 2 + 0.5, 3) * 200 + 20) / 255))];

    /// <summary>torchvision 0.14's equalize: the first six pixels of each channel and the sum of each, of tests/peers/colour_cases.py.</summary>
    [Fact]
    public void EqualisationIsTorchvisions()
    {
        using var scope = NewDisposeScope();
        float[] image = Image();
        var images = tensor([.. image, .. image], ScalarType.Float32).view(2, 3, 20, 20);
        float[] both = ViewEqualisation.Apply(images, [Plain, Plain with { Equalise = true }]).contiguous().data<float>().ToArray();
        Assert.Equal(image, both[..1200]);
        int[] levels = [.. both[1200..].Select(v => (int)MathF.Round(v * 255))];
        Assert.Equal([66486, 66719, 67201], levels.Chunk(400).Select(channel => channel.Sum()));
        Assert.Equal([255, 0, 255, 255, 222, 0, 255, 241, 255, 0, 108, 255, 70, 178, 115, 255, 193, 212], levels.Chunk(400).SelectMany(channel => channel[..6]));
    }

    /// <summary>By hand: 510 pixels of level 10, 255 of level 20, 300 of level 30; a step is (510 + 255) / 255 = 3 pixels.</summary>
    [Fact]
    public void ATableByHand()
    {
        var counts = new long[256];
        (counts[10], counts[20], counts[30]) = (510, 255, 300);
        var table = new float[256];
        ViewEqualisation.WriteTable(counts, table);
        Assert.Equal([0, 0, 170, 170, 255, 255], new[] { 0, 10, 11, 20, 30, 255 }.Select(level => (int)MathF.Round(table[level] * 255)));
    }

    [Fact]
    public void OneLevelStaysAsItIs()
    {
        using var scope = NewDisposeScope();
        var image = full(new long[] { 1, 1, 20, 20 }, 51 / 255f);
        Assert.Equal(image.data<float>().ToArray(), ViewEqualisation.Apply(image, [Plain with { Equalise = true }]).contiguous().data<float>().ToArray());
    }
}
