#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static Adadelta Adadelta(
                IEnumerable<Parameter> parameters, double lr = 1, double rho = 0.9, double eps = 1e-6, double weight_decay = 0,
                bool maximize = false) =>
                new(parameters, lr, rho, eps, weight_decay, maximize);

            public static Adadelta Adadelta(
                IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1, double rho = 0.9, double eps = 1e-6,
                double weight_decay = 0, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), lr, rho, eps, weight_decay, maximize);

            public static Adadelta Adadelta(
                IEnumerable<Adadelta.ParamGroup> parameters, double lr = 1, double rho = 0.9, double eps = 1e-6, double weight_decay = 0,
                bool maximize = false) =>
                new(parameters, lr, rho, eps, weight_decay, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Steps in the ratio of past steps to past gradients.</summary>
    public class Adadelta : OptimizerHelper
    {
        public Adadelta(IEnumerable<Parameter> parameters, double lr, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false)
            : this([new ParamGroup { Parameters = [.. parameters] }], lr, rho, eps, weight_decay, maximize)
        {
        }

        public Adadelta(
            IEnumerable<ParamGroup> parameters, double lr = 1, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false)
        {
            var defaults = new Options
            {
                LearningRate = lr,
                rho = rho,
                eps = eps,
                weight_decay = weight_decay,
                maximize = maximize,
            };
            defaults.Validate((nameof(lr), lr), (nameof(rho), rho), (nameof(eps), eps), (nameof(weight_decay), weight_decay));
            Start(defaults, parameters);
        }

        public override Tensor step(Func<Tensor> closure = null) => _step<ParamGroup>(Step, closure);

        private protected override OptimizerOptions NewOptions() => new Options();

        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        private void Step(ParamGroup group)
        {
            var o = group.Options;
            foreach (var batch in Batches<State>(group, o.maximize, o.weight_decay, s => ++s.step))
            {
                Tensor[] squares = batch.Of(s => s.square_avg), steps = batch.Of(s => s.acc_delta);
                Decay(squares, batch.Grads, o.rho.Value);
                Tensor[] deltas = Root(steps, o.eps.Value);
                aten._foreach_div__List.Run(deltas, Root(squares, o.eps.Value));
                aten._foreach_mul__List.Run(deltas, batch.Grads);
                aten._foreach_add__List.Run(batch.Parameters, deltas, -o.LearningRate);
                Decay(steps, deltas, o.rho.Value);
            }
        }

        private static void Decay(Tensor[] squares, Tensor[] values, double rho)
        {
            aten._foreach_mul__Scalar.Run(squares, rho);
            aten._foreach_addcmul__Scalar.Run(squares, values, values, 1 - rho);
        }

        private static Tensor[] Root(Tensor[] squares, double eps) => aten._foreach_sqrt.CallList((Value)aten._foreach_add_Scalar.CallList(squares, eps));

        public class Options : OptimizerOptions
        {
            public double? rho;
            public double? eps;
            public double? weight_decay;
            public bool? maximize;

            private protected override void Visit(StateFields fields)
            {
                fields.Number(ref rho);
                fields.Number(ref eps);
                fields.Number(ref weight_decay);
                fields.Flag(ref maximize);
            }
        }

        public sealed class State : OptimizerState, IDisposable
        {
            public long step;
            public Tensor square_avg;
            public Tensor acc_delta;

            public State(Parameter parameter)
                : base(parameter)
            {
            }

            public override void Initialize(OptimizerOptions options)
            {
                Dispose();
                step = 0;
                square_avg = Filled(0);
                acc_delta = Filled(0);
            }

            public override void LoadStateDict(OptimizerState source) => Copy(source);

            public override void LoadStateDict(BinaryReader reader) => Read(reader);

            public override void SaveStateDict(BinaryWriter writer) => Write(writer);

            public void Dispose() => DisposeTensors();

            private protected override void Visit(StateFields fields)
            {
                fields.Count(ref step);
                fields.Tensor(ref square_avg);
                fields.Tensor(ref acc_delta);
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
                IEnumerable<Parameter> parameters, double lr = 1, double rho = 0.9, double eps = 1e-6, double weight_decay = 0,
                bool maximize = false)
                : base(parameters, new Options
                {
                    LearningRate = lr,
                    rho = rho,
                    eps = eps,
                    weight_decay = weight_decay,
                    maximize = maximize,
                })
            {
            }
        }
    }
}
