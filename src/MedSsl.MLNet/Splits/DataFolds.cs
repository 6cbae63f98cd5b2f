using Microsoft.ML;

namespace MedSsl.MLNet;

/// <summary>Folds for cross-validation, no patient in two of them.</summary>
public sealed class DataFolds
{
    internal DataFolds(IDataView all, IReadOnlyList<DataFold> folds, SplitReport report) => (All, Folds, Report) = (all, folds, report);

    /// <summary>All rows, with a text column Fold: "1", "2" and so on.</summary>
    public IDataView All { get; }

    /// <summary>One entry a fold: test on it, train on the others.</summary>
    public IReadOnlyList<DataFold> Folds { get; }

    /// <summary>What each fold holds.</summary>
    public SplitReport Report { get; }
}

/// <summary>One round of a cross-validation.</summary>
/// <param name="Train">The rows of all other folds.</param>
/// <param name="Test">The rows of this fold.</param>
public sealed record DataFold(IDataView Train, IDataView Test);
