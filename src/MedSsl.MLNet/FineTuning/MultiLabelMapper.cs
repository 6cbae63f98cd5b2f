using Microsoft.ML;

namespace MedSsl.MLNet;

/// <summary>Scores a batch: the encoder on all images at once, then the linear layer image by image.</summary>
internal sealed class MultiLabelMapper : ImageBatchMapper
{
    private readonly TrainedEncoder _encoder;
    private readonly LinearScorer _scorer;
    private readonly BatchOutput<float> _scores;
    private readonly BatchOutput<float> _probabilities;
    private readonly BatchOutput<bool> _predicted;
    private readonly float[] _features;
    private readonly float[] _mirrored;
    private readonly float[] _mirroredFeatures;

    internal MultiLabelMapper(DataViewRow row, DataViewSchema.Column input, int capacity, TrainedEncoder encoder, LinearScorer scorer, bool flipAveraging)
        : base(row, input, capacity)
    {
        (_encoder, _scorer) = (encoder, scorer);
        _scores = AddOutput<float>(scorer.Bias.Length);
        _probabilities = AddOutput<float>(scorer.Bias.Length);
        _predicted = AddOutput<bool>(scorer.Bias.Length);
        _features = new float[capacity * encoder.FeatureSize];
        _mirrored = flipAveraging ? new float[capacity * Shape.Size] : [];
        _mirroredFeatures = flipAveraging ? new float[_features.Length] : [];
    }

    private protected override void Compute(ReadOnlySpan<float> images, int count)
    {
        var features = _features.AsSpan(0, count * _encoder.FeatureSize);
        _encoder.Encode(images, count, Shape.Height, Shape.Width, features);
        if (_mirrored.Length > 0)
            AddMirrored(images, count, features);

        for (int i = 0; i < count; i++)
        {
            var scores = _scores.Row(i);
            if (ImageShape.IsMissing(images.Slice(i * Shape.Size, Shape.Size)))
                scores.Fill(float.NaN);
            else
                _scorer.Score(features.Slice(i * _encoder.FeatureSize, _encoder.FeatureSize), scores);
            var probabilities = _probabilities.Row(i);
            var predicted = _predicted.Row(i);
            for (int label = 0; label < scores.Length; label++)
            {
                probabilities[label] = Sigmoid.Of(scores[label]);
                predicted[label] = scores[label] > 0;
            }
        }
    }

    private void AddMirrored(ReadOnlySpan<float> images, int count, Span<float> features)
    {
        images.CopyTo(_mirrored);
        var mirrored = _mirrored.AsSpan(0, images.Length);
        for (int at = 0; at < mirrored.Length; at += Shape.Width)
            mirrored.Slice(at, Shape.Width).Reverse();
        var other = _mirroredFeatures.AsSpan(0, features.Length);
        _encoder.Encode(mirrored, count, Shape.Height, Shape.Width, other);
        for (int i = 0; i < features.Length; i++)
            features[i] = (features[i] + other[i]) / 2;
    }
}
