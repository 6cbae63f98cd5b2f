namespace Microsoft.ML.Trainers;

/// <summary>A smooth function to minimise: returns the value at a point and fills the gradient there.</summary>
internal delegate double SmoothObjective(double[] point, double[] gradient);

/// <summary>
/// Limited-memory BFGS, and with an L1 term its orthant-wise variant (Andrew and Gao 2007, "Scalable training of L1-regularized
/// log-linear models"). The first <paramref name="freeCount"/> coordinates (the biases) carry no L1 term and no sign constraint.
/// </summary>
internal sealed class OrthantWiseLbfgs(SmoothObjective objective, int freeCount, double l1, bool nonNegative, int historySize)
{
    private const double SufficientDecrease = 1e-4;
    private const int ImprovementWindow = 5;
    private const int MaximumBacktracks = 50;

    private readonly LbfgsHistory _history = new(historySize);

    /// <summary>
    /// Minimises from <paramref name="point"/>, which becomes the minimiser, until the mean improvement over the last iterations
    /// relative to the value falls below <paramref name="tolerance"/>, or no step improves.
    /// </summary>
    internal int Minimize(double[] point, double tolerance, int maximumIterations, Action<int, double> onIteration)
    {
        int n = point.Length;
        double[] gradient = new double[n], steepest = new double[n], direction = new double[n];
        double[] trial = new double[n], trialGradient = new double[n];
        double value = Value(point, gradient);
        Queue<double> recent = new([value]);

        for (int iteration = 1; iteration <= maximumIterations; iteration++)
        {
            SteepestDescent(point, gradient, steepest);
            double slope = ChooseDirection(steepest, direction);
            if (slope >= 0)
                return iteration - 1;

            double step = _history.IsEmpty ? 1 / Math.Sqrt(Dot(steepest, steepest)) : 1;
            double trialValue = value;
            bool improved = false;
            for (int tries = 0; tries < MaximumBacktracks && !improved; tries++, step /= 2)
            {
                Step(point, direction, steepest, step, trial);
                trialValue = Value(trial, trialGradient);
                improved = trialValue <= value - SufficientDecrease * Progress(steepest, trial, point) && trialValue < value;
            }
            if (!improved)
            {
                if (_history.IsEmpty)
                    return iteration - 1;
                // The model of the curvature is spent: start again from steepest descent before giving up.
                _history.Clear();
                continue;
            }

            _history.Add(trial, point, trialGradient, gradient);
            (value, recent) = (trialValue, Remember(recent, trialValue));
            trial.CopyTo(point, 0);
            trialGradient.CopyTo(gradient, 0);
            onIteration(iteration, value);
            if (recent.Count > ImprovementWindow
                && (recent.Peek() - value) / ImprovementWindow <= tolerance * Math.Abs(value))
                return iteration;
        }
        return maximumIterations;
    }

    private double Value(double[] point, double[] gradient)
    {
        double value = objective(point, gradient);
        if (l1 > 0)
            for (int i = freeCount; i < point.Length; i++)
                value += l1 * Math.Abs(point[i]);
        return value;
    }

    /// <summary>Minus the pseudo-gradient: the best direction that the L1 kink and the sign constraint leave.</summary>
    private void SteepestDescent(double[] point, double[] gradient, double[] steepest)
    {
        for (int i = 0; i < point.Length; i++)
        {
            double g = gradient[i];
            if (i >= freeCount)
            {
                if (point[i] > 0)
                    g += l1;
                else if (point[i] < 0)
                    g -= l1;
                else if (g + l1 < 0)
                    g += l1;
                else
                    g = g - l1 > 0 && !nonNegative ? g - l1 : 0;
            }
            steepest[i] = -g;
        }
    }

    private double ChooseDirection(double[] steepest, double[] direction)
    {
        _history.ApplyInverseHessian(steepest, direction);
        if (l1 > 0 || nonNegative)
            for (int i = freeCount; i < direction.Length; i++)
                if (direction[i] * steepest[i] <= 0)
                    direction[i] = 0;
        double slope = -Dot(steepest, direction);
        if (slope >= 0)
        {
            steepest.CopyTo(direction, 0);
            slope = -Dot(steepest, steepest);
        }
        return slope;
    }

    /// <summary>A step that stops at zero where it would leave the orthant it started in.</summary>
    private void Step(double[] point, double[] direction, double[] steepest, double step, double[] result)
    {
        for (int i = 0; i < point.Length; i++)
        {
            double moved = point[i] + step * direction[i];
            if (i >= freeCount)
            {
                double orthant = point[i] != 0 ? point[i] : steepest[i];
                if ((l1 > 0 && moved * orthant < 0) || (nonNegative && moved < 0))
                    moved = 0;
            }
            result[i] = moved;
        }
    }

    private static double Progress(double[] steepest, double[] trial, double[] point)
    {
        double sum = 0;
        for (int i = 0; i < point.Length; i++)
            sum += steepest[i] * (trial[i] - point[i]);
        return sum;
    }

    private static Queue<double> Remember(Queue<double> recent, double value)
    {
        recent.Enqueue(value);
        if (recent.Count > ImprovementWindow + 1)
            recent.Dequeue();
        return recent;
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
