namespace MedSsl.MLNet;

/// <summary>How several fine-tunings from one encoder become one model.</summary>
public enum RunCombination
{
    /// <summary>An ensemble: every network scores the image, and their mean probability is the model's. As many times the work as there are runs.</summary>
    AverageProbabilities,

    /// <summary>
    /// A uniform model soup: one network with the mean of the runs' weights (Wortsman et al. 2022, arXiv 2203.05482), which scores at the price of one. The
    /// mean of normalisation statistics would not be the statistics of the mean network, so they are estimated anew by one pass over the training views.
    /// The paper's greedy soup, which leaves out runs by their validation score, is not made.
    /// </summary>
    AverageWeights,
}
