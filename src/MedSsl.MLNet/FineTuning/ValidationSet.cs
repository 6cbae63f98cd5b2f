using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>Labelled images that are not trained on, and the macro AUROC of a network on them: the mean over the labels that have both classes there.</summary>
internal sealed class ValidationSet
{
    private readonly TrainingImages _images;
    private readonly int[] _rows;
    private readonly float[] _labels;

    /// <exception cref="ArgumentException">No label has both classes.</exception>
    internal ValidationSet(TrainingImages images, int[] rows)
    {
        (_images, _rows) = (images, rows);
        _labels = [.. rows.SelectMany(row => images.LabelsOf(row).ToArray())];
        if (!double.IsFinite(MacroAuroc(new float[_labels.Length])))
        {
            throw new ArgumentException(
                $"In the {rows.Length} validation images no label has both classes, so that nothing can be measured on them: take more, or another seed.");
        }
    }

    internal int Count => _rows.Length;

    /// <summary>The macro AUROC of a network, which is put in evaluation mode.</summary>
    /// <param name="network">[N, C, H, W] to [N, outputs].</param>
    /// <param name="height">The network's height.</param>
    /// <param name="width">The network's width.</param>
    /// <param name="task">What the outputs mean.</param>
    /// <param name="cancellation">Stops it.</param>
    internal double MacroAuroc(nn.Module<Tensor, Tensor> network, int height, int width, LabelTask task, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var views = new LabelledViews(new FineTuneOptions(), _images, height, width, 0);
        var scores = task.Scores(FeaturePass.Plain(network, views, _rows, cancellation));
        return MacroAuroc(scores.cpu().contiguous().data<float>().ToArray());
    }

    private double MacroAuroc(float[] scores)
    {
        int count = _images.LabelNames.Count;
        double[] areas = [.. Enumerable.Range(0, count).Select(k => AreaUnderRocCurve.Compute(Ranking.Of(scores, _labels, k, count))).Where(double.IsFinite)];
        return areas.Length == 0 ? double.NaN : areas.Average();
    }
}
