namespace Microsoft.ML.Trainers;

/// <summary>
/// Mean logistic losses with an L2 term, (sum of weighted losses + l2/2 * |weights|^2) / sum of row weights. A point holds the
/// biases first, then the weights class by class; the biases carry no penalty.
/// </summary>
internal static class LogisticObjectives
{
    internal static SmoothObjective Binary(TrainingRows rows, double l2) => (point, gradient) =>
    {
        Array.Clear(gradient);
        double loss = 0;
        for (int r = 0; r < rows.Count; r++)
        {
            float[] features = rows.Features[r];
            double weight = rows.Weights[r];
            double score = point[0] + Dot(features, point, 1);
            double signed = rows.Labels[r] > 0 ? score : -score;
            // log(1 + exp(-signed)) without overflow.
            loss += weight * (Math.Max(-signed, 0) + Math.Log(1 + Math.Exp(-Math.Abs(signed))));
            double residual = weight * (1 / (1 + Math.Exp(-score)) - (rows.Labels[r] > 0 ? 1 : 0));
            gradient[0] += residual;
            AddScaled(gradient, 1, residual, features);
        }
        return Regularize(point, gradient, 1, loss, l2, rows.WeightSum);
    };

    internal static SmoothObjective Multiclass(TrainingRows rows, int classes, double l2)
    {
        double[] scores = new double[classes];
        return (point, gradient) =>
        {
            Array.Clear(gradient);
            double loss = 0;
            for (int r = 0; r < rows.Count; r++)
            {
                float[] features = rows.Features[r];
                double weight = rows.Weights[r];
                int truth = (int)rows.Labels[r];
                for (int c = 0; c < classes; c++)
                    scores[c] = point[c] + Dot(features, point, classes + c * features.Length);
                double best = scores.Max();
                double logSum = best + Math.Log(scores.Sum(s => Math.Exp(s - best)));
                loss += weight * (logSum - scores[truth]);
                for (int c = 0; c < classes; c++)
                {
                    double residual = weight * (Math.Exp(scores[c] - logSum) - (c == truth ? 1 : 0));
                    gradient[c] += residual;
                    AddScaled(gradient, classes + c * features.Length, residual, features);
                }
            }
            return Regularize(point, gradient, classes, loss, l2, rows.WeightSum);
        };
    }

    private static double Regularize(double[] point, double[] gradient, int biases, double loss, double l2, double weightSum)
    {
        for (int i = biases; i < point.Length; i++)
        {
            loss += l2 / 2 * point[i] * point[i];
            gradient[i] += l2 * point[i];
        }
        for (int i = 0; i < gradient.Length; i++)
            gradient[i] /= weightSum;
        return loss / weightSum;
    }

    private static double Dot(float[] features, double[] point, int offset)
    {
        double sum = 0;
        ReadOnlySpan<double> weights = point.AsSpan(offset, features.Length);
        for (int i = 0; i < features.Length; i++)
            sum += features[i] * weights[i];
        return sum;
    }

    private static void AddScaled(double[] gradient, int offset, double scale, float[] features)
    {
        Span<double> target = gradient.AsSpan(offset, features.Length);
        for (int i = 0; i < features.Length; i++)
            target[i] += scale * features[i];
    }
}
