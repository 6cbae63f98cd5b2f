namespace MedSsl.MLNet;

/// <summary>Where a run is, between two optimizer steps: with weights and optimizer, all that the rest of it depends on.</summary>
internal sealed class TrainingPosition
{
    /// <summary>The epoch, from 0; <c>Epochs</c> when all are done.</summary>
    public int Epoch { get; set; }

    /// <summary>The next batch of the epoch, from 0.</summary>
    public int Batch { get; set; }

    /// <summary>Batches of the run so far.</summary>
    public long Batches { get; set; }

    /// <summary>Optimizer steps so far.</summary>
    public long Steps { get; set; }

    /// <summary>Images so far.</summary>
    public long Images { get; set; }

    /// <summary>The sum of the losses of the epoch's batches so far.</summary>
    public double LossSum { get; set; }

    /// <summary>The mean loss of each epoch that is done.</summary>
    public List<double> Losses { get; set; } = [];

    /// <summary>Seconds trained in earlier sessions of the run.</summary>
    public double Seconds { get; set; }

    /// <exception cref="InvalidDataException">A run of this many epochs, steps and batches has no such position.</exception>
    internal void Check(int epochs, long steps, Func<int, int> batches, bool finished)
    {
        bool fits = Epoch >= 0 && Epoch <= epochs && Losses is not null && Losses.Count == Epoch && Steps >= 0 && Steps <= steps && Batches >= 0 &&
            Images >= 0 && Batch >= 0 && (Batch == 0 || (!finished && Epoch < epochs && Batch < batches(Epoch)));
        if (!fits)
            throw new InvalidDataException($"its place in the run, epoch {Epoch}, batch {Batch}, step {Steps}, does not exist");
    }
}
