using Microsoft.ML.Data;

namespace Microsoft.ML;

public abstract partial class TrainCatalogBase
{
    /// <summary>Fits on each fold's training rows and measures on the rest, one fold after the other.</summary>
    private protected IReadOnlyList<CrossValidationResult<T>> CrossValidateCore<T>(IDataView data, IEstimator<ITransformer> estimator,
        int numberOfFolds, string samplingKeyColumnName, int? seed, Func<IDataView, T> evaluate) where T : class
    {
        Check.Value(data, nameof(data));
        Check.Value(estimator, nameof(estimator));
        Check.Param(numberOfFolds > 1, nameof(numberOfFolds), $"There must be at least 2 folds, not {numberOfFolds}.");

        List<CrossValidationResult<T>> results = [];
        var splits = new DataOperationsCatalog(Environment).CrossValidationSplit(data, numberOfFolds, samplingKeyColumnName, seed);
        foreach (DataOperationsCatalog.TrainTestData split in splits)
        {
            ITransformer model = estimator.Fit(split.TrainSet);
            IDataView scored = model.Transform(split.TestSet);
            results.Add(new CrossValidationResult<T>(model, evaluate(scored), scored, results.Count));
        }
        return results;
    }
}

public sealed partial class BinaryClassificationCatalog
{
    public IReadOnlyList<CrossValidationResult<CalibratedBinaryClassificationMetrics>> CrossValidate(IDataView data,
        IEstimator<ITransformer> estimator, int numberOfFolds = 5, string labelColumnName = "Label", string samplingKeyColumnName = null,
        int? seed = null)
        => CrossValidateCore(data, estimator, numberOfFolds, samplingKeyColumnName, seed, scored => Evaluate(scored, labelColumnName));

    public IReadOnlyList<CrossValidationResult<BinaryClassificationMetrics>> CrossValidateNonCalibrated(IDataView data,
        IEstimator<ITransformer> estimator, int numberOfFolds = 5, string labelColumnName = "Label", string samplingKeyColumnName = null,
        int? seed = null)
        => CrossValidateCore(data, estimator, numberOfFolds, samplingKeyColumnName, seed,
            scored => EvaluateNonCalibrated(scored, labelColumnName));
}

public sealed partial class MulticlassClassificationCatalog
{
    public IReadOnlyList<CrossValidationResult<MulticlassClassificationMetrics>> CrossValidate(IDataView data,
        IEstimator<ITransformer> estimator, int numberOfFolds = 5, string labelColumnName = "Label", string samplingKeyColumnName = null,
        int? seed = null)
        => CrossValidateCore(data, estimator, numberOfFolds, samplingKeyColumnName, seed, scored => Evaluate(scored, labelColumnName));
}

public sealed partial class ClusteringCatalog
{
    public IReadOnlyList<CrossValidationResult<ClusteringMetrics>> CrossValidate(IDataView data, IEstimator<ITransformer> estimator,
        int numberOfFolds = 5, string labelColumnName = null, string featuresColumnName = null, string samplingKeyColumnName = null,
        int? seed = null)
        => CrossValidateCore(data, estimator, numberOfFolds, samplingKeyColumnName, seed,
            scored => Evaluate(scored, labelColumnName, featureColumnName: featuresColumnName));
}
