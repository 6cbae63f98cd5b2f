namespace MedSsl.MLNet.Tests;

/// <summary>Turning, resampling and windows; numbers by torch 1.13, scipy 1.10 and numpy (tests/peers/volume_cases.py).</summary>
public sealed class VolumeResamplerTests
{
    private static readonly double[] Lps = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];

    private static float[] Ramp(int count) => [.. NiftiFile.Ramp(count).Select(v => (float)v)];

    private static float[] Run(int[] size, double[] affine, VolumeGrid grid, VolumeLoadOptions options, float[]? values = null)
    {
        values ??= Ramp(size[0] * size[1] * size[2]);
        var destination = new float[grid.Size];
        new VolumeResampler(new(size, affine), grid, options).Run(values, VolumeIntensity.Map(values, options.Window is { } window ? FindWindow(window) : null, options.Window), destination);
        return destination;
    }

    private static ValueMap? FindWindow(WindowOptions window) =>
        window.Source == WindowSource.Tissue && TissueWindows.Of(window.Tissue) is var (centre, width) ? new WindowMap(centre, width) : null;

    private static float At(float[] values, VolumeGrid grid, int depth, int height, int width) => values[(depth * grid.Height + height) * grid.Width + width];

    [Fact]
    public void FinerIsTorchsTrilinear()
    {
        var grid = new VolumeGrid(5, 12, 13);
        float[] values = Run([10, 9, 3], Lps, grid, new() { Window = null });
        Assert.Equal(-300, At(values, grid, 0, 0, 0), 1e-3);
        Assert.Equal(109.25, At(values, grid, 2, 5, 6), 1e-3);
        Assert.Equal(-89, At(values, grid, 4, 11, 12), 1e-3);
        Assert.Equal(380.1731, At(values, grid, 1, 7, 3), 1e-3);
    }

    [Fact]
    public void CoarserIsTorchsAntialiasedBilinearAlongEachAxis()
    {
        var grid = new VolumeGrid(3, 9, 8);
        float[] values = Run([30, 24, 8], Lps, grid, new() { Window = null });
        Assert.Equal(185.1821, At(values, grid, 0, 0, 0), 1e-3);
        Assert.Equal(196.88, At(values, grid, 1, 4, 4), 1e-3);
        Assert.Equal(184.2393, At(values, grid, 2, 8, 7), 1e-3);
        Assert.Equal(204.3183, At(values, grid, 0, 7, 3), 1e-3);
        float[] nearest = Run([30, 24, 8], Lps, grid, new() { Window = null, Interpolation = VolumeInterpolation.Nearest });
        Assert.Equal([-131, -36, 52], [At(nearest, grid, 0, 0, 0), At(nearest, grid, 1, 4, 4), At(nearest, grid, 2, 8, 7)]);
    }

    [Fact]
    public void ASpacingSamplesTheMiddle()
    {
        var grid = new VolumeGrid(6, 12, 10);
        double[] affine = [2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3, 0];
        float[] values = Run([10, 9, 12], affine, grid, new() { Window = null, Spacing = new(2, 1.25, 1.5) });
        Assert.Equal(350.6042, At(values, grid, 0, 0, 0), 1e-3);
        Assert.Equal(411.125, At(values, grid, 3, 6, 5), 1e-3);
        Assert.Equal(427.2917, At(values, grid, 5, 11, 9), 1e-3);
        Assert.Equal(202.4375, At(values, grid, 1, 10, 2), 1e-3);
    }

    [Theory]
    [InlineData(9, 8)]
    [InlineData(8, 9)]
    [InlineData(9, 16)]
    public void TheSpacingOfTheSourceCopiesVoxels(int source, int target)
    {
        var grid = new VolumeGrid(source, target, target);
        float[] values = Run([source, source, source], Lps, grid, new() { Window = null, Spacing = VolumeSpacing.Isotropic(1) });
        float[] ramp = Ramp(source * source * source);
        int skipped = (source - target) / 2;
        for (int height = 0; height < target; height++)
            for (int width = 0; width < target; width++)
            {
                int y = height + skipped, x = width + skipped;
                bool inside = x >= 0 && y >= 0 && x < source && y < source;
                Assert.Equal(inside ? ramp[(3 * source + y) * source + x] : ramp.Min(), At(values, grid, 3, height, width));
            }
    }

    [Fact]
    public void AxesAreTurnedToTheOrientation()
    {
        // x to the head, y to the right, z to the front: in LPS, depth is x, width is y the other way, height is z the other way.
        double[] affine = [0, -2, 0, 50, 0, 0, -3, 60, 1, 0, 0, 70];
        int[] size = [8, 9, 10];
        float[] ramp = Ramp(720);
        var grid = new VolumeGrid(8, 10, 9);
        float[] lps = Run(size, affine, grid, new() { Window = null }), ras = Run(size, affine, grid, new() { Window = null, Orientation = VolumeOrientation.Ras });
        for (int depth = 0; depth < 8; depth++)
            for (int height = 0; height < 10; height++)
                for (int width = 0; width < 9; width++)
                {
                    Assert.Equal(ramp[depth + 8 * (8 - width + 9 * (9 - height))], At(lps, grid, depth, height, width));
                    Assert.Equal(ramp[depth + 8 * (width + 9 * height)], At(ras, grid, depth, height, width));
                }
        Assert.Equal(ramp, Run(size, affine, new(10, 9, 8), new() { Window = null, Orientation = VolumeOrientation.AsStored }));
        Assert.Equal([2, 0, 0, 34, 0, 3, 0, 33, 0, 0, 1, 70], new VolumeResampler(new(size, affine), grid, new()).Affine());
        // Width: 9 voxels of 2 mm are 3 of 6 mm, padded to 8 with 2 before them: the first is 5 voxels of the source before its first.
        Assert.Equal([6, 0, 0, 24, 0, 3, 0, 33, 0, 0, 1, 70], new VolumeResampler(new(size, affine), new(8, 10, 8), new() { Spacing = new(1, 3, 6) }).Affine());
    }

    [Fact]
    public void WindowsMapToZeroAndOne()
    {
        var grid = new VolumeGrid(8, 24, 30);
        float[] ramp = Ramp(5760);
        float[] Window(string text) => Run([30, 24, 8], Lps, grid, new() { Window = WindowOptions.Parse(text) }, [.. ramp]);
        float[] full = Window("full"), file = Window("file"), percentiles = Window("percentiles:1,99"), soft = Window("softtissue");
        for (int i = 0; i < ramp.Length; i++)
        {
            Assert.Equal((ramp[i] + 300) / 999, full[i], 1e-6);
            Assert.Equal(Math.Clamp((ramp[i] + 291) / (689 + 291), 0, 1), percentiles[i], 1e-6);
            Assert.Equal(Math.Clamp((ramp[i] - 49.5) / 399 + 0.5, 0, 1), soft[i], 1e-6);
        }
        Assert.Equal(full, file);
    }

    [Fact]
    public void ValuesThatAreNoNumbersBecomeTheSmallest()
    {
        float[] ramp = Ramp(720);
        (ramp[3], ramp[70]) = (float.NaN, float.PositiveInfinity);
        float[] values = Run([10, 9, 8], Lps, new(8, 9, 10), new() { Window = null }, [.. ramp]);
        Assert.Equal([-300, -300], [values[3], values[70]]);
        Assert.Throws<InvalidDataException>(() => Run([8, 8, 1], Lps, new(1, 8, 8), new(), [.. Enumerable.Repeat(float.NaN, 64)]));
    }
}
