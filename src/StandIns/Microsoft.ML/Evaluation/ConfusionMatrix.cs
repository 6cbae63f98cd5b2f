namespace Microsoft.ML.Data;

/// <summary>How often each class (row) was predicted as each class (column).</summary>
public sealed class ConfusionMatrix
{
    private readonly string[] _classNames;
    private readonly bool _isBinary;

    public IReadOnlyList<double> PerClassPrecision { get; }
    public IReadOnlyList<double> PerClassRecall { get; }
    public IReadOnlyList<IReadOnlyList<double>> Counts { get; }
    public int NumberOfClasses => _classNames.Length;

    internal ConfusionMatrix(string[] classNames, double[][] counts, bool isBinary)
    {
        _classNames = classNames;
        _isBinary = isBinary;
        Counts = counts;
        PerClassPrecision = [.. counts.Select((row, c) => Share(row[c], counts.Sum(other => other[c])))];
        PerClassRecall = [.. counts.Select((row, c) => Share(row[c], row.Sum()))];
    }

    public double GetCountForClassPair(int predictedClassIndicatorIndex, int actualClassIndicatorIndex)
        => Counts[actualClassIndicatorIndex][predictedClassIndicatorIndex];

    public string GetFormattedConfusionTable() => ConfusionTableText.Format(this, _classNames, _isBinary);

    private static double Share(double part, double whole) => whole > 0 ? part / whole : 0;
}
