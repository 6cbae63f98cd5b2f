using Microsoft.ML;

namespace MedSsl.MLNet;

/// <summary>Scores a batch: logits, probabilities and decisions, label by label.</summary>
internal sealed class MultiLabelMapper : ImageBatchMapper
{
    private readonly ClassifierScorer _scorer;
    private readonly BatchOutput<float> _scores;
    private readonly BatchOutput<float> _probabilities;
    private readonly BatchOutput<bool> _predicted;

    internal MultiLabelMapper(DataViewRow row, DataViewSchema.Column input, int capacity, ImageClassifier classifier)
        : base(row, input, capacity)
    {
        _scorer = new(classifier, Shape, capacity);
        _scores = AddOutput<float>(classifier.Outputs);
        _probabilities = AddOutput<float>(classifier.Outputs);
        _predicted = AddOutput<bool>(classifier.Outputs);
    }

    private protected override void Compute(ReadOnlySpan<float> images, int count)
    {
        _scorer.Compute(images, count);
        for (int i = 0; i < count; i++)
        {
            var scores = _scores.Row(i);
            Sigmoid.MeanLogit(_scorer.Logits(i), scores);
            var probabilities = _probabilities.Row(i);
            var predicted = _predicted.Row(i);
            for (int label = 0; label < scores.Length; label++)
            {
                probabilities[label] = Sigmoid.Of(scores[label]);
                predicted[label] = scores[label] > 0;
            }
        }
    }
}
