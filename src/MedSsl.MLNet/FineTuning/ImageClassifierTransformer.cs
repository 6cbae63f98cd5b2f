using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>What every fine-tuned classifier of images has, whatever its labels are: one network or an ensemble, and the views that it sees.</summary>
public abstract class ImageClassifierTransformer : BatchedTransformer
{
    private protected ImageClassifierTransformer(MLContext ml, ImageClassifier classifier) : base(ml, classifier.Encoder.ImageColumnName)
    {
        Classifier = classifier;
        Encoders = [.. classifier.Networks.Select(network => network.Encoder)];
    }

    /// <summary>The fine-tuned encoder; of an ensemble, the first.</summary>
    public TrainedEncoder Encoder => Encoders[0];

    /// <summary>The encoders of the networks whose probabilities are averaged: one, unless <see cref="FineTuneOptions.Runs"/> made an ensemble.</summary>
    public IReadOnlyList<TrainedEncoder> Encoders { get; }

    /// <summary>The views of an image that its score is made from.</summary>
    public TestTimeAugmentation TestTimeAugmentation => Classifier.Views;

    /// <summary>Whether mirror images are among those views.</summary>
    public bool FlipAveraging => Classifier.Mirror;

    /// <summary>The networks and the views that they see.</summary>
    internal ImageClassifier Classifier { get; }

    internal override DataViewType InputType => Classifier.Image.Type;
}
