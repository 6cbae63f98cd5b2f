using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>Trainers that minimise a penalised loss by L-BFGS.</summary>
public abstract class LbfgsTrainerBase<TOptions, TTransformer, TModel> : TrainerEstimatorBase<TTransformer, TModel>
    where TOptions : LbfgsTrainerBase<TOptions, TTransformer, TModel>.OptionsBase, new()
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    // The loss is flat about its optimum: at the tolerance itself, 1e-7, coefficients are still wrong in the third digit.
    private const double Strictness = 1e-4;

    private protected LbfgsTrainerBase(IHostEnvironment env, string name, TOptions options, DataViewType labelType)
        : base(env.Register(name), options, labelType)
    {
        Check.Range(options.L1Regularization >= 0, nameof(options), $"L1Regularization must not be negative, but is {options.L1Regularization}.");
        Check.Range(options.L2Regularization >= 0, nameof(options), $"L2Regularization must not be negative, but is {options.L2Regularization}.");
        Check.Range(options.OptimizationTolerance > 0, nameof(options), $"OptimizationTolerance must be positive, but is {options.OptimizationTolerance}.");
        Check.Range(options.HistorySize > 0, nameof(options), $"HistorySize must be positive, but is {options.HistorySize}.");
        Check.Range(options.MaximumNumberOfIterations > 0, nameof(options),
            $"MaximumNumberOfIterations must be positive, but is {options.MaximumNumberOfIterations}.");
        LbfgsOptions = options;
    }

    public override TrainerInfo Info { get; } = new(needNormalization: true, wantCaching: true);

    private protected TOptions LbfgsOptions { get; }

    /// <summary>The minimiser: biases first, then weights.</summary>
    private protected double[] Minimize(SmoothObjective objective, double[] start, int biases, TrainingRows rows)
    {
        int iterations = 0;
        double loss = 0;
        using IProgressChannel progress = Host.StartProgressChannel("LBFGS Optimizer");
        progress.SetHeader(new ProgressHeader(["Loss"], ["iterations"]), entry =>
        {
            entry.SetProgress(0, iterations);
            entry.SetMetric(0, loss);
        });
        var optimizer = new OrthantWiseLbfgs(objective, biases, LbfgsOptions.L1Regularization / rows.Count,
            LbfgsOptions.EnforceNonNegativity, LbfgsOptions.HistorySize);
        optimizer.Minimize(start, LbfgsOptions.OptimizationTolerance * Strictness, LbfgsOptions.MaximumNumberOfIterations,
            (iteration, value) => (iterations, loss) = (iteration, value));
        return start;
    }

    public abstract class OptionsBase : TrainerInputBaseWithWeight
    {
        public float L2Regularization = 1;
        public float L1Regularization = 1;
        public float OptimizationTolerance = 1e-7f;
        public int HistorySize = 20;
        public int MaximumNumberOfIterations = int.MaxValue;
        public bool EnforceNonNegativity = false;

        protected OptionsBase()
        {
        }
    }
}
