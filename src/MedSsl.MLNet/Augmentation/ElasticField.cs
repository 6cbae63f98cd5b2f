namespace MedSsl.MLNet;

/// <summary>
/// A smooth random displacement of a view's pixels: normal displacements at the knots of a coarse grid, a uniform cubic B-spline between them. The coarse grid is
/// U-Net's (Ronneberger et al. 2015, arXiv 1505.04597), the idea Simard et al.'s (2003, "Best Practices for Convolutional Neural Networks Applied to Visual
/// Document Analysis").
/// </summary>
/// <param name="Seed">Of the displacements.</param>
/// <param name="Cells">Cells of the grid in each direction.</param>
/// <param name="Strength">Standard deviation of a knot's displacement, as a share of the crop's side.</param>
/// <remarks>Departure from both: the spline smooths as it interpolates, so that a pixel's displacement deviates about half as much as a knot's.</remarks>
internal readonly record struct ElasticField(ulong Seed, int Cells, double Strength)
{
    /// <summary>Adds the displacements to offsets of sampling positions, x before y, each from −1 to 1 across the image.</summary>
    /// <param name="height">The view's height.</param>
    /// <param name="width">The view's width.</param>
    /// <param name="scaleX">The crop's width over the image's.</param>
    /// <param name="scaleY">The crop's height over the image's.</param>
    /// <param name="offsets">[height, width, 2].</param>
    internal void Write(int height, int width, double scaleX, double scaleY, Span<float> offsets)
    {
        int knots = (Cells + 3) * (Cells + 3);
        var control = new double[2 * knots];
        for (int i = 0; i < knots; i++)
        {
            // Box and Muller: two normal numbers from two uniform ones.
            double radius = Strength * Math.Sqrt(-2 * Math.Log(1 - SampleSeed.Uniform(Seed, 2 * i)));
            var (sin, cos) = Math.SinCos(2 * Math.PI * SampleSeed.Uniform(Seed, 2 * i + 1));
            (control[i], control[knots + i]) = (2 * scaleX * radius * cos, 2 * scaleY * radius * sin);
        }

        Interpolate(control.AsSpan(0, knots), Cells, height, width, offsets, 0);
        Interpolate(control.AsSpan(knots), Cells, height, width, offsets, 1);
    }

    /// <summary>The B-spline at the pixels' centres: rows of knots first, then along each row. The (cells + 3)² knots come row by row, the outermost outside the view.</summary>
    internal static void Interpolate(ReadOnlySpan<double> control, int cells, int height, int width, Span<float> offsets, int component)
    {
        int side = cells + 3;
        Span<double> weights = stackalloc double[4], row = stackalloc double[side];
        for (int y = 0; y < height; y++)
        {
            int top = Weights((y + 0.5) / height * cells, cells, weights);
            for (int k = 0; k < side; k++)
            {
                row[k] = 0;
                for (int i = 0; i < 4; i++)
                    row[k] += weights[i] * control[(top + i) * side + k];
            }
            for (int x = 0; x < width; x++)
            {
                int left = Weights((x + 0.5) / width * cells, cells, weights);
                double sum = 0;
                for (int i = 0; i < 4; i++)
                    sum += weights[i] * row[left + i];
                offsets[2 * (y * width + x) + component] += (float)sum;
            }
        }
    }

    /// <summary>The four weights of a uniform cubic B-spline at a position in cells, and the first knot that they belong to.</summary>
    private static int Weights(double position, int cells, Span<double> weights)
    {
        int cell = Math.Min((int)position, cells - 1);
        double t = position - cell, s = 1 - t;
        weights[0] = s * s * s / 6;
        weights[1] = (3 * t * t * t - 6 * t * t + 4) / 6;
        weights[2] = (3 * s * s * s - 6 * s * s + 4) / 6;
        weights[3] = t * t * t / 6;
        return cell;
    }
}
