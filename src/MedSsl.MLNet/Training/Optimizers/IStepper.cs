namespace MedSsl.MLNet;

/// <summary>An optimizer as the training loop sees it.</summary>
internal interface IStepper : IDisposable
{
    /// <summary>Changes the parameters by their gradients.</summary>
    /// <param name="learningRate">This step's learning rate, before the groups' multipliers.</param>
    void Step(double learningRate);
}
