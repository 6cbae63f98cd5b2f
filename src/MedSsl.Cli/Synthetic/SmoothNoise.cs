namespace MedSsl.Cli.Synthetic;

/// <summary>A random field of values 0 to 1 on a grid, interpolated smoothly and repeated in both directions.</summary>
internal sealed class SmoothNoise
{
    private readonly double[] _values;
    private readonly int _cells;

    public SmoothNoise(Random random, int cells)
    {
        _cells = cells;
        _values = new double[cells * cells];
        for (int i = 0; i < _values.Length; i++)
            _values[i] = random.NextDouble();
    }

    /// <summary>The field at a point; the grid spans one unit.</summary>
    public double At(double x, double y)
    {
        double gx = x * _cells, gy = y * _cells;
        int column = (int)Math.Floor(gx), row = (int)Math.Floor(gy);
        double tx = Ease(gx - column), ty = Ease(gy - row);
        double top = Cell(row, column) * (1 - tx) + Cell(row, column + 1) * tx;
        double bottom = Cell(row + 1, column) * (1 - tx) + Cell(row + 1, column + 1) * tx;
        return top * (1 - ty) + bottom * ty;
    }

    private double Cell(int row, int column) => _values[Wrap(row) * _cells + Wrap(column)];

    private int Wrap(int index) => ((index % _cells) + _cells) % _cells;

    private static double Ease(double t) => t * t * (3 - 2 * t);
}
