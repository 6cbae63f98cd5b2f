using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>What a stage gives the training loop.</summary>
internal sealed record TrainingJob<TBatch>
{
    /// <summary>The name in messages, progress and checkpoints: "SimCLR", "MICLe", "Fine-tuning".</summary>
    internal required string Stage { get; init; }

    /// <summary>Already validated.</summary>
    internal required TrainingOptions Options { get; init; }

    /// <summary>Holds every parameter of <see cref="Groups"/>; put in training mode, and left so. Its weights and buffers are what a checkpoint keeps.</summary>
    internal required nn.Module Model { get; init; }

    /// <summary>What is trained; see <see cref="ParameterGroup.Split"/>.</summary>
    internal required IReadOnlyList<ParameterGroup> Groups { get; init; }

    /// <summary>The batches.</summary>
    internal required IBatchSampler<TBatch> Sampler { get; init; }

    /// <summary>Fetches what a batch reads from disk; called on another thread, a batch ahead. Null where nothing is read.</summary>
    internal Action<TBatch>? Fetch { get; init; }

    /// <summary>
    /// The mean loss of a batch, a scalar with gradients. It runs inside a dispose scope of its own: only the scalar is needed of what it makes.
    /// Not needed where there is <see cref="Backward"/>.
    /// </summary>
    internal Func<TBatch, TrainingStep, Tensor>? Loss { get; init; }

    /// <summary>
    /// In place of <see cref="Loss"/>, for a gradient that takes more than one pass: adds the gradient of the batch's mean loss, divided by the given
    /// number of accumulated batches, to the parameters' gradients, and returns the undivided loss.
    /// </summary>
    internal Func<TBatch, TrainingStep, int, double>? Backward { get; init; }

    /// <summary>Who is told about steps and epochs; those that are <see cref="IResumable"/> are kept in checkpoints.</summary>
    internal IReadOnlyList<ITrainingObserver> Observers { get; init; } = [];

    /// <summary>What else has a state that checkpoints must keep.</summary>
    internal IReadOnlyList<IResumable> Resumables { get; init; } = [];

    /// <summary>The stage's seed.</summary>
    internal ulong Seed { get; init; }

    /// <summary>
    /// What decides how the run goes beside the options, by a name to show, e.g. <see cref="RunIdentity.Of(TrainingImages, TrainedEncoder?)"/>: a
    /// checkpoint with other values is refused. Asked only where there are checkpoints.
    /// </summary>
    internal Func<IReadOnlyDictionary<string, string>>? Identity { get; init; }

    /// <summary>Where a warning goes, e.g. the host's channel.</summary>
    internal Action<string>? Warn { get; init; }
}
