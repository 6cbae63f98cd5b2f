namespace Microsoft.ML.Trainers;

/// <summary>First centres: rows drawn at random, or each far from those before (k-means++, Arthur and Vassilvitskii 2007).</summary>
internal static class KMeansInitialization
{
    internal static double[][] Draw(TrainingRows rows, int clusters, bool spread, Random random)
    {
        double[][] points = [.. rows.Features.Select(row => Array.ConvertAll(row, x => (double)x))];
        // The squared distance of each row to its nearest centre; the first is drawn by weight alone.
        double[] nearest = new double[points.Length];
        Array.Fill(nearest, double.PositiveInfinity);
        var centres = new double[clusters][];
        for (int c = 0; c < clusters; c++)
        {
            // The best of a few candidates: with a single one, two centres often share a cluster.
            int candidates = spread && c > 0 ? 2 + (int)Math.Log(clusters) : 1;
            (double Cost, double[] Nearest, int Row) best = (double.PositiveInfinity, null, -1);
            for (int i = 0; i < candidates; i++)
            {
                int row = DrawRow(nearest, rows.Weights, spread, random);
                if (row < 0)
                {
                    throw new InvalidOperationException(
                        $"There are only {c} distinct rows, too few for {clusters} clusters: ask for fewer (NumberOfClusters).");
                }
                double[] after = [.. points.Select((point, r) => Math.Min(nearest[r], Lloyd.SquaredDistance(point, points[row])))];
                double cost = after.Sum();
                if (best.Row < 0 || cost < best.Cost)
                    best = (cost, after, row);
            }
            centres[c] = (double[])points[best.Row].Clone();
            nearest = best.Nearest;
        }
        return centres;
    }

    /// <summary>A row that is no centre yet; by its weight and, with <paramref name="spread"/>, its squared distance to the centres. -1 if there is none.</summary>
    private static int DrawRow(double[] nearest, List<float> weights, bool spread, Random random)
    {
        double Chance(int row) => nearest[row] == 0 ? 0 : weights[row] * (spread && double.IsFinite(nearest[row]) ? nearest[row] : 1);
        double sum = 0;
        for (int row = 0; row < nearest.Length; row++)
            sum += Chance(row);
        if (!(sum > 0))
            return -1;
        double left = random.NextDouble() * sum;
        int last = -1;
        for (int row = 0; row < nearest.Length; row++)
        {
            double chance = Chance(row);
            if (chance <= 0)
                continue;
            last = row;
            left -= chance;
            if (left < 0)
                break;
        }
        return last;
    }
}
