using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// Networks made of the weights of others that one training run or several left: a uniform model soup, Wortsman et al. (2022), arXiv 2203.05482, and the
/// way between a start and what training made of it, "WiSE-FT", Wortsman et al. (2021), arXiv 2109.01903.
/// </summary>
internal static class WeightSoup
{
    /// <summary>The network whose every weight is the mean of the networks', which share one architecture.</summary>
    internal static TunedNetwork Mean(IReadOnlyList<TunedNetwork> networks) => Sum(networks, [.. networks.Select(_ => 1.0 / networks.Count)]);

    /// <summary>Every weight and normalisation statistic between the start's and the end's.</summary>
    /// <param name="start">The network before training.</param>
    /// <param name="end">The network after it.</param>
    /// <param name="share">The start's share, 0 to 1.</param>
    internal static TunedNetwork Between(TunedNetwork start, TunedNetwork end, double share) => Sum([end, start], [1 - share, share]);

    private static TunedNetwork Sum(IReadOnlyList<TunedNetwork> networks, double[] shares)
    {
        var first = networks[0].Encoder;
        NamedTensor[][] tensors = [.. networks.Select(network => network.Encoder.Weights.Tensors.ToArray())];
        var weights = EncoderWeights.Of(first.Weights.Tensors.Select((tensor, i) =>
            tensor.With(values: Sum([.. tensors.Select(of => of[i].Values)], shares))));
        var scorer = new LinearScorer(
            Sum([.. networks.Select(network => network.Scorer.Bias)], shares), Sum([.. networks.Select(network => network.Scorer.Weight)], shares));
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

    private static float[] Sum(float[][] values, double[] shares)
    {
        var sums = new float[values[0].Length];
        for (int i = 0; i < sums.Length; i++)
        {
            double sum = 0;
            for (int n = 0; n < values.Length; n++)
                sum += shares[n] * values[n][i];
            sums[i] = (float)sum;
        }
        return sums;
    }
}
