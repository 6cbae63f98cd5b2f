namespace MedSsl.MLNet;

/// <summary>How the learning rate follows the batch: batch size × accumulated batches.</summary>
public enum LearningRateScaling
{
    /// <summary>It is used as given.</summary>
    None,

    /// <summary>Times batch / 256: Goyal et al. (2017), arXiv 1706.02677; SimCLR with a base rate of 0.3, up to batches of 4,096.</summary>
    Linear,

    /// <summary>Times √batch: SimCLR (arXiv 2002.05709, appendix B.1) with a base rate of 0.075, better than linear for small batches and long runs.</summary>
    SquareRoot,
}
