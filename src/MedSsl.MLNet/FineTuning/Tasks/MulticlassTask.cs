using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>One of several classes an image: softmax cross-entropy from one-hot targets; a row of NaN is unknown.</summary>
internal sealed class MulticlassTask : LabelTask
{
    private readonly float[] _classWeights;
    private readonly double _smoothing;

    internal MulticlassTask(LabelStatistics labels, FineTuneOptions options)
    {
        _classWeights = PositiveWeights.OfClasses(labels, options);
        _smoothing = options.LabelSmoothing;
        InitialBias = [.. _classWeights.Select((weight, i) => (float)Math.Log(weight * (labels.Positives[i] + 0.5)))];
    }

    internal override float[] InitialBias { get; }

    internal override Tensor Loss(Tensor logits, Tensor targets)
    {
        using var scope = NewDisposeScope();
        var weights = tensor(_classWeights, ScalarType.Float32, logits.device);
        return SoftmaxCrossEntropy.Loss(logits, targets, weights, _smoothing).MoveToOuterDisposeScope();
    }

    internal override LinearScorer Probe(Tensor features, Tensor targets, double penalty)
        => ClassProbe.Fit(features, targets, _classWeights, InitialBias, penalty);

    internal override Tensor Scores(Tensor logits) => logits.softmax(1);
}
