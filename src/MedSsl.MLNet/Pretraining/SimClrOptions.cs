namespace MedSsl.MLNet;

/// <summary>Options of SimCLR; the defaults train a ResNet-18 on some thousand images in minutes on a processor.</summary>
/// <remarks>
/// Departures from Chen et al. (2020), arXiv 2002.05709, for small data sets: AdamW instead of LARS, batches of 64 instead of 512 to 4,096. For the
/// paper's setting use <see cref="OptimizerKind.Lars"/>, a learning rate of 0.3 × batch / 256, weight decay 1e-6 and 10 epochs of warm-up.
/// </remarks>
public sealed record SimClrOptions : ContrastiveOptions
{
    /// <summary>The defaults: 200 epochs of AdamW, batches of 64 images.</summary>
    public SimClrOptions() => Epochs = 200;
}
