#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static Adamax Adamax(
                IEnumerable<Parameter> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
                double weight_decay = 0) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay);

            public static Adamax Adamax(
                IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999,
                double eps = 1e-8, double weight_decay = 0) =>
                new(parameters.Select(p => p.parameter), lr, beta1, beta2, eps, weight_decay);

            public static Adamax Adamax(
                IEnumerable<Adamax.ParamGroup> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
                double weight_decay = 0) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Adam with the largest gradient in place of the mean square.</summary>
    public class Adamax : OptimizerHelper, optim.IBetas
    {
        public Adamax(IEnumerable<Parameter> parameters, double lr, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0)
            : this([new ParamGroup { Parameters = [.. parameters] }], lr, beta1, beta2, eps, weight_decay)
        {
        }

        public Adamax(
            IEnumerable<ParamGroup> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0)
        {
            var defaults = new Options
            {
                LearningRate = lr,
                beta1 = beta1,
                beta2 = beta2,
                eps = eps,
                weight_decay = weight_decay,
            };
            defaults.Validate((nameof(lr), lr), (nameof(beta1), beta1), (nameof(beta2), beta2), (nameof(eps), eps), (nameof(weight_decay), weight_decay));
            Start(defaults, parameters);
        }

        public (double, double) Betas
        {
            get => (((Options)_defaults).beta1.Value, ((Options)_defaults).beta2.Value);
            set
            {
                foreach (ParamGroup group in _parameter_groups)
                {
                    group.Betas = value;
                }
            }
        }

        public override Tensor step(Func<Tensor> closure = null) => _step<ParamGroup>(Step, closure);

        private protected override OptimizerOptions NewOptions() => new Options();

        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        private void Step(ParamGroup group)
        {
            var o = group.Options;
            foreach (var batch in Batches<State>(group, null, o.weight_decay, s => ++s.step))
            {
                Tensor[] means = batch.Of(s => s.exp_avg), largest = batch.Of(s => s.exp_inf);
                aten._foreach_mul__Scalar.Run(means, o.beta1);
                aten._foreach_add__List.Run(means, batch.Grads, 1 - o.beta1);
                Tensor[] sizes = aten._foreach_abs.CallList((Value)batch.Grads);
                aten._foreach_add__Scalar.Run(sizes, o.eps);
                aten._foreach_mul__Scalar.Run(largest, o.beta2);
                aten._foreach_maximum__List.Run(largest, sizes);
                aten._foreach_addcdiv__Scalar.Run(batch.Parameters, means, largest, -o.LearningRate / (1 - Math.Pow(o.beta1.Value, batch.Steps)));
            }
        }

        public class Options : OptimizerOptions
        {
            public double? beta1;
            public double? beta2;
            public double? eps;
            public double? weight_decay;

            private protected override void Visit(StateFields fields)
            {
                fields.Number(ref beta1);
                fields.Number(ref beta2);
                fields.Number(ref eps);
                fields.Number(ref weight_decay);
            }
        }

        public sealed class State : OptimizerState, IDisposable
        {
            public long step;
            public Tensor exp_avg;
            public Tensor exp_inf;

            public State(Parameter parameter)
                : base(parameter)
            {
            }

            public override void Initialize(OptimizerOptions options)
            {
                Dispose();
                step = 0;
                exp_avg = Filled(0);
                exp_inf = Filled(0);
            }

            public override void LoadStateDict(OptimizerState source) => Copy(source);

            public override void LoadStateDict(BinaryReader reader) => Read(reader);

            public override void SaveStateDict(BinaryWriter writer) => Write(writer);

            public void Dispose() => DisposeTensors();

            private protected override void Visit(StateFields fields)
            {
                fields.Count(ref step);
                fields.Tensor(ref exp_avg);
                fields.Tensor(ref exp_inf);
            }
        }

        public class ParamGroup : ParamGroup<Options>, optim.IBetas
        {
            public ParamGroup()
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options)
                : base(parameters, options)
            {
            }

            public ParamGroup(
                IEnumerable<Parameter> parameters, double lr = 1, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
                double weight_decay = 0)
                : base(parameters, new Options
                {
                    LearningRate = lr,
                    beta1 = beta1,
                    beta2 = beta2,
                    eps = eps,
                    weight_decay = weight_decay,
                })
            {
            }

            public (double, double) Betas
            {
                get => (Options.beta1.Value, Options.beta2.Value);
                set => (Options.beta1, Options.beta2) = value;
            }
        }
    }
}
