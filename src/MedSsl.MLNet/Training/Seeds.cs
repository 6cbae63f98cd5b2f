using Microsoft.ML.Runtime;

namespace MedSsl.MLNet;

/// <summary>Where a stage's random numbers start.</summary>
internal static class Seeds
{
    /// <summary>The seed of the options, or a draw from the host's generator, which follows the seed of the <c>MLContext</c>.</summary>
    internal static ulong Resolve(int? seed, IHost host) => unchecked((ulong)(seed ?? host.Rand.Next()));
}
