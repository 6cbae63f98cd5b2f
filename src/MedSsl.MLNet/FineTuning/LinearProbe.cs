using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// Logistic regression of every label on fixed features, with an L2 penalty: the linear probe, and the start of fine-tuning ("LP-FT", Kumar et al.
/// 2022, arXiv 2202.10054: from a random or zero head the first steps distort the pretrained features).
/// </summary>
/// <remarks>
/// It minimises the known rows' summed cross-entropy + penalty · tr(W Ω⁻¹ Wᵀ), W being [D, K], over features that are standardised and scaled to a total
/// variance of 50, so that one penalty suits any encoder. With Ω the identity every label is a ridge-penalised regression of its own; otherwise Ω is what
/// <see cref="LabelRelation"/> learns, and rare labels borrow from common ones. The curvature of the logistic loss is at most 1/4, so stepping with the
/// inverse of that bound descends monotonically to the only minimum (Böhning and Lindsay 1988) without a step size or a random number; in the eigenvectors
/// of the features' covariance and of Ω that inverse is a division.
/// </remarks>
internal static class LinearProbe
{
    private const double TotalVariance = 50;
    private const int MostIterations = 500;
    private const double Tolerance = 1e-6;
    private const int RelationRounds = 4;

    /// <summary>Fits the linear layer.</summary>
    /// <param name="features">[N, D].</param>
    /// <param name="labels">[N, K]: 1, 0 or NaN = unknown.</param>
    /// <param name="positiveWeights">A factor for each label's positives.</param>
    /// <param name="initialBias">Each label's bias before the first iteration; stays where nothing is known.</param>
    /// <param name="penalty">Beside the sum of the rows' losses; typical 1 to 30.</param>
    /// <param name="relate">Learn how labels go together, from the weights of four successive fits; no effect on one label.</param>
    internal static LinearScorer Fit(Tensor features, Tensor labels, float[] positiveWeights, float[] initialBias, double penalty, bool relate)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        long count = features.shape[0], size = features.shape[1];
        int outputs = (int)labels.shape[1];
        var exact = features.to(ScalarType.Float64);
        var mean = exact.mean([0], true);
        var centred = exact - mean;
        var scale = Math.Sqrt(TotalVariance / size) / (centred.mul(centred).mean([0], true).sqrt() + 1e-6);
        var inputs = centred * scale;
        double steepest = Math.Max(1, positiveWeights.Max()) / 4;
        var (curvature, basis) = linalg.eigh(inputs.t().mm(inputs) * (steepest / count));
        curvature = curvature.clamp_min(0).view(size, 1);

        var targets = new ProbeTargets(labels, positiveWeights);
        var relation = LabelRelation.None(outputs);
        var weight = zeros(size, outputs, ScalarType.Float64);
        var bias = tensor(initialBias, ScalarType.Float64).view(1, outputs);
        for (int round = relate && outputs > 1 ? RelationRounds : 1; ;)
        {
            Descend(inputs, targets, relation, weight, bias, curvature, basis, 2 * penalty / count, steepest);
            if (--round == 0)
                break;
            relation = LabelRelation.Of(weight);
        }

        var plain = weight * scale.view(size, 1);
        return new(Singles(bias - mean.mm(plain)), Singles(plain.t()));
    }

    /// <summary>To the minimum for one relation. The features are centred, so that the bound on the curvature has no terms between weights and biases.</summary>
    private static void Descend(
        Tensor inputs, ProbeTargets targets, LabelRelation relation, Tensor weight, Tensor bias, Tensor curvature, Tensor basis, double shrink, double steepest)
    {
        var step = 1 / (curvature + shrink / relation.Values + 1e-9);
        for (int i = 0; i < MostIterations; i++)
        {
            using var inner = NewDisposeScope();
            var slope = targets.Slope(inputs.mm(weight) + bias) / inputs.shape[0];
            var gradient = inputs.t().mm(slope) + weight.mm(relation.Inverse) * shrink;
            var change = basis.mm(basis.t().mm(gradient).mm(relation.Basis) * step).mm(relation.Basis.t());
            weight.sub_(change);
            bias.sub_(slope.sum(0, true) / steepest);
            if (change.abs().max().item<double>() < Tolerance)
                break;
        }
    }

    private static float[] Singles(Tensor values) => values.to(ScalarType.Float32).contiguous().data<float>().ToArray();

    /// <summary>
    /// Loss per entry: w y softplus(-x) + (1 - y) softplus(x); its slope in x is (1 - y + w y) σ(x) - w y. Unknown entries have neither term.
    /// </summary>
    private sealed class ProbeTargets
    {
        private readonly Tensor _weights;
        private readonly Tensor _positives;

        internal ProbeTargets(Tensor labels, float[] positiveWeights)
        {
            var known = labels.isnan().logical_not().to(ScalarType.Float64);
            var positive = labels.nan_to_num(0).to(ScalarType.Float64);
            _positives = positive * tensor(positiveWeights, ScalarType.Float64).view(1, positiveWeights.Length);
            _weights = known - positive + _positives;
        }

        internal Tensor Slope(Tensor logits) => _weights * logits.sigmoid() - _positives;
    }
}
