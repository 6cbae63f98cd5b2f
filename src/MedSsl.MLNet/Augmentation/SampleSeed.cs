using System.Numerics;

namespace MedSsl.MLNet;

/// <summary>
/// Seeds by (seed, stage, epoch, row, view): a view's random numbers depend on what the view is of, never on the order of the work, the batch
/// or the number of threads.
/// </summary>
/// <remarks>
/// SplitMix64 (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators"): the state advances by the golden ratio's 64-bit
/// fraction and each output is a bijective mix of the state. Since output i is Finalise(seed + (i + 1) · gamma), it also serves as a
/// counter-based generator: <see cref="Uniform"/> reads number i without reading those before it.
/// </remarks>
internal static class SampleSeed
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    /// <summary>The seed of one view.</summary>
    /// <param name="seed">The stage's seed, as in its options.</param>
    /// <param name="stage">The stage's name, e.g. "SimCLR": two stages with one seed draw different numbers.</param>
    /// <param name="epoch">Epoch from 0.</param>
    /// <param name="row">Row of the training set from 0.</param>
    /// <param name="view">0 or 1 for the two views of a pair.</param>
    internal static ulong Of(ulong seed, string stage, int epoch, long row, int view)
    {
        ulong value = seed;
        foreach (char c in stage)
            value = Mix(value, c);
        return Mix(Mix(Mix(value, (ulong)epoch), (ulong)row), (ulong)view);
    }

    /// <summary>Two values into one, every bit of the result depending on every bit of both; not symmetric.</summary>
    internal static ulong Mix(ulong value, ulong with) => Finalise(BitOperations.RotateLeft(value, 23) + (Finalise(with + Gamma) | 1) * Gamma);

    /// <summary>Number <paramref name="index"/> (from 0) of the sequence of SplitMix64 that <paramref name="seed"/> starts.</summary>
    internal static ulong Bits(ulong seed, int index) => Finalise(seed + unchecked((ulong)(index + 1) * Gamma));

    /// <summary>Number <paramref name="index"/> of the sequence as a double, uniform in [0, 1) on multiples of 2^-53.</summary>
    internal static double Uniform(ulong seed, int index) => (Bits(seed, index) >> 11) * (1.0 / (1UL << 53));

    /// <summary>A copy of the items in random order (Fisher and Yates), a function of the seed alone.</summary>
    internal static T[] Shuffle<T>(ReadOnlySpan<T> items, ulong seed)
    {
        var result = items.ToArray();
        for (int i = result.Length - 1; i > 0; i--)
        {
            int j = (int)(Uniform(seed, i) * (i + 1));
            (result[i], result[j]) = (result[j], result[i]);
        }

        return result;
    }

    private static ulong Finalise(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
