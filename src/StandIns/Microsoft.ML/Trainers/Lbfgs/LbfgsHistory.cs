namespace Microsoft.ML.Trainers;

/// <summary>The last steps and changes of gradient, which stand for the curvature (two-loop recursion of Nocedal 1980).</summary>
internal sealed class LbfgsHistory(int capacity)
{
    private readonly LinkedList<(double[] Step, double[] Change, double Curvature)> _pairs = new();

    internal bool IsEmpty => _pairs.Count == 0;

    internal void Clear() => _pairs.Clear();

    internal void Add(double[] point, double[] lastPoint, double[] gradient, double[] lastGradient)
    {
        double[] step = Difference(point, lastPoint), change = Difference(gradient, lastGradient);
        double curvature = Dot(step, change);
        if (curvature <= 1e-12 * Dot(change, change))
            return;
        _pairs.AddLast((step, change, curvature));
        if (_pairs.Count > capacity)
            _pairs.RemoveFirst();
    }

    internal void ApplyInverseHessian(double[] vector, double[] result)
    {
        vector.CopyTo(result, 0);
        if (IsEmpty)
            return;
        double[] alphas = new double[_pairs.Count];
        int i = _pairs.Count;
        for (var node = _pairs.Last; node != null; node = node.Previous)
        {
            var (step, change, curvature) = node.Value;
            double alpha = alphas[--i] = Dot(step, result) / curvature;
            AddScaled(result, -alpha, change);
        }
        var last = _pairs.Last.Value;
        double scale = last.Curvature / Dot(last.Change, last.Change);
        for (int j = 0; j < result.Length; j++)
            result[j] *= scale;
        foreach (var (step, change, curvature) in _pairs)
            AddScaled(result, alphas[i++] - Dot(change, result) / curvature, step);
    }

    private static double[] Difference(double[] a, double[] b)
    {
        double[] result = new double[a.Length];
        for (int i = 0; i < a.Length; i++)
            result[i] = a[i] - b[i];
        return result;
    }

    private static void AddScaled(double[] target, double scale, double[] source)
    {
        for (int i = 0; i < target.Length; i++)
            target[i] += scale * source[i];
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
