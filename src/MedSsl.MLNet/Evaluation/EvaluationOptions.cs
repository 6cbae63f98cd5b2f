namespace MedSsl.MLNet;

/// <summary>How <see cref="MultiLabelClassificationCatalog.Evaluate"/> estimates its confidence intervals.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Bootstrap replicates, 0 (no intervals) or 100 to 1,000,000; normally 1,000.</summary>
    public int BootstrapSamples { get; init; } = 1000;

    /// <summary>Coverage of the intervals, 0.5 to 0.999.</summary>
    public double ConfidenceLevel { get; init; } = 0.95;

    /// <summary>Where the replicates come from: the same seed gives the same intervals.</summary>
    public int Seed { get; init; } = 1;

    /// <exception cref="ArgumentException">An option is out of its range: the message names it, its value and the range.</exception>
    internal void Validate()
    {
        if (BootstrapSamples != 0)
            OptionChecks.InRange(nameof(BootstrapSamples), BootstrapSamples, 100, 1_000_000);
        OptionChecks.InRange(nameof(ConfidenceLevel), ConfidenceLevel, 0.5, 0.999);
    }
}
