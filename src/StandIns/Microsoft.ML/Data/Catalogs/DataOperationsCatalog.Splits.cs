using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    public struct TrainTestData
    {
        public readonly IDataView TrainSet;
        public readonly IDataView TestSet;

        internal TrainTestData(IDataView trainSet, IDataView testSet)
        {
            TrainSet = trainSet;
            TestSet = testSet;
        }
    }

    /// <summary>
    /// Cuts the rows in two. Rows with equal values of the sampling column stay together; use text, for which the cut is random.
    /// </summary>
    public TrainTestData TrainTestSplit(IDataView data, double testFraction = 0.1, string samplingKeyColumnName = null, int? seed = null)
    {
        Check.Value(data, nameof(data));
        Check.Param(testFraction > 0 && testFraction < 1, nameof(testFraction), $"Must be between 0 and 1 exclusive, but is {testFraction}.");
        var split = new Split(Environment, data, samplingKeyColumnName, seed);
        return new TrainTestData(split.Rows(0, testFraction, complement: true), split.Rows(0, testFraction, complement: false));
    }

    /// <summary>Cuts the rows in folds, each the test set of one split.</summary>
    public IReadOnlyList<TrainTestData> CrossValidationSplit(IDataView data, int numberOfFolds = 5, string samplingKeyColumnName = null, int? seed = null)
    {
        Check.Value(data, nameof(data));
        Check.Param(numberOfFolds > 1, nameof(numberOfFolds), $"Must be more than 1, but is {numberOfFolds}.");
        var split = new Split(Environment, data, samplingKeyColumnName, seed);
        var folds = new TrainTestData[numberOfFolds];
        for (int i = 0; i < numberOfFolds; i++)
        {
            double lower = (double)i / numberOfFolds;
            double upper = (double)(i + 1) / numberOfFolds;
            folds[i] = new TrainTestData(split.Rows(lower, upper, complement: true), split.Rows(lower, upper, complement: false));
        }
        return folds;
    }
}
