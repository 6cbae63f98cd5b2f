using System.Globalization;

namespace MedSsl.MLNet;

/// <summary>
/// Where a volume's voxels are: sizes along its three axes, which are width, height and depth, and an affine of 3 rows of 4 numbers from (width, height, depth,
/// 1) to mm in DICOM's patient coordinates: x to the left, y to the back, z to the head.
/// </summary>
internal sealed class VolumeGeometry
{
    private readonly int[] _size;
    private readonly double[] _affine;

    /// <exception cref="InvalidDataException">Axes have no length, or lie in one plane.</exception>
    internal VolumeGeometry(ReadOnlySpan<int> size, ReadOnlySpan<double> affine)
    {
        (_size, _affine) = (size.ToArray(), affine.ToArray());
        double product = Spacing(0) * Spacing(1) * Spacing(2);
        if (!affine.ToArray().All(double.IsFinite) || !(product > 0) || Math.Abs(Determinant()) < 1e-3 * product)
            throw new InvalidDataException($"its axes are no three directions: their affine is {Text()}");
    }

    /// <summary>Voxels along width (0), height (1) and depth (2).</summary>
    internal IReadOnlyList<int> Size => _size;

    /// <summary>3 rows of 4 numbers.</summary>
    internal IReadOnlyList<double> Affine => _affine;

    internal long Voxels => (long)_size[0] * _size[1] * _size[2];

    /// <summary>The distance between voxels along an axis in mm.</summary>
    internal double Spacing(int axis) => Math.Sqrt(Square(this[0, axis]) + Square(this[1, axis]) + Square(this[2, axis]));

    /// <summary>An affine's number.</summary>
    internal double this[int row, int column] => _affine[4 * row + column];

    private double Determinant() =>
        this[0, 0] * (this[1, 1] * this[2, 2] - this[1, 2] * this[2, 1])
        - this[0, 1] * (this[1, 0] * this[2, 2] - this[1, 2] * this[2, 0])
        + this[0, 2] * (this[1, 0] * this[2, 1] - this[1, 1] * this[2, 0]);

    private string Text() => string.Join("; ", _affine.Chunk(4).Select(row => string.Join(' ', row.Select(v => v.ToString("G6", CultureInfo.InvariantCulture)))));

    private static double Square(double value) => value * value;
}
