using System.Text.Json.Serialization;

namespace MedSsl.MLNet;

/// <summary>What every training stage has in common. <c>Fit</c> never changes it; every value is checked before any data is read.</summary>
public abstract record TrainingOptions
{
    /// <summary>Passes over the training set; 1 or more, normally 10 to 1,000.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Images (SimCLR, fine-tuning) or bags (MICLe) in one forward pass; normally 32 to 512.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>
    /// Forward passes whose gradients are averaged for one step of the optimizer; 1 by default. A contrastive loss takes its negatives from one
    /// forward pass: accumulation smooths the gradient, it does not add negatives.
    /// </summary>
    public int GradientAccumulationSteps { get; init; } = 1;

    /// <summary>The optimizer.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.AdamW;

    /// <summary>The learning rate at the end of the warm-up, before <see cref="LearningRateScaling"/>.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Whether the batch scales the learning rate; not by default.</summary>
    public LearningRateScaling LearningRateScaling { get; init; }

    /// <summary>How the learning rate goes on after the warm-up; along half a cosine by default.</summary>
    public ScheduleKind Schedule { get; init; }

    /// <summary>Where the schedule ends, 0 by default; nothing scales it. Up to the (scaled) learning rate.</summary>
    public double MinimumLearningRate { get; init; }

    /// <summary>Epochs between two steps of <see cref="ScheduleKind.Step"/>; 1 or more, 30 by default.</summary>
    public int ScheduleStepEpochs { get; init; } = 30;

    /// <summary>What a step of <see cref="ScheduleKind.Step"/> multiplies the learning rate by; 0.001 to 1, 0.1 by default.</summary>
    public double ScheduleStepFactor { get; init; } = 0.1;

    /// <summary>Momentum of <see cref="OptimizerKind.Sgd"/> and <see cref="OptimizerKind.Lars"/>, 0 to below 1; the Adams do not read it.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>
    /// Nesterov's momentum, with <see cref="OptimizerKind.Sgd"/> and <see cref="OptimizerKind.Lars"/>: the step goes where the momentum will have
    /// led. Needs a <see cref="Momentum"/> above 0.
    /// </summary>
    public bool Nesterov { get; init; }

    /// <summary>Weight decay, 0 to 1; biases and normalisation weights are left out of it unless <see cref="DecayBiasAndNorm"/>.</summary>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>Weight decay for biases and normalisation weights too; false by default, as in SimCLR.</summary>
    public bool DecayBiasAndNorm { get; init; }

    /// <summary>LARS's trust coefficient η, 1e-6 to 1; 0.001 in You et al. (arXiv 1708.03888) and SimCLR.</summary>
    public double LarsTrustCoefficient { get; init; } = 0.001;

    /// <summary>LARS's layer-wise rates for biases and normalisation weights too; false by default, as in SimCLR.</summary>
    public bool LarsAdaptsBiasAndNorm { get; init; }

    /// <summary>Epochs, or a fraction of one, over which the learning rate rises linearly from 0; 0 to <see cref="Epochs"/>.</summary>
    public double WarmupEpochs { get; init; } = 1;

    /// <summary>
    /// The largest norm of all gradients together: larger ones are scaled down to it (Pascanu et al. 2012, arXiv 1211.5063); 0, the default, leaves
    /// them. Typical 1 to 10.
    /// </summary>
    public double ClipGradientNorm { get; init; }

    /// <summary>
    /// Decay per step of an exponential moving average of the weights (Polyak and Juditsky 1992), which becomes the model; 0 = the last weights,
    /// else 0.5 to 0.9999. Typical 0.99 to 0.999.
    /// </summary>
    public double WeightAveraging { get; init; }

    /// <summary>
    /// True computes the activations inside each residual block again in the backward pass instead of keeping them: for about a third more time a
    /// ResNet-50 trains in a fraction of the memory, with the same gradients. Chen et al. (2016), arXiv 1604.06174. False by default.
    /// </summary>
    public bool GradientCheckpointing { get; init; }

    /// <summary>What the network computes with; <see cref="Precision.Float32"/> by default.</summary>
    public Precision Precision { get; init; }

    /// <summary>
    /// Where every random number of this stage comes from; null draws one from the <c>MLContext</c>'s own seed. The same seed gives the same weights,
    /// to the bit, on the same machine with the same number of threads: libtorch adds up its sums in an order that depends on them, the random
    /// numbers themselves do not.
    /// </summary>
    public int? Seed { get; init; }

    /// <summary>Where and when to write checkpoints, from which a later <c>Fit</c> goes on; null, the default, for none.</summary>
    [JsonIgnore]
    public CheckpointOptions? Checkpoints { get; init; }

    /// <summary>What is measured and written while this stage trains; null, the default, for nothing. It does not change what is trained.</summary>
    [JsonIgnore]
    public MonitorOptions? Monitors { get; init; }

    /// <summary>Told about every half second, and at the end of every epoch, how the training goes.</summary>
    [JsonIgnore]
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>
    /// Ends the training between two steps with an <see cref="OperationCanceledException"/>, and with a checkpoint where there are
    /// <see cref="Checkpoints"/>.
    /// </summary>
    [JsonIgnore]
    public CancellationToken CancellationToken { get; init; }

    /// <summary>The learning rate at the end of the warm-up, scaled.</summary>
    internal double ScaledLearningRate => LearningRate * LearningRateScaling switch
    {
        LearningRateScaling.Linear => (double)BatchSize * GradientAccumulationSteps / 256,
        LearningRateScaling.SquareRoot => Math.Sqrt((double)BatchSize * GradientAccumulationSteps),
        _ => 1,
    };

    /// <exception cref="ArgumentException">An option is out of its range: the message names it, its value and the range.</exception>
    internal virtual void Validate()
    {
        OptionChecks.InRange(nameof(Epochs), Epochs, 1, 1_000_000);
        OptionChecks.InRange(nameof(BatchSize), BatchSize, 1, 1_000_000);
        OptionChecks.InRange(nameof(GradientAccumulationSteps), GradientAccumulationSteps, 1, 1_000_000);
        OptionChecks.Defined(nameof(Optimizer), Optimizer);
        OptionChecks.Defined(nameof(Precision), Precision);
        OptionChecks.Positive(nameof(LearningRate), LearningRate);
        OptionChecks.Defined(nameof(LearningRateScaling), LearningRateScaling);
        OptionChecks.Defined(nameof(Schedule), Schedule);
        OptionChecks.InRange(nameof(MinimumLearningRate), MinimumLearningRate, 0, ScaledLearningRate);
        OptionChecks.InRange(nameof(ScheduleStepEpochs), ScheduleStepEpochs, 1, 1_000_000);
        OptionChecks.InRange(nameof(ScheduleStepFactor), ScheduleStepFactor, 0.001, 1);
        OptionChecks.InRange(nameof(Momentum), Momentum, 0, 0.99999);
        if (Nesterov && Momentum == 0)
            throw new ArgumentException($"{nameof(Nesterov)} is true; {nameof(Momentum)} is 0 and must then be above 0.");
        OptionChecks.InRange(nameof(WeightDecay), WeightDecay, 0, 1);
        OptionChecks.InRange(nameof(LarsTrustCoefficient), LarsTrustCoefficient, 1e-6, 1);
        OptionChecks.InRange(nameof(WarmupEpochs), WarmupEpochs, 0, Epochs);
        OptionChecks.InRange(nameof(ClipGradientNorm), ClipGradientNorm, 0, 1e9);
        if (WeightAveraging != 0)
            OptionChecks.InRange(nameof(WeightAveraging), WeightAveraging, 0.5, 0.9999);
        Checkpoints?.Validate();
        Monitors?.Validate();
    }
}
