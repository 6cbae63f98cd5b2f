using System.Globalization;

namespace MedSsl.MLNet;

/// <summary>Metrics as text: three decimals, a dash where undefined.</summary>
internal static class MetricText
{
    internal static string Of(double value) => double.IsNaN(value) ? "-" : value.ToString("0.000", CultureInfo.InvariantCulture);

    internal static string WithInterval(double value, ConfidenceInterval? interval) => interval is null ? Of(value) : $"{Of(value)} ({interval})";
}
