namespace MedSsl.MLNet;

/// <summary>Which axis of a source becomes width, height and depth of the loaded volume, and which are turned round.</summary>
/// <param name="Axes">For width, height and depth: the source's axis.</param>
/// <param name="Flipped">For width, height and depth: whether it runs the other way.</param>
internal sealed record AxisOrder(IReadOnlyList<int> Axes, IReadOnlyList<bool> Flipped)
{
    private static readonly int[][] Orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

    /// <summary>The order that comes nearest to an orientation: that with the largest sum of cosines between axes and directions.</summary>
    internal static AxisOrder Of(VolumeGeometry geometry, VolumeOrientation orientation)
    {
        if (orientation == VolumeOrientation.AsStored)
            return new([0, 1, 2], [false, false, false]);
        int[] axes = Orders.MaxBy(order => Enumerable.Range(0, 3).Sum(row => Math.Abs(geometry[row, order[row]]) / geometry.Spacing(order[row])))!;
        bool Positive(int row) => row == 2 || orientation == VolumeOrientation.Lps;
        return new(axes, [.. Enumerable.Range(0, 3).Select(row => geometry[row, axes[row]] > 0 != Positive(row))]);
    }

    /// <summary>The geometry of the source with its axes in this order.</summary>
    internal VolumeGeometry Apply(VolumeGeometry source)
    {
        var affine = new double[12];
        for (int row = 0; row < 3; row++)
        {
            affine[4 * row + 3] = source[row, 3];
            for (int axis = 0; axis < 3; axis++)
            {
                double step = source[row, Axes[axis]];
                affine[4 * row + axis] = Flipped[axis] ? -step : step;
                if (Flipped[axis])
                    affine[4 * row + 3] += step * (source.Size[Axes[axis]] - 1);
            }
        }
        return new([.. Axes.Select(a => source.Size[a])], affine);
    }
}
