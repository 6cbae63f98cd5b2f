namespace MedSsl.Cli.Runs;

/// <summary>One fine-tuning of a comparison.</summary>
/// <param name="Seed">Seed of the whole run.</param>
/// <param name="Start">Which weights fine-tuning started from, and with which options.</param>
/// <param name="LabelFraction">Share of the labelled training patients.</param>
/// <param name="Test">Metrics on the test patients.</param>
/// <param name="Seconds">Seconds of this seed's run up to here.</param>
internal sealed record Trial(int Seed, string Start, double LabelFraction, MetricsReport Test, double Seconds);
