using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>A uniform model soup: Wortsman et al. (2022), arXiv 2203.05482.</summary>
internal static class WeightSoup
{
    /// <summary>The network whose every weight is the mean of the networks', which share one architecture.</summary>
    internal static TunedNetwork Mean(IReadOnlyList<TunedNetwork> networks)
    {
        var first = networks[0].Encoder;
        var tensors = networks.Select(network => network.Encoder.Weights.Tensors).ToArray();
        var weights = EncoderWeights.Of(first.Weights.Tensors.Select((tensor, i) =>
            tensor with { Values = Mean([.. tensors.Select(of => of.ElementAt(i).Values)]) }));
        var scorer = new LinearScorer(Mean([.. networks.Select(network => network.Scorer.Bias)]), Mean([.. networks.Select(network => network.Scorer.Weight)]));
        return new(new TrainedEncoder(first.Spec, first.Channels, first.Height, first.Width, first.ImageColumnName, weights), scorer);
    }

    /// <summary>
    /// The same network with normalisation statistics of its own: the mean over the batches of each batch's statistics, as stochastic weight averaging
    /// estimates them (Izmailov et al. 2018, arXiv 1803.05407).
    /// </summary>
    internal static TunedNetwork WithStatisticsOf(TunedNetwork network, IEnumerable<Func<Tensor>> batches, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var encoder = network.Encoder;
        using var module = encoder.NewModule();
        Tensor[] statistics = [.. module.state_dict().Where(entry => IsStatistic(entry.Key)).Select(entry => entry.Value)];
        Tensor[] sums = [.. statistics.Select(statistic => zeros_like(statistic))];
        module.train();
        int count = 0;
        foreach (var batch in batches)
        {
            cancellation.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            // From 0, a forward pass leaves the batch's statistics times the momentum.
            foreach (var statistic in statistics)
                statistic.zero_();
            module.call(batch());
            foreach (var (sum, statistic) in sums.Zip(statistics))
                sum.add_(statistic);
            count++;
        }
        foreach (var (sum, statistic) in sums.Zip(statistics))
            statistic.copy_(sum / (count * BatchNormalisation.Momentum));
        return network with { Encoder = TrainedEncoder.Capture(encoder.Spec, encoder.Channels, encoder.Height, encoder.Width, encoder.ImageColumnName, module) };
    }

    private static bool IsStatistic(string name) => name.EndsWith("running_mean", StringComparison.Ordinal) || name.EndsWith("running_var", StringComparison.Ordinal);

    private static float[] Mean(float[][] values)
        => [.. Enumerable.Range(0, values[0].Length).Select(i => (float)(values.Sum(of => (double)of[i]) / values.Length))];
}
