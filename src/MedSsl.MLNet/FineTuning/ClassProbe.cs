using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// Multinomial logistic regression on fixed features with an L2 penalty: <see cref="LinearProbe"/> for one class an image, with the same scaling of the features.
/// The curvature of the softmax's loss is at most 1/2, so stepping with the inverse of that bound descends monotonically to the minimum (Böhning 1992).
/// </summary>
internal static class ClassProbe
{
    private const double TotalVariance = 50;
    private const int MostIterations = 5000;
    private const double Tolerance = 1e-6;

    /// <summary>Fits the linear layer of a softmax.</summary>
    /// <param name="features">[N, D].</param>
    /// <param name="targets">[N, K]: one-hot or mixed; rows of NaN = unknown.</param>
    /// <param name="classWeights">A factor for each class.</param>
    /// <param name="initialBias">Each class's bias before the first iteration.</param>
    /// <param name="penalty">Beside the sum of the rows' losses; typical 1 to 30.</param>
    internal static LinearScorer Fit(Tensor features, Tensor targets, float[] classWeights, float[] initialBias, double penalty)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        long count = features.shape[0], size = features.shape[1], outputs = initialBias.Length;
        var exact = features.to(ScalarType.Float64);
        var mean = exact.mean([0], true);
        var centred = exact - mean;
        var scale = Math.Sqrt(TotalVariance / size) / (centred.mul(centred).mean([0], true).sqrt() + 1e-6);
        var inputs = cat([centred * scale, ones(count, 1, ScalarType.Float64)], 1);

        // Loss of a row: -Σ w t log p; its slope in x is p Σ w t - w t.
        var weighted = targets.nan_to_num(0).to(ScalarType.Float64) * tensor(classWeights, ScalarType.Float64).view(1, outputs);
        var rows = weighted.sum(1, true);

        // [D + 1, 1]: the bias, last, has no penalty.
        var shrink = cat([ones(size, 1, ScalarType.Float64) * (2 * penalty / count), zeros(1, 1, ScalarType.Float64)], 0);
        var step = linalg.inv(inputs.t().mm(inputs) * (classWeights.Max() / 2 / count) + diag(shrink.view(-1) + 1e-9));
        var solution = cat([zeros(size, outputs, ScalarType.Float64), tensor(initialBias, ScalarType.Float64).view(1, outputs)], 0);
        for (int i = 0; i < MostIterations; i++)
        {
            using var inner = NewDisposeScope();
            var slope = inputs.mm(solution).softmax(1) * rows - weighted;
            var change = step.mm(inputs.t().mm(slope) / count + shrink * solution);
            solution.sub_(change);
            if (change.abs().max().item<double>() < Tolerance)
                break;
        }

        var plain = solution.narrow(0, 0, size) * scale.view(size, 1);
        return new(Singles(solution.narrow(0, size, 1) - mean.mm(plain)), Singles(plain.t()));
    }

    private static float[] Singles(Tensor values) => values.to(ScalarType.Float32).contiguous().data<float>().ToArray();
}
