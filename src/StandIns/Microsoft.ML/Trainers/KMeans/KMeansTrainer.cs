using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>
/// Clusters of least squared distance to their means. As in the real package, weights only count when the first centres are drawn,
/// and rows with missing features are left out.
/// </summary>
public class KMeansTrainer : TrainerEstimatorBase<ClusteringPredictionTransformer<KMeansModelParameters>, KMeansModelParameters>
{
    private readonly Options _options;

    internal KMeansTrainer(IHostEnvironment env, Options options) : base(env.Register("KMeansPlusPlus"), options)
    {
        Positive(options.NumberOfClusters, nameof(options.NumberOfClusters));
        Positive(options.MaximumNumberOfIterations, nameof(options.MaximumNumberOfIterations));
        Positive(options.OptimizationTolerance, nameof(options.OptimizationTolerance));
        Positive(options.AccelerationMemoryBudgetMb, nameof(options.AccelerationMemoryBudgetMb));
        Positive(options.NumberOfThreads ?? 1, nameof(options.NumberOfThreads));
        _options = options;
    }

    public override TrainerInfo Info { get; } = new(needNormalization: true, wantCaching: true);

    private protected override KMeansModelParameters TrainModel(TrainingRows rows, DataViewSchema.Column label, KMeansModelParameters start)
    {
        bool spread = _options.InitializationAlgorithm != InitializationAlgorithm.Random;
        double[][] centres = KMeansInitialization.Draw(rows, _options.NumberOfClusters, spread, Host.Rand);
        Lloyd.Minimize(rows, centres, _options.OptimizationTolerance, _options.MaximumNumberOfIterations);
        return new KMeansModelParameters(Array.ConvertAll(centres, centre => Array.ConvertAll(centre, x => (float)x)));
    }

    private protected override ClusteringPredictionTransformer<KMeansModelParameters> MakeTransformer(
        KMeansModelParameters model, DataViewSchema.Column features, DataViewSchema.Column label) => new(Host, model, features.Name, features.Type);

    private protected override SchemaShape.Column[] GetOutputColumns(SchemaShape.Column label) => ScoreColumns.ClusteringShape();

    private static void Positive(double value, string name) =>
        Check.Range(value > 0, name, $"{name} must be positive, but is {value}.");

    /// <summary>How the first centres are found. Yinyang, in the real package a faster draw of the same kind, is here KMeansPlusPlus.</summary>
    public enum InitializationAlgorithm
    {
        KMeansPlusPlus = 0,
        Random = 1,
        KMeansYinyang = 2,
    }

    public sealed class Options : UnsupervisedTrainerInputBaseWithWeight
    {
        public int NumberOfClusters = 5;
        public InitializationAlgorithm InitializationAlgorithm = InitializationAlgorithm.KMeansYinyang;

        /// <summary>Training ends when the mean squared distance changes by less.</summary>
        public float OptimizationTolerance = 1e-7f;
        public int MaximumNumberOfIterations = 1000;

        /// <summary>Not used: nothing is kept to save distances.</summary>
        public int AccelerationMemoryBudgetMb = 4096;

        /// <summary>Not used: one thread trains.</summary>
        public int? NumberOfThreads;

        public Options()
        {
        }
    }
}
