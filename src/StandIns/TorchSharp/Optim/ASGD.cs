#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static ASGD ASGD(
                IEnumerable<Parameter> parameters, double lr = 1e-3, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6,
                double weight_decay = 0, bool maximize = false) =>
                new(parameters, lr, lambd, alpha, t0, weight_decay, maximize);

            public static ASGD ASGD(
                IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1e-3, double lambd = 1e-4, double alpha = 0.75,
                double t0 = 1e6, double weight_decay = 0, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), lr, lambd, alpha, t0, weight_decay, maximize);

            public static ASGD ASGD(
                IEnumerable<ParamGroup<ASGD.Options>> parameters, double lr = 1e-3, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6,
                double weight_decay = 0, bool maximize = false) =>
                new(parameters, lr, lambd, alpha, t0, weight_decay, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Stochastic gradient descent whose parameters are averaged besides.</summary>
    public class ASGD : OptimizerHelper
    {
        public ASGD(
            IEnumerable<Parameter> parameters, double lr = 0.01, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6, double weight_decay = 0,
            bool maximize = false)
            : this([new ParamGroup { Parameters = [.. parameters] }], lr, lambd, alpha, t0, weight_decay, maximize)
        {
        }

        public ASGD(
            IEnumerable<ParamGroup<Options>> parameters, double lr = 0.01, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6,
            double weight_decay = 0, bool maximize = false)
        {
            var defaults = new Options
            {
                LearningRate = lr,
                lambd = lambd,
                alpha = alpha,
                t0 = t0,
                weight_decay = weight_decay,
                maximize = maximize,
            };
            defaults.Validate((nameof(lr), lr), (nameof(lambd), lambd), (nameof(alpha), alpha), (nameof(t0), t0), (nameof(weight_decay), weight_decay));
            Start(defaults, parameters);
        }

        public override Tensor step(Func<Tensor> closure = null) => _step<ParamGroup<Options>>(Step, closure);

        private protected override OptimizerOptions NewOptions() => new Options();

        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        private void Step(ParamGroup<Options> group)
        {
            var o = group.Options;
            double lr = o.LearningRate.Value;
            foreach (var batch in Batches<State>(group, o.maximize, o.weight_decay, s => ++s.step))
            {
                double eta = batch.States[0].eta, mu = batch.States[0].mu;
                Tensor[] means = batch.Of(s => s.ax);
                aten._foreach_mul__Scalar.Run(batch.Parameters, 1 - (o.lambd * eta));
                aten._foreach_add__List.Run(batch.Parameters, batch.Grads, -eta);
                aten._foreach_mul__Scalar.Run(means, 1 - mu);
                aten._foreach_add__List.Run(means, batch.Parameters, mu);
                foreach (var state in batch.States)
                {
                    state.eta = lr / Math.Pow(1 + (o.lambd.Value * lr * batch.Steps), o.alpha.Value);
                    state.mu = 1 / Math.Max(1, batch.Steps - o.t0.Value);
                }
            }
        }

        public class Options : OptimizerOptions
        {
            public bool? maximize;
            public double? lambd;
            public double? alpha;
            public double? weight_decay;
            public double? t0;

            private protected override void Visit(StateFields fields)
            {
                fields.Flag(ref maximize);
                fields.Number(ref lambd);
                fields.Number(ref alpha);
                fields.Number(ref weight_decay);
                fields.Number(ref t0);
            }
        }

        public sealed class State : OptimizerState, IDisposable
        {
            public long step;
            public double eta;
            public double mu;
            public Tensor ax;

            public State(Parameter parameter)
                : base(parameter)
            {
            }

            public override void Initialize(OptimizerOptions options)
            {
                Dispose();
                step = 0;
                eta = options.LearningRate.Value;
                mu = 1;
                ax = Filled(0);
            }

            public override void LoadStateDict(OptimizerState source) => Copy(source);

            public override void LoadStateDict(BinaryReader reader) => Read(reader);

            public override void SaveStateDict(BinaryWriter writer) => Write(writer);

            public void Dispose() => DisposeTensors();

            private protected override void Visit(StateFields fields)
            {
                fields.Count(ref step);
                fields.Real(ref eta);
                fields.Real(ref mu);
                fields.Tensor(ref ax);
            }
        }

        public class ParamGroup : ParamGroup<Options>
        {
            public ParamGroup()
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options)
                : base(parameters, options)
            {
            }

            public ParamGroup(
                IEnumerable<Parameter> parameters, double lr = 0.01, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6,
                double weight_decay = 0)
                : base(parameters, new Options
                {
                    LearningRate = lr,
                    lambd = lambd,
                    alpha = alpha,
                    t0 = t0,
                    weight_decay = weight_decay,
                })
            {
            }
        }
    }
}
