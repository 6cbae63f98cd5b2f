using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// The weighted k-nearest-neighbour classifier of Wu et al. (2018), arXiv 1805.01978, section 3.4: the k most similar labelled images vote, each with
/// weight exp(cosine / τ). For several labels an image each label is voted on by itself, by the k most similar images whose label is known.
/// </summary>
internal static class NearestNeighbours
{
    /// <summary>The share of the votes for each label, [queries, K]; NaN where no image has a known label.</summary>
    /// <param name="features">[N, D], of the labelled images.</param>
    /// <param name="labels">[N, K], row after row: 1, 0 or NaN = unknown.</param>
    /// <param name="queries">[Q, D].</param>
    /// <param name="neighbours">k; all where there are fewer.</param>
    /// <param name="temperature">τ.</param>
    internal static float[] Vote(Tensor features, ReadOnlySpan<float> labels, Tensor queries, int neighbours, double temperature)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        int count = (int)features.shape[0], outputs = labels.Length / count, asked = (int)queries.shape[0];
        var cosines = UnitRows.Of(queries).mm(UnitRows.Of(features).t()).contiguous();
        var all = MemoryMarshal.Cast<byte, double>(cosines.bytes);
        var votes = new float[asked * outputs];
        var order = new int[count];
        var keys = new double[count];
        for (int query = 0; query < asked; query++)
        {
            var row = all.Slice(query * count, count);
            for (int i = 0; i < count; i++)
                (keys[i], order[i]) = (-row[i], i);
            Array.Sort(keys, order);
            for (int label = 0; label < outputs; label++)
                votes[query * outputs + label] = Vote(row, order, labels, label, outputs, neighbours, temperature);
        }
        return votes;
    }

    private static float Vote(ReadOnlySpan<double> cosines, int[] order, ReadOnlySpan<float> labels, int label, int outputs, int neighbours, double temperature)
    {
        double sum = 0, positive = 0, nearest = cosines[order[0]];
        int voters = 0;
        foreach (int row in order)
        {
            float known = labels[row * outputs + label];
            if (float.IsNaN(known))
                continue;
            double weight = Math.Exp((cosines[row] - nearest) / temperature);
            sum += weight;
            positive += weight * known;
            if (++voters == neighbours)
                break;
        }
        return (float)(positive / sum);
    }
}
