using System.Globalization;

namespace MedSsl.MLNet;

/// <summary>
/// Sees, once a run, that projections have collapsed: an <see cref="EffectiveRank"/> below 1.5, or an <see cref="EmbeddingDeviation"/> below 0.1 (a mean
/// cosine of any two above 0.99), in three reports one after another. It looks from the end of the warm-up on, at the earliest after a tenth and at the
/// latest from half of the steps, since a network with random weights makes much the same of all images.
/// </summary>
/// <param name="stage">The stage, for the message.</param>
/// <param name="warmup">The warm-up's share of the run.</param>
internal sealed class CollapseGuard(string stage, double warmup)
{
    private const int Reports = 3;
    private const double LeastRank = 1.5, LeastDeviation = 0.1;

    /// <summary>Reports of a collapse so far, one after another; <see cref="Reports"/> once it is told.</summary>
    internal int Count { get; set; }

    /// <summary>A warning, or null.</summary>
    internal string? Check(long step, long steps, double rank, double deviation)
    {
        if (Count >= Reports || step < Math.Clamp(warmup, 0.1, 0.5) * steps)
            return null;
        Count = rank < LeastRank || deviation < LeastDeviation ? Count + 1 : 0;
        return Count < Reports ? null : string.Create(CultureInfo.InvariantCulture,
            $"{stage}: the projections have collapsed by step {step}: effective rank {rank:F2}, deviation {deviation:F3} of 1. Nearly all images get one " +
            $"embedding, and the encoder will be of little use. Lower LearningRate, raise WarmupEpochs or BatchSize, or weaken the augmentation.");
    }
}
