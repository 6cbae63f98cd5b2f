namespace MedSsl.MLNet;

/// <summary>The learning rates and weight decays that a search tries, in order.</summary>
internal static class TrialPlan
{
    internal static (double LearningRate, double WeightDecay)[] Of(FineTuneSearchOptions options, ulong seed) => options.Method == SearchMethod.Grid
        ? [.. options.Rates.Distinct().SelectMany(rate => options.WeightDecays.Distinct().Select(decay => (rate, decay)))]
        : [.. Enumerable.Range(0, options.Trials).Select(trial => Draw(options, SampleSeed.Of(seed, "FineTune.Search", 0, trial, 0)))];

    private static (double LearningRate, double WeightDecay) Draw(FineTuneSearchOptions options, ulong seed)
    {
        double[] decays = [.. options.WeightDecays.Where(decay => decay > 0)];
        bool none = SampleSeed.Uniform(seed, 1) * options.WeightDecays.Count >= decays.Length;
        return (LogUniform(options.Rates, SampleSeed.Uniform(seed, 0)), none ? 0 : LogUniform(decays, SampleSeed.Uniform(seed, 2)));
    }

    private static double LogUniform(IReadOnlyList<double> values, double share)
    {
        double low = Math.Log(values.Min()), high = Math.Log(values.Max());
        return low == high ? values[0] : Math.Exp(low + share * (high - low));
    }
}
