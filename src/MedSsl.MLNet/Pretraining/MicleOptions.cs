namespace MedSsl.MLNet;

/// <summary>Options of MICLe. An epoch is a pass over the patients: one pair of images of each.</summary>
public sealed record MicleOptions : ContrastiveOptions
{
    /// <summary>The defaults: 50 epochs of AdamW from the weights of the stage before, batches of 64 patients.</summary>
    public MicleOptions()
    {
        Epochs = 50;
        LearningRate = 1e-3;
    }
}
