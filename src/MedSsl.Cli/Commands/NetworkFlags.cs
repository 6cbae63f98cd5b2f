using System.CommandLine;
using MedSsl.MLNet;

namespace MedSsl.Cli.Commands;

/// <summary>What the network is beyond its architecture, and how it is computed.</summary>
internal sealed class NetworkFlags
{
    private readonly Option<bool> _selective = new("--selective-kernels") { Description = "selective kernels and ResNet-D, as SimCLRv2 has (ResNet50, 101, 152)" };
    private readonly Option<int?> _layers = new("--projection-layers") { Description = "layers of the projection head, 2 in SimCLR, 3 in SimCLRv2 [default: 2]" };
    private readonly Option<int?> _keep = new("--keep-head-layers") { Description = "first layers of the projection head that stay with the encoder, 1 in SimCLRv2 [default: 0]" };
    private readonly Option<int?> _micro = new("--micro-batch") { Description = "pairs that go through the encoder at a time; the loss stays that of the whole batch [default: all]" };
    private readonly Option<bool> _checkpointing = new("--gradient-checkpointing") { Description = "less memory for about a third more time" };
    private readonly Option<Precision?> _precision = new("--precision") { Description = "float32, or bfloat16 with float32 weights [default: Float32]" };

    /// <summary>Adds the flags to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _selective, _layers, _keep, _micro, _checkpointing, _precision })
            command.Options.Add(option);
    }

    /// <summary>The network with the flags that were given.</summary>
    public EncoderSpec Apply(ParseResult parsed, EncoderSpec spec) =>
        spec with { SelectiveKernels = parsed.Given(_selective, spec.SelectiveKernels) };

    /// <summary>A stage's options with the flags that were given.</summary>
    public T Apply<T>(ParseResult parsed, T options) where T : TrainingOptions
    {
        TrainingOptions applied = options with
        {
            GradientCheckpointing = parsed.Given(_checkpointing, options.GradientCheckpointing),
            Precision = parsed.GetValue(_precision) ?? options.Precision,
        };
        if (applied is ContrastiveOptions contrastive)
        {
            applied = contrastive with
            {
                ProjectionLayers = parsed.GetValue(_layers) ?? contrastive.ProjectionLayers,
                KeepHeadLayers = parsed.GetValue(_keep) ?? contrastive.KeepHeadLayers,
                MicroBatchSize = parsed.GetValue(_micro) ?? contrastive.MicroBatchSize,
            };
        }
        return (T)applied;
    }
}
