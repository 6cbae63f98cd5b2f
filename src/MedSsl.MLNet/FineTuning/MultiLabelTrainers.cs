using Microsoft.ML;

namespace MedSsl.MLNet;

/// <summary>The trainers of <c>ml.MultiLabelClassification</c>.</summary>
public sealed class MultiLabelTrainers
{
    private readonly MLContext _ml;

    internal MultiLabelTrainers(MLContext ml) => _ml = ml;

    /// <summary>
    /// Fine-tunes the encoder that made <paramref name="featureColumnName"/>, with a linear layer on top, on images with several labels each.
    /// </summary>
    /// <param name="labelColumnName">Vector of Single: 1, 0 or NaN = unknown, which has no part in the loss. Its slot names become the outputs'.</param>
    /// <param name="featureColumnName">A column made by <c>ml.SelfSupervised.SimClr</c>, <c>.Micle</c> or <c>.Encoder</c>; it leads to the encoder and the image column.</param>
    /// <param name="options">How to train; see <see cref="FineTuneOptions"/> for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public FineTuneEstimator FineTune(string labelColumnName = "Labels", string featureColumnName = "Features", FineTuneOptions? options = null)
        => new(_ml, labelColumnName, featureColumnName, options ?? new());
}
