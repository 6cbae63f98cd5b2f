namespace Microsoft.ML.Trainers;

/// <summary>Lloyd's iterations: each row to its nearest centre, each centre to its rows' mean.</summary>
internal static class Lloyd
{
    /// <summary>Moves the centres until the mean squared distance changes by less than a tolerance.</summary>
    internal static void Minimize(TrainingRows rows, double[][] centres, double tolerance, int maximumIterations)
    {
        int size = centres[0].Length;
        double before = double.PositiveInfinity;
        for (int iteration = 0; iteration < maximumIterations; iteration++)
        {
            double[][] sums = Array.ConvertAll(centres, _ => new double[size]);
            int[] counts = new int[centres.Length];
            double score = 0;
            foreach (float[] row in rows.Features)
            {
                (int nearest, double distance) = Nearest(row, centres);
                score += distance;
                counts[nearest]++;
                for (int i = 0; i < size; i++)
                    sums[nearest][i] += row[i];
            }
            for (int c = 0; c < centres.Length; c++)
            {
                // A centre without rows stays where it is.
                for (int i = 0; i < size && counts[c] > 0; i++)
                    centres[c][i] = sums[c][i] / counts[c];
            }
            score /= rows.Count;
            if (Math.Abs(before - score) < tolerance)
                return;
            before = score;
        }
    }

    internal static double SquaredDistance(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        return sum;
    }

    private static (int Centre, double SquaredDistance) Nearest(float[] row, double[][] centres)
    {
        (int Centre, double SquaredDistance) nearest = (0, double.PositiveInfinity);
        for (int c = 0; c < centres.Length; c++)
        {
            double sum = 0;
            for (int i = 0; i < row.Length; i++)
                sum += (row[i] - centres[c][i]) * (row[i] - centres[c][i]);
            if (sum < nearest.SquaredDistance)
                nearest = (c, sum);
        }
        return nearest;
    }
}
