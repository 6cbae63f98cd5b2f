namespace MedSsl.MLNet;

/// <summary>Options of MICLe. An epoch is a pass over the patients: one pair of images of each.</summary>
public sealed record MicleOptions : ContrastiveOptions
{
    /// <summary>The defaults: 30 epochs of AdamW from the weights of the stage before, batches of 64 patients.</summary>
    public MicleOptions()
    {
        Epochs = 30;
        LearningRate = 3e-4;
    }
}
