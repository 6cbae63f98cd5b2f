namespace MedSsl.Cli.Runs;

/// <summary>What <c>metrics.json</c> of a training run holds.</summary>
/// <param name="Test">Metrics on the test patients.</param>
/// <param name="Validation">Metrics on the validation patients, where the manifest has any.</param>
/// <param name="Seconds">How long each step took.</param>
/// <param name="BadImages">Broken images that were left out, with the reason.</param>
internal sealed record TrainingReport(MetricsReport Test, MetricsReport? Validation, IReadOnlyDictionary<string, double> Seconds, IReadOnlyDictionary<string, string> BadImages);
