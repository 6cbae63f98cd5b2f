using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>The training run that SimCLR and MICLe share; only the sampler of pairs differs.</summary>
/// <param name="Stage">"SimCLR" or "MICLe".</param>
/// <param name="Options">Already validated.</param>
/// <param name="Images">The training images, in memory.</param>
/// <param name="Seed">The stage's seed.</param>
internal sealed record ContrastiveTraining(string Stage, ContrastiveOptions Options, TrainingImages Images, ulong Seed)
{
    /// <summary>Where a warning goes.</summary>
    internal Action<string>? Warn { get; init; }

    private int Height => Options.ViewSize ?? Images.Shape.Height;

    private int Width => Options.ViewSize ?? Images.Shape.Width;

    /// <summary>Trains on from <paramref name="start"/>, or from random weights where it is null.</summary>
    /// <returns>The encoder without its projection head, and the losses.</returns>
    internal (TrainedEncoder Encoder, TrainingSummary Summary) Run(TrainedEncoder? start, string imageColumnName, IBatchSampler<PairBatch> sampler)
    {
        var spec = start?.Spec ?? Options.Encoder ?? Encoders.ResNet18();
        using var scope = NewDisposeScope();
        using var generator = new Generator(SampleSeed.Of(Seed, Stage + " weights", 0, 0, 0));
        var encoder = start?.NewModule() ?? EncoderFactory.Create(spec, Images.Shape.Channels, generator);
        var head = new ProjectionHead(
            spec.FeatureSize, Options.ProjectionHidden ?? spec.FeatureSize, Options.ProjectionSize, Options.NormaliseProjections, generator);
        var loss = new ContrastiveLoss(Options, Images);
        using var network = new ContrastiveNetwork(encoder, head, loss.NewSupervisedHead(spec.FeatureSize));
        var summary = TrainingLoop.Run(new TrainingJob<PairBatch>
        {
            Stage = Stage,
            Options = Options,
            Model = network,
            Groups = ParameterGroup.Split(network),
            Sampler = sampler,
            Seed = Seed,
            Identity = () => RunIdentity.Of(Images, start),
            Warn = Warn,
            Loss = (batch, step) => loss.Of(network.call(Views(batch, step.Epoch)), batch),
        });
        return (TrainedEncoder.Capture(spec, Images.Shape.Channels, Height, Width, imageColumnName, encoder), summary);
    }

    /// <summary>
    /// [R, C, H, W]: a view for every position of the batch; for pairs the first views, then the second. All go through the encoder in one pass, and its batch normalisation sees all.
    /// </summary>
    private Tensor Views(PairBatch batch, int epoch)
    {
        var seeds = new ulong[batch.Rows.Length];
        for (int i = 0; i < seeds.Length; i++)
            seeds[i] = SampleSeed.Of(Seed, Stage, epoch, batch.Rows[i], batch.View(i));
        return ViewAugmentation.Apply(Images.Batch(batch.Rows), Height, Width, Options.Augmentation, seeds);
    }
}
