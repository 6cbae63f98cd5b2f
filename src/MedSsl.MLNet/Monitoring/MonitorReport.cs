namespace MedSsl.MLNet;

/// <summary>What the monitors found after a step or an epoch.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Kind">"step" or "epoch".</param>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="Steps">All steps of the run.</param>
/// <param name="Values">By name, finite numbers only; the same in every run of one seed.</param>
/// <param name="Time">What differs from run to run.</param>
internal sealed record MonitorReport(
    string Stage, string Kind, int Epoch, long Step, long Steps, IReadOnlyDictionary<string, double> Values, MonitorTime Time);

/// <summary>When a report was made, and how fast the training was.</summary>
/// <param name="Utc">The wall clock.</param>
/// <param name="ElapsedSeconds">Seconds trained, over all sessions of the run.</param>
/// <param name="ImagesPerSecond">Since the last report of a step; null where there is none in this session.</param>
/// <param name="MonitorSeconds">Seconds that the monitors took since the last report.</param>
internal sealed record MonitorTime(DateTimeOffset Utc, double ElapsedSeconds, double? ImagesPerSecond, double MonitorSeconds);
