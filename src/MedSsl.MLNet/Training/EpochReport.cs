using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>An epoch that was done.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Epochs">All epochs of the run.</param>
/// <param name="Step">Optimizer steps done in the run.</param>
/// <param name="Loss">The epoch's mean loss.</param>
/// <param name="Images">Images trained on in the run so far.</param>
/// <param name="Elapsed">Time trained so far, over all sessions of the run.</param>
/// <param name="Model">The job's model.</param>
internal sealed record EpochReport(string Stage, int Epoch, int Epochs, long Step, double Loss, long Images, TimeSpan Elapsed, nn.Module Model)
{
    /// <summary>The average of the weights, where one is kept.</summary>
    internal WeightAverage? Average { get; init; }

    /// <summary>
    /// Gives the model the averaged weights, which the run will end with, until the returned object is disposed of; without an average it changes
    /// nothing.
    /// </summary>
    internal IDisposable WithAverage() => new Swapped(Average);

    private sealed class Swapped : IDisposable
    {
        private readonly WeightAverage? _average;

        internal Swapped(WeightAverage? average) => (_average = average)?.Swap();

        public void Dispose() => _average?.Swap();
    }
}
