#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static LBFGS LBFGS(
                IEnumerable<Parameter> parameters, double lr = 0.01, long max_iter = 20, long? max_eval = null, double tolerange_grad = 1e-5,
                double tolerance_change = 1e-9, long history_size = 100) =>
                new(parameters, lr, max_iter, max_eval ?? (max_iter * 5 / 4), tolerange_grad, tolerance_change, history_size);

            public static LBFGS LBFGS(
                IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.01, long max_iter = 20, long? max_eval = null,
                double tolerange_grad = 1e-5, double tolerance_change = 1e-9, long history_size = 100) =>
                LBFGS(parameters.Select(p => p.parameter), lr, max_iter, max_eval, tolerange_grad, tolerance_change, history_size);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>L-BFGS with steps of fixed length.</summary>
    public class LBFGS : optim.Optimizer, optim.ILearningRateController
    {
        private readonly long _iterations;
        private readonly long _evaluations;
        private readonly double _gradientTolerance;
        private readonly double _changeTolerance;
        private readonly long _history;
        private readonly Queue<(Tensor Gradients, Tensor Steps, double Product)> _pairs = new();
        private Tensor _direction;
        private Tensor _previous;
        private double _scale = 1;
        private double _length;

        internal LBFGS(
            IEnumerable<Parameter> parameters, double lr, long iterations, long evaluations, double gradientTolerance, double changeTolerance, long history)
            : base(IntPtr.Zero)
        {
            LearningRate = InitialLearningRate = lr;
            (_iterations, _evaluations, _gradientTolerance, _changeTolerance, _history) = (iterations, evaluations, gradientTolerance, changeTolerance, history);
            _parameter_groups = [new ParamGroup { Parameters = [.. parameters] }];
        }

        public double LearningRate { get; set; }

        public double InitialLearningRate { get; set; }

        public override IEnumerable<optim.ILearningRateController> ParamGroups => [this];

        public override Tensor step(Func<Tensor> closure)
        {
            ArgumentNullException.ThrowIfNull(closure);
            var first = Evaluate(closure);
            using var _ = no_grad();
            using var scope = NewDisposeScope();
            double loss = first.ToDouble();
            var gradient = Gradient();
            long evaluations = 1;
            for (long i = 1; i <= _iterations && Largest(gradient) > _gradientTolerance; i++)
            {
                bool start = _direction is null;
                Keep(ref _direction, start ? gradient.neg() : Direction(gradient));
                Keep(ref _previous, gradient.clone());
                double before = loss;
                _length = (start ? Math.Min(1, 1 / gradient.abs().sum().ToDouble()) : 1) * LearningRate;
                if (gradient.dot(_direction).ToDouble() > -_changeTolerance)
                {
                    break;
                }

                Move(_length);
                if (i == _iterations)
                {
                    break;
                }

                loss = Evaluate(closure).ToDouble();
                gradient = Gradient();
                if (++evaluations >= _evaluations || Largest(_direction) * _length <= _changeTolerance || Math.Abs(loss - before) < _changeTolerance)
                {
                    break;
                }
            }

            return first;
        }

        private protected override void DisposeState()
        {
            _direction?.Dispose();
            _previous?.Dispose();
            foreach (var (gradients, steps, _) in _pairs)
            {
                gradients.Dispose();
                steps.Dispose();
            }
        }

        private static Tensor Evaluate(Func<Tensor> closure)
        {
            using var _ = enable_grad();
            return closure();
        }

        private static double Largest(Tensor values) => values.abs().max().ToDouble();

        private static void Keep(ref Tensor field, Tensor value)
        {
            field?.Dispose();
            field = value.DetachFromDisposeScope();
        }

        private Tensor Gradient() => cat([.. parameters().Select(p => p.grad is { } g ? g.reshape(-1) : zeros_like(p).reshape(-1))], 0);

        private void Move(double length)
        {
            long at = 0;
            foreach (var parameter in parameters())
            {
                long count = parameter.numel();
                parameter.add_(_direction.narrow(0, at, count).view_as(parameter), length);
                at += count;
            }
        }

        /// <summary>The two-loop recursion over the pairs kept.</summary>
        private Tensor Direction(Tensor gradient)
        {
            Tensor change = gradient - _previous, step = _direction * _length;
            double product = change.dot(step).ToDouble();
            if (product > 1e-10)
            {
                if (_pairs.Count == _history)
                {
                    var (gradients, steps, _) = _pairs.Dequeue();
                    gradients.Dispose();
                    steps.Dispose();
                }

                _pairs.Enqueue((change.DetachFromDisposeScope(), step.DetachFromDisposeScope(), 1 / product));
                _scale = product / change.dot(change).ToDouble();
            }

            var q = gradient.neg();
            var pairs = _pairs.ToArray();
            double[] weights = new double[pairs.Length];
            for (int i = pairs.Length - 1; i >= 0; i--)
            {
                weights[i] = pairs[i].Steps.dot(q).ToDouble() * pairs[i].Product;
                q.add_(pairs[i].Gradients, -weights[i]);
            }

            q.mul_(_scale);
            for (int i = 0; i < pairs.Length; i++)
            {
                q.add_(pairs[i].Steps, weights[i] - (pairs[i].Gradients.dot(q).ToDouble() * pairs[i].Product));
            }

            return q;
        }
    }
}
