using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

public class ElasticFieldTests
{
    private static float[] Interpolated(Func<int, int, double> control, int cells, int height, int width)
    {
        var knots = new double[(cells + 3) * (cells + 3)];
        for (int i = 0; i < knots.Length; i++)
            knots[i] = control(i / (cells + 3), i % (cells + 3));
        var offsets = new float[2 * height * width];
        ElasticField.Interpolate(knots, cells, height, width, offsets, 0);
        return [.. offsets.Where((_, i) => i % 2 == 0)];
    }

    /// <summary>A cubic B-spline reproduces constants and straight lines: knot k lies at cell k − 1.</summary>
    [Fact]
    public void PlanesAreReproduced()
    {
        Assert.All(Interpolated((_, _) => 0.3, 3, 5, 7), value => Assert.Equal(0.3f, value, 1e-6f));
        float[] plane = Interpolated((y, x) => 2 * (y - 1) - (x - 1), 2, 4, 8);
        for (int i = 0; i < 32; i++)
            Assert.Equal(2 * (i / 8 + 0.5) / 4 * 2 - (i % 8 + 0.5) / 8 * 2, plane[i], 1e-5);
    }

    /// <summary>By hand: in one cell, the middle has the weights 1, 23, 23, 1 over 48 in each direction.</summary>
    [Fact]
    public void TheMiddleOfACellByHand()
    {
        float[] one = Interpolated((y, x) => y == 1 && x == 2 ? 48 * 48 : 0, 1, 1, 1);
        Assert.Equal(23f * 23, Assert.Single(one), 1e-3f);
    }

    [Fact]
    public void DisplacementsDependOnTheSeedAndHaveTheirScale()
    {
        float[] Offsets(ulong seed, double scaleX, double scaleY)
        {
            var offsets = new float[2 * 16 * 16];
            new ElasticField(seed, 3, 0.02).Write(16, 16, scaleX, scaleY, offsets);
            return offsets;
        }
        Assert.Equal(Offsets(1, 1, 1), Offsets(1, 1, 1));
        Assert.NotEqual(Offsets(1, 1, 1), Offsets(2, 1, 1));
        float[] whole = Offsets(3, 1, 1), half = Offsets(3, 0.5, 0.25);
        for (int i = 0; i < whole.Length; i += 2)
            Assert.Equal((whole[i] / 2, whole[i + 1] / 4), (half[i], half[i + 1]));
        // Over many seeds the middle of a cell moves by N(0, 2 · 0.02 · s²), s² = (1 + 529 + 529 + 1) / 48² = 0.894 being the sum of squared weights in each direction.
        double[] middle = [.. Enumerable.Range(0, 4000).Select(seed =>
        {
            var offsets = new float[2];
            new ElasticField((ulong)seed, 1, 0.02).Write(1, 1, 1, 1, offsets);
            return (double)offsets[0];
        })];
        Assert.Equal(0, middle.Average(), 0.0015);
        Assert.Equal(0.04 * 1060 / 2304, Math.Sqrt(middle.Average(v => v * v)), 0.0007);
    }

    /// <summary>A deformed view is another one, the others of the batch are as without.</summary>
    [Fact]
    public void OnlyTheViewsThatDrewOneAreDeformed()
    {
        using var scope = NewDisposeScope();
        var image = tensor(Formula.Image(2 * 24 * 24), ScalarType.Float32).view(2, 1, 24, 24);
        ViewParameters plain = new(2, 3, 18, 16, false, 10, 1, 1, null);
        float[] Views(params ViewParameters[] views) => ViewSampling.Sample(image, 12, 12, views).contiguous().data<float>().ToArray();
        float[] straight = Views(plain, plain), mixed = Views(plain, plain with { Elastic = new ElasticField(7, 3, 0.05) });
        Assert.Equal(straight[..144], mixed[..144]);
        Assert.NotEqual(straight[144..], mixed[144..]);
        Assert.Equal(straight, Views(plain with { Elastic = new ElasticField(7, 3, 0) }, plain));
    }
}
