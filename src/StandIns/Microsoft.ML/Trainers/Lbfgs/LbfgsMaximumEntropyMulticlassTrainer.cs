using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>Logistic regression for several classes.</summary>
public sealed class LbfgsMaximumEntropyMulticlassTrainer : LbfgsTrainerBase<LbfgsMaximumEntropyMulticlassTrainer.Options,
    MulticlassPredictionTransformer<MaximumEntropyModelParameters>, MaximumEntropyModelParameters>
{
    internal LbfgsMaximumEntropyMulticlassTrainer(IHostEnvironment env, Options options)
        : base(env, nameof(LbfgsMaximumEntropyMulticlassTrainer), options, new KeyDataViewType(typeof(uint), 1))
    {
    }

    /// <summary>Learns on from a given model.</summary>
    public MulticlassPredictionTransformer<MaximumEntropyModelParameters> Fit(IDataView trainData, MaximumEntropyModelParameters modelParameters) =>
        Train(trainData, modelParameters);

    private protected override MaximumEntropyModelParameters TrainModel(TrainingRows rows, DataViewSchema.Column label, MaximumEntropyModelParameters start)
    {
        int classes = checked((int)((KeyDataViewType)label.Type).Count);
        int features = rows.Features[0].Length;
        double[] point = new double[classes * (1 + features)];
        if (start != null)
        {
            Check.Param(start.NumberOfClasses == classes && start.NumberOfFeatures == features, "modelParameters",
                $"The model to start from has {start.NumberOfClasses} classes and {start.NumberOfFeatures} features, the data {classes} and {features}.");
            VBuffer<float>[] weights = null;
            start.GetWeights(ref weights, out _);
            point = [.. start.GetBiases(), .. weights.SelectMany(w => w.DenseValues())];
        }
        point = Minimize(LogisticObjectives.Multiclass(rows, classes, LbfgsOptions.L2Regularization), point, classes, rows);
        float[][] learned = [.. point.Skip(classes).Select(w => (float)w).Chunk(features)];
        return new MaximumEntropyModelParameters(learned, [.. point.Take(classes).Select(b => (float)b)]);
    }

    private protected override MulticlassPredictionTransformer<MaximumEntropyModelParameters> MakeTransformer(
        MaximumEntropyModelParameters model, DataViewSchema.Column features, DataViewSchema.Column label)
        => new(Host, model, features.Name, features.Type, new DataViewSchema.DetachedColumn(label));

    private protected override SchemaShape.Column[] GetOutputColumns(SchemaShape.Column label) => ScoreColumns.MulticlassShape(label);

    public sealed class Options : OptionsBase
    {
        public Options()
        {
        }
    }
}
