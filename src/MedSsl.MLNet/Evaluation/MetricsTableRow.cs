namespace MedSsl.MLNet;

/// <summary>One row of a table of results, ready to print.</summary>
/// <param name="Label">The label, or "Macro mean".</param>
/// <param name="Positives">Scored rows with the finding; null for the mean.</param>
/// <param name="Negatives">Scored rows without it; null for the mean.</param>
/// <param name="AreaUnderRocCurve">For example "0.871 (0.790-0.934)", or "-" where undefined.</param>
/// <param name="AveragePrecision">For example "0.412 (0.301-0.540)", or "-" where undefined.</param>
public sealed record MetricsTableRow(string Label, int? Positives, int? Negatives, string AreaUnderRocCurve, string AveragePrecision);
