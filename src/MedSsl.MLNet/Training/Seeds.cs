using Microsoft.ML.Runtime;

namespace MedSsl.MLNet;

/// <summary>Where a stage's random numbers start.</summary>
internal static class Seeds
{
    /// <summary>The seed of the options, or a draw from the host's generator, which follows the seed of the <c>MLContext</c>.</summary>
    internal static ulong Resolve(int? seed, IHost host) => unchecked((ulong)(seed ?? host.Rand.Next()));

    /// <summary>As above; where a stage without a seed in its options goes on from a checkpoint, the checkpoint's.</summary>
    internal static ulong Resolve(TrainingOptions options, string stage, IHost host)
    {
        ulong seed = Resolve(options.Seed, host);
        return options is { Seed: null, Checkpoints: { Resume: not ResumeMode.Never } checkpoints } ? Checkpointer.SeedOf(checkpoints, stage) ?? seed : seed;
    }
}
