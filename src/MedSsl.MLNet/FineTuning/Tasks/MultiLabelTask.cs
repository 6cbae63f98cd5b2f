using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>Any number of labels an image, each present, absent or unknown: masked binary cross-entropy. With one label, binary classification.</summary>
internal sealed class MultiLabelTask : LabelTask
{
    private readonly float[] _positiveWeights;
    private readonly double _smoothing;
    private readonly bool _relate;

    internal MultiLabelTask(LabelStatistics labels, FineTuneOptions options)
    {
        _positiveWeights = PositiveWeights.Of(labels, options);
        _smoothing = options.LabelSmoothing;
        _relate = options.ProbeRelations;
        InitialBias = PositiveWeights.InitialBias(labels, _positiveWeights);
    }

    internal override float[] InitialBias { get; }

    internal override Tensor Loss(Tensor logits, Tensor targets)
    {
        using var scope = NewDisposeScope();
        var smooth = _smoothing == 0 ? targets : targets * (1 - _smoothing) + _smoothing / 2;
        var weights = tensor(_positiveWeights, ScalarType.Float32, logits.device);
        return MaskedBinaryCrossEntropy.Loss(logits, smooth, weights).MoveToOuterDisposeScope();
    }

    internal override LinearScorer Probe(Tensor features, Tensor targets, double penalty)
        => LinearProbe.Fit(features, targets, _positiveWeights, InitialBias, penalty, _relate);
}
