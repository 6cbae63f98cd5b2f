using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// Logistic regression of every label on fixed features, with an L2 penalty: the linear probe, and the start of fine-tuning ("LP-FT", Kumar et al.
/// 2022, arXiv 2202.10054: from a random or zero head the first steps distort the pretrained features).
/// </summary>
/// <remarks>
/// Per label it minimises the known rows' summed cross-entropy + penalty · |w|² over features that are standardised and scaled to a total variance of
/// 50, so that one penalty suits any encoder. The curvature of the logistic loss is at most 1/4, so stepping with the inverse of that bound, one matrix
/// for all labels, descends monotonically to the only minimum (Böhning and Lindsay 1988) without a step size or a random number.
/// </remarks>
internal static class LinearProbe
{
    private const double TotalVariance = 50;
    private const int MostIterations = 500;
    private const double Tolerance = 1e-6;

    /// <summary>Fits the linear layer.</summary>
    /// <param name="features">[N, D].</param>
    /// <param name="labels">[N, K]: 1, 0 or NaN = unknown.</param>
    /// <param name="positiveWeights">A factor for each label's positives.</param>
    /// <param name="initialBias">Each label's bias before the first iteration; stays where nothing is known.</param>
    /// <param name="penalty">Beside the sum of the rows' losses; typical 1 to 30.</param>
    internal static LinearScorer Fit(Tensor features, Tensor labels, float[] positiveWeights, float[] initialBias, double penalty)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        long count = features.shape[0], size = features.shape[1], outputs = labels.shape[1];
        var exact = features.to(ScalarType.Float64);
        var mean = exact.mean([0], true);
        var centred = exact - mean;
        var scale = Math.Sqrt(TotalVariance / size) / (centred.mul(centred).mean([0], true).sqrt() + 1e-6);
        var inputs = cat([centred * scale, ones(count, 1, ScalarType.Float64)], 1);

        // Loss per entry: w y softplus(-x) + (1 - y) softplus(x); its slope in x is (1 - y + w y) σ(x) - w y. Unknown entries have neither term.
        var known = labels.isnan().logical_not().to(ScalarType.Float64);
        var positives = labels.nan_to_num(0).to(ScalarType.Float64) * tensor(positiveWeights, ScalarType.Float64).view(1, outputs);
        var weights = known - labels.nan_to_num(0).to(ScalarType.Float64) + positives;

        // [D + 1, 1]: the bias, last, has no penalty.
        var shrink = cat([ones(size, 1, ScalarType.Float64) * (2 * penalty / count), zeros(1, 1, ScalarType.Float64)], 0);
        var step = Bound(inputs, shrink, Math.Max(1, positiveWeights.Max()));
        var solution = cat([zeros(size, outputs, ScalarType.Float64), tensor(initialBias, ScalarType.Float64).view(1, outputs)], 0);
        for (int i = 0; i < MostIterations; i++)
        {
            using var inner = NewDisposeScope();
            var slope = weights * inputs.mm(solution).sigmoid() - positives;
            var change = step.mm(inputs.t().mm(slope) / count + shrink * solution);
            solution.sub_(change);
            if (change.abs().max().item<double>() < Tolerance)
                break;
        }

        var plain = solution.narrow(0, 0, size) * scale.view(size, 1);
        var bias = solution.narrow(0, size, 1) - mean.mm(plain);
        return new(Singles(bias), Singles(plain.t()));
    }

    /// <summary>The inverse of the largest curvature that the loss can have anywhere.</summary>
    private static Tensor Bound(Tensor inputs, Tensor shrink, double largestWeight)
    {
        var curvature = inputs.t().mm(inputs) * (largestWeight / 4 / inputs.shape[0]);
        return linalg.inv(curvature + diag(shrink.view(-1) + 1e-9));
    }

    private static float[] Singles(Tensor values) => values.to(ScalarType.Float32).contiguous().data<float>().ToArray();
}
