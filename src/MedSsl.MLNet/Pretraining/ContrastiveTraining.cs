using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>The training run that SimCLR and MICLe share; only the sampler of pairs differs.</summary>
/// <param name="Stage">"SimCLR" or "MICLe".</param>
/// <param name="Options">Already validated.</param>
/// <param name="Images">The training images.</param>
/// <param name="Seed">The stage's seed.</param>
internal sealed record ContrastiveTraining(string Stage, ContrastiveOptions Options, TrainingImages Images, ulong Seed)
{
    /// <summary>Where a warning goes.</summary>
    internal Action<string>? Warn { get; init; }

    /// <summary>Where to train.</summary>
    internal Device Device { get; init; } = CPU;

    /// <summary>Labelled images for the monitors, or null.</summary>
    internal LabelledPart? Labelled { get; init; }

    private int Height => Options.ViewSize ?? Images.Shape.Height;

    private int Width => Options.ViewSize ?? Images.Shape.Width;

    /// <summary>Trains on from <paramref name="start"/>, or from random weights where it is null.</summary>
    /// <returns>The encoder without its projection head, and the losses.</returns>
    internal (TrainedEncoder Encoder, TrainingSummary Summary) Run(TrainedEncoder? start, string imageColumnName, IBatchSampler<PairBatch> sampler)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(SampleSeed.Of(Seed, Stage + " weights", 0, 0, 0));
        var loss = new ContrastiveLoss(Options, Images);
        var (network, spec) = ContrastiveNetwork.Create(start, Options, Images.Shape.Channels, loss, generator);
        using var disposed = network;
        network.to(Device);
        ReducedPrecision.Set(network, Options.Precision);
        var pass = new EncoderPass(network.Encoder, Options.GradientCheckpointing);
        using var monitor = Monitor(network.Encoder);
        if (monitor is not null)
            loss = loss with { Watch = monitor.Watch };
        var summary = TrainingLoop.Run(new TrainingJob<PairBatch>
        {
            Stage = Stage,
            Options = Options,
            Model = network,
            Groups = ParameterGroup.Split(network),
            Sampler = sampler,
            Fetch = Images.IsOnDisk ? batch => Images.Touch(batch.Rows) : null,
            Seed = Seed,
            Identity = () => RunIdentity.Of(Images, start),
            Warn = Warn,
            Observers = monitor is null ? [] : [monitor],
            Backward = (batch, step, share) => pass.Backward(
                MicroBatches.Of(batch, Options.MicroBatchSize),
                positions => Views(batch, positions, step.Epoch),
                features => loss.Of(network.Outputs(features), batch),
                share),
        });
        return (TrainedEncoder.Capture(spec, Images.Shape.Channels, Height, Width, imageColumnName, network.Encoder), summary);
    }

    private TrainingMonitor? Monitor(nn.Module<Tensor, Tensor> encoder) => TrainingMonitor.Create(
        Stage, Options, Labelled is null ? null : new LabelledMonitor(Labelled, Options.Monitors!, encoder, PlainViews));

    /// <summary>[P, C, H, W]: images as they are, at the encoder's size.</summary>
    private Tensor PlainViews(TrainingImages images, int[] rows)
    {
        using var scope = NewDisposeScope();
        return ViewAugmentation.Apply(images.Batch(rows), Height, Width, ViewAugmentationOptions.None, new ulong[rows.Length]).to(Device).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// [P, C, H, W]: the views at some positions of the batch, which for pairs has all first views, then all second ones. What goes through the encoder
    /// in one pass is what its batch normalisation sees.
    /// </summary>
    private Tensor Views(PairBatch batch, int[] positions, int epoch)
    {
        using var scope = NewDisposeScope();
        int[] rows = Array.ConvertAll(positions, position => batch.Rows[position]);
        ulong[] seeds = Array.ConvertAll(positions, position => SampleSeed.Of(Seed, Stage, epoch, batch.Rows[position], batch.View(position)));
        return ViewAugmentation.Apply(Images.Batch(rows), Height, Width, Options.Augmentation, seeds).to(Device).MoveToOuterDisposeScope();
    }
}
