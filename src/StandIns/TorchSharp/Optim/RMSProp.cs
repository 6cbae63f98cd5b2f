#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static RMSProp RMSProp(
                IEnumerable<Parameter> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0,
                double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);

            public static RMSProp RMSProp(
                IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8,
                double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), lr, alpha, eps, weight_decay, momentum, centered, maximize);

            public static RMSProp RMSProp(
                IEnumerable<RMSProp.ParamGroup> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0,
                double momentum = 0, bool centered = false, bool maximize = false) =>
                new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Steps divided by the root of the mean square gradient.</summary>
    public class RMSProp : OptimizerHelper, optim.IMomentum
    {
        public RMSProp(
            IEnumerable<Parameter> parameters, double lr = 0.001, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0,
            double momentum = 0, bool centered = false, bool maximize = false)
            : this([new ParamGroup { Parameters = [.. parameters] }], lr, alpha, eps, weight_decay, momentum, centered, maximize)
        {
        }

        public RMSProp(
            IEnumerable<ParamGroup> parameters, double lr = 0.001, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0,
            double momentum = 0, bool centered = false, bool maximize = false)
        {
            var defaults = new Options
            {
                LearningRate = lr,
                alpha = alpha,
                eps = eps,
                weight_decay = weight_decay,
                momentum = momentum,
                centered = centered,
                maximize = maximize,
            };
            defaults.Validate(
                (nameof(lr), lr), (nameof(alpha), alpha),
                (nameof(eps), eps), (nameof(weight_decay), weight_decay), (nameof(momentum), momentum));
            Start(defaults, parameters);
        }

        public double Momentum
        {
            get => ((Options)_defaults).momentum.Value;
            set
            {
                foreach (ParamGroup group in _parameter_groups)
                {
                    group.Momentum = value;
                }
            }
        }

        public override Tensor step(Func<Tensor> closure = null) => _step<ParamGroup>(Step, closure);

        private protected override OptimizerOptions NewOptions() => new Options();

        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        private void Step(ParamGroup group)
        {
            var o = group.Options;
            foreach (var batch in Batches<State>(group, o.maximize, o.weight_decay, s => ++s.step))
            {
                Tensor[] squares = batch.Of(s => s.square_avg);
                aten._foreach_mul__Scalar.Run(squares, o.alpha);
                aten._foreach_addcmul__Scalar.Run(squares, batch.Grads, batch.Grads, 1 - o.alpha);
                if (o.centered.Value)
                {
                    Tensor[] means = batch.Of(s => s.grad_avg);
                    aten._foreach_mul__Scalar.Run(means, o.alpha);
                    aten._foreach_add__List.Run(means, batch.Grads, 1 - o.alpha);
                    squares = aten._foreach_addcmul_Scalar.CallList(squares, means, means, -1.0);
                }

                Tensor[] roots = AdamUpdate.Roots(squares, 1, o.eps.Value);
                if (o.momentum > 0)
                {
                    Tensor[] buffers = batch.Of(s => s.momentum_buffer);
                    aten._foreach_mul__Scalar.Run(buffers, o.momentum);
                    aten._foreach_addcdiv__Scalar.Run(buffers, batch.Grads, roots, 1.0);
                    aten._foreach_add__List.Run(batch.Parameters, buffers, -o.LearningRate);
                }
                else
                {
                    aten._foreach_addcdiv__Scalar.Run(batch.Parameters, batch.Grads, roots, -o.LearningRate);
                }
            }
        }

        public class Options : OptimizerOptions
        {
            public bool? maximize;
            public double? momentum;
            public double? alpha;
            public double? eps;
            public double? weight_decay;
            public bool? centered;

            private protected override void Visit(StateFields fields)
            {
                fields.Flag(ref maximize);
                fields.Number(ref momentum);
                fields.Number(ref alpha);
                fields.Number(ref eps);
                fields.Number(ref weight_decay);
                fields.Flag(ref centered);
            }
        }

        public sealed class State : OptimizerState, IDisposable
        {
            public long step;
            public Tensor square_avg;
            public Tensor momentum_buffer;
            public Tensor grad_avg;

            public State(Parameter parameter)
                : base(parameter)
            {
            }

            public override void Initialize(OptimizerOptions options)
            {
                Dispose();
                var o = (Options)options;
                step = 0;
                square_avg = Filled(0);
                momentum_buffer = o.momentum > 0 ? Filled(0) : null;
                grad_avg = o.centered == true ? Filled(0) : null;
            }

            public override void LoadStateDict(OptimizerState source) => Copy(source);

            public override void LoadStateDict(BinaryReader reader) => Read(reader);

            public override void SaveStateDict(BinaryWriter writer) => Write(writer);

            public void Dispose() => DisposeTensors();

            private protected override void Visit(StateFields fields)
            {
                fields.Count(ref step);
                fields.Tensor(ref square_avg);
                fields.Optional(ref momentum_buffer);
                fields.Optional(ref grad_avg);
            }
        }

        public class ParamGroup : ParamGroup<Options>, optim.IMomentum
        {
            public ParamGroup()
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options)
                : base(parameters, options)
            {
            }

            public ParamGroup(
                IEnumerable<Parameter> parameters, double lr = 0.001, double eps = 1e-8, double alpha = 0.99, double weight_decay = 0,
                double momentum = 0, bool centered = false)
                : base(parameters, new Options
                {
                    LearningRate = lr,
                    eps = eps,
                    alpha = alpha,
                    weight_decay = weight_decay,
                    momentum = momentum,
                    centered = centered,
                })
            {
            }

            public double Momentum
            {
                get => Options.momentum.Value;
                set => Options.momentum = value;
            }
        }
    }
}
