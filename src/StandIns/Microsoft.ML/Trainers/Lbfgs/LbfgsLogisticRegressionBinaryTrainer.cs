using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using CalibratedModel =
    Microsoft.ML.Calibrators.CalibratedModelParametersBase<Microsoft.ML.Trainers.LinearBinaryModelParameters, Microsoft.ML.Calibrators.PlattCalibrator>;

namespace Microsoft.ML.Trainers;

/// <summary>Logistic regression for two classes.</summary>
public sealed class LbfgsLogisticRegressionBinaryTrainer : LbfgsTrainerBase<LbfgsLogisticRegressionBinaryTrainer.Options,
    BinaryPredictionTransformer<CalibratedModel>, CalibratedModel>
{
    internal LbfgsLogisticRegressionBinaryTrainer(IHostEnvironment env, Options options)
        : base(env, nameof(LbfgsLogisticRegressionBinaryTrainer), options, BooleanDataViewType.Instance)
    {
    }

    /// <summary>Learns on from a given model.</summary>
    public BinaryPredictionTransformer<CalibratedModel> Fit(IDataView trainData, LinearModelParameters modelParameters)
    {
        CalibratedLinearModel start = modelParameters == null ? null : Calibrated([.. modelParameters.Weights], modelParameters.Bias);
        return Train(trainData, start);
    }

    private protected override CalibratedModel TrainModel(TrainingRows rows, DataViewSchema.Column label, CalibratedModel start)
    {
        int features = rows.Features[0].Length;
        double[] point = new double[1 + features];
        if (start != null)
        {
            Check.Param(start.SubModel.Weights.Count == features, "modelParameters",
                $"The model to start from has {start.SubModel.Weights.Count} features, the data {features}.");
            point = [start.SubModel.Bias, .. start.SubModel.Weights];
        }
        point = Minimize(LogisticObjectives.Binary(rows, LbfgsOptions.L2Regularization), point, 1, rows);
        return Calibrated([.. point.Skip(1).Select(w => (float)w)], (float)point[0]);
    }

    private protected override BinaryPredictionTransformer<CalibratedModel> MakeTransformer(
        CalibratedModel model, DataViewSchema.Column features, DataViewSchema.Column label) => new(Host, model, features.Name, features.Type);

    private protected override SchemaShape.Column[] GetOutputColumns(SchemaShape.Column label) => ScoreColumns.BinaryShape(isCalibrated: true);

    // The score is the log-odds: its logistic function is the probability.
    private static CalibratedLinearModel Calibrated(float[] weights, float bias) => new(new LinearBinaryModelParameters(weights, bias), new PlattCalibrator(-1, 0));

    public sealed class Options : OptionsBase
    {
        public Options()
        {
        }
    }
}
