using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>What the encoder's features of labelled images are good for, without training on them: kNN, linear probe, rank.</summary>
/// <param name="part">The images.</param>
/// <param name="options">Already validated.</param>
/// <param name="encoder">Put in evaluation mode.</param>
/// <param name="views">The images of some rows as the encoder takes them, on its device.</param>
internal sealed class LabelledMonitor(LabelledPart part, MonitorOptions options, nn.Module<Tensor, Tensor> encoder, Func<TrainingImages, int[], Tensor> views)
{
    internal const string KnnName = "knn_auroc";
    private const int ImagesAtATime = 64;

    /// <summary>Macro AUROC on the held-out patients, and the effective rank of all features.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal Dictionary<string, double> Measure(CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        encoder.eval();
        var (known, asked) = (Features(part.Training, cancellation), Features(part.HeldOut, cancellation));
        float[] labels = part.Labels(part.Training), answers = part.Labels(part.HeldOut);
        var values = new Dictionary<string, double>();
        if (options.Neighbours > 0)
        {
            var votes = NearestNeighbours.Vote(known, labels, asked, options.Neighbours, options.NeighbourTemperature);
            values[KnnName] = MacroAuroc.Of(votes, answers, part.Wanted);
        }
        if (options.ProbePenalty > 0)
            values["probe_auroc"] = MacroAuroc.Of(Probe(known, labels, asked), answers, part.Wanted);
        values["feature_rank"] = EffectiveRank.Of(cat([known, asked], 0));
        return values;
    }

    /// <summary>The logits of a logistic regression, [held out, K].</summary>
    private float[] Probe(Tensor known, float[] labels, Tensor asked)
    {
        var names = part.Images.LabelNames;
        float[] ones = [.. names.Select(_ => 1f)];
        var targets = part.Images.LabelBatch(part.Training);
        var scorer = LinearProbe.Fit(known, targets, ones, PositiveWeights.InitialBias(LabelStatistics.Of(names, labels), ones), options.ProbePenalty, relate: false);
        var weight = tensor(scorer.Weight, ScalarType.Float32).view(names.Count, scorer.FeatureSize);
        return nn.functional.linear(asked, weight, tensor(scorer.Bias, ScalarType.Float32)).contiguous().data<float>().ToArray();
    }

    private Tensor Features(int[] rows, CancellationToken cancellation)
    {
        var parts = new List<Tensor>();
        foreach (var chunk in rows.Chunk(ImagesAtATime))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            parts.Add(encoder.call(views(part.Images, chunk)).to(ScalarType.Float32, CPU).MoveToOuterDisposeScope());
        }
        return cat(parts, 0);
    }
}
