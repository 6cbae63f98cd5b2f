namespace MedSsl.MLNet;

/// <summary>Computes a classifier's logits for batches of images: per network, the mean features of the views, then the linear layer image by image.</summary>
/// <remarks>The layer is linear, so that the mean of the features gives the mean of the views' logits. One belongs to one cursor; the classifier is shared.</remarks>
internal sealed class ClassifierScorer
{
    private readonly ImageClassifier _classifier;
    private readonly ScoringViews _views;
    private readonly float[] _features;
    private readonly float[] _viewFeatures;
    private readonly float[] _logits;

    internal ClassifierScorer(ImageClassifier classifier, ImageShape shape, int capacity)
    {
        _classifier = classifier;
        Shape = shape;
        var encoder = classifier.Encoder;
        _views = new ScoringViews(shape, encoder.Height, encoder.Width, classifier.Views, classifier.Mirror, capacity);
        _features = new float[checked(capacity * encoder.FeatureSize)];
        _viewFeatures = _views.Count > 1 ? new float[_features.Length] : [];
        _logits = new float[checked(capacity * classifier.Networks.Count * classifier.Outputs)];
    }

    private ImageShape Shape { get; }

    /// <summary>The logits of one image that was computed last, [networks, outputs].</summary>
    internal ReadOnlySpan<float> Logits(int image)
    {
        int size = _classifier.Networks.Count * _classifier.Outputs;
        return _logits.AsSpan(image * size, size);
    }

    /// <summary>Computes images, [count, C, H, W].</summary>
    internal void Compute(ReadOnlySpan<float> images, int count)
    {
        int outputs = _classifier.Outputs, networks = _classifier.Networks.Count;
        for (int n = 0; n < networks; n++)
        {
            var (encoder, scorer) = _classifier.Networks[n];
            var features = _features.AsSpan(0, count * encoder.FeatureSize);
            Encode(encoder, images, count, features);
            for (int i = 0; i < count; i++)
                scorer.Score(features.Slice(i * encoder.FeatureSize, encoder.FeatureSize), _logits.AsSpan((i * networks + n) * outputs, outputs));
        }
    }

    private void Encode(TrainedEncoder encoder, ReadOnlySpan<float> images, int count, Span<float> features)
    {
        for (int v = 0; v < _views.Count; v++)
        {
            var view = _views.Make(v, images, count, out int height, out int width);
            if (v == 0)
            {
                encoder.Encode(view, count, height, width, features);
                continue;
            }
            encoder.Encode(view, count, height, width, _viewFeatures);
            for (int i = 0; i < features.Length; i++)
                features[i] += _viewFeatures[i];
        }
        if (_views.Count > 1)
        {
            foreach (ref float feature in features)
                feature /= _views.Count;
        }
    }
}
