using Microsoft.ML;

namespace MedSsl.MLNet;

/// <summary>Training, validation and test rows, no patient in two of them.</summary>
public sealed class DataSplit
{
    internal DataSplit(IDataView all, IDataView train, IDataView? validation, IDataView test, SplitReport report) =>
        (All, Train, Validation, Test, Report) = (all, train, validation, test, report);

    /// <summary>All rows, with a text column Split: train, validation or test. Such a column of the data is hidden by it.</summary>
    public IDataView All { get; }

    /// <summary>The rows to train on.</summary>
    public IDataView Train { get; }

    /// <summary>The rows to choose with; null if their share is 0.</summary>
    public IDataView? Validation { get; }

    /// <summary>The rows to evaluate on.</summary>
    public IDataView Test { get; }

    /// <summary>What each part holds.</summary>
    public SplitReport Report { get; }
}
