namespace MedSsl.MLNet;

/// <summary>An optimizer as the training loop sees it.</summary>
internal interface IStepper : IDisposable
{
    /// <summary>Changes the parameters by their gradients.</summary>
    /// <param name="learningRate">This step's learning rate, before the groups' multipliers.</param>
    void Step(double learningRate);

    /// <summary>Writes momenta and step counts, for <see cref="Load"/>.</summary>
    void Save(StateWriter state);

    /// <summary>Takes back what <see cref="Save"/> wrote.</summary>
    void Load(StateReader state);
}
