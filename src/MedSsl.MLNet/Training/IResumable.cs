namespace MedSsl.MLNet;

/// <summary>A part of a training run whose state belongs into checkpoints.</summary>
internal interface IResumable
{
    /// <summary>Its name in the checkpoint, one of its kind in a run, e.g. "KnnMonitor".</summary>
    string Name { get; }

    /// <summary>Writes everything that later steps depend on.</summary>
    void Save(StateWriter state);

    /// <summary>Takes back what <see cref="Save"/> wrote.</summary>
    void Load(StateReader state);
}
