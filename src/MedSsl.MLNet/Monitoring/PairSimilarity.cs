using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>The mean cosine of partners, and that of all others.</summary>
/// <param name="Positive">Over all pairs of different rows of one group; NaN where there is none.</param>
/// <param name="Negative">Over all pairs of rows of two groups; NaN where there is none.</param>
internal readonly record struct PairSimilarity(double Positive, double Negative)
{
    /// <summary>
    /// From sums alone, without a matrix of all pairs: the cosines of a set of rows with each other, themselves included, add up to the squared length of
    /// the rows' sum.
    /// </summary>
    /// <param name="unit">[N, D], rows of length 1.</param>
    /// <param name="groups">Each row's group, numbered from 0.</param>
    internal static PairSimilarity Of(Tensor unit, ReadOnlySpan<int> groups)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var rows = unit.to(ScalarType.Float64, CPU).contiguous();
        int size = (int)rows.shape[1];
        var values = MemoryMarshal.Cast<byte, double>(rows.bytes);
        var sums = new Dictionary<int, double[]>();
        var counts = new Dictionary<int, long>();
        var total = new double[size];
        double lengths = 0;
        for (int i = 0; i < groups.Length; i++)
        {
            double[] sum = CollectionsMarshal.GetValueRefOrAddDefault(sums, groups[i], out _) ??= new double[size];
            CollectionsMarshal.GetValueRefOrAddDefault(counts, groups[i], out _)++;
            for (int j = 0; j < size; j++)
            {
                double value = values[i * size + j];
                sum[j] += value;
                total[j] += value;
                lengths += value * value;
            }
        }
        double within = sums.Values.Sum(Squared);
        long withinPairs = counts.Values.Sum(count => count * count), pairs = (long)groups.Length * groups.Length;
        return new((within - lengths) / (withinPairs - groups.Length), (Squared(total) - within) / (pairs - withinPairs));
    }

    private static double Squared(double[] vector) => vector.Sum(value => value * value);
}
