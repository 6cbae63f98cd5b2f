#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static Rprop Rprop(
                IEnumerable<Parameter> parameters, double lr = 0.01, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6,
                double max_step = 50, bool maximize = false) =>
                new(parameters, lr, etaminus, etaplus, min_step, max_step, maximize);

            public static Rprop Rprop(
                IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.01, double etaminus = 0.5, double etaplus = 1.2,
                double min_step = 1e-6, double max_step = 50, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), lr, etaminus, etaplus, min_step, max_step, maximize);

            public static Rprop Rprop(
                IEnumerable<Rprop.ParamGroup> parameters, double lr = 0.01, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6,
                double max_step = 50, bool maximize = false) =>
                new(parameters, lr, etaminus, etaplus, min_step, max_step, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Resilient backpropagation: steps that grow while the sign of the gradient stays.</summary>
    public class Rprop : OptimizerHelper
    {
        public Rprop(
            IEnumerable<Parameter> parameters, double lr = 0.01, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6,
            double max_step = 50, bool maximize = false)
            : this([new ParamGroup { Parameters = [.. parameters] }], lr, etaminus, etaplus, min_step, max_step, maximize)
        {
        }

        public Rprop(
            IEnumerable<ParamGroup> parameters, double lr = 0.01, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6,
            double max_step = 50, bool maximize = false)
        {
            var defaults = new Options
            {
                LearningRate = lr,
                etaminus = etaminus,
                etaplus = etaplus,
                min_step = min_step,
                max_step = max_step,
                maximize = maximize,
            };
            defaults.Validate(
                (nameof(lr), lr), (nameof(etaminus), etaminus),
                (nameof(etaplus), etaplus), (nameof(min_step), min_step), (nameof(max_step), max_step));
            Start(defaults, parameters);
        }

        public override Tensor step(Func<Tensor> closure = null) => _step<ParamGroup>(Step, closure);

        private protected override OptimizerOptions NewOptions() => new Options();

        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        private void Step(ParamGroup group)
        {
            var o = group.Options;
            foreach (var batch in Batches<State>(group, o.maximize, null, s => ++s.step))
            {
                for (int i = 0; i < batch.Grads.Length; i++)
                {
                    var state = batch.States[i];
                    var agreement = batch.Grads[i].mul(state.prev);
                    var turned = agreement < 0;
                    var factor = torch.ones_like(agreement).masked_fill_(agreement > 0, o.etaplus.Value).masked_fill_(turned, o.etaminus.Value);
                    state.step_size.mul_(factor).clamp_((Scalar)o.min_step.Value, (Scalar)o.max_step.Value);
                    var grad = batch.Grads[i].masked_fill(turned, 0);
                    batch.Parameters[i].addcmul_(grad.sign(), state.step_size, -1);
                    state.prev.copy_(grad);
                }
            }
        }

        public class Options : OptimizerOptions
        {
            public bool? maximize;
            public double? etaminus;
            public double? etaplus;
            public double? min_step;
            public double? max_step;

            private protected override void Visit(StateFields fields)
            {
                fields.Flag(ref maximize);
                fields.Number(ref etaminus);
                fields.Number(ref etaplus);
                fields.Number(ref min_step);
                fields.Number(ref max_step);
            }
        }

        public sealed class State : OptimizerState, IDisposable
        {
            public long step;
            public Tensor prev;
            public Tensor step_size;

            public State(Parameter parameter)
                : base(parameter)
            {
            }

            public override void Initialize(OptimizerOptions options)
            {
                Dispose();
                step = 0;
                prev = Filled(0);
                step_size = Filled(options.LearningRate.Value);
            }

            public override void LoadStateDict(OptimizerState source) => Copy(source);

            public override void LoadStateDict(BinaryReader reader) => Read(reader);

            public override void SaveStateDict(BinaryWriter writer) => Write(writer);

            public void Dispose() => DisposeTensors();

            private protected override void Visit(StateFields fields)
            {
                fields.Count(ref step);
                fields.Tensor(ref prev);
                fields.Tensor(ref step_size);
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
                IEnumerable<Parameter> parameters, double lr = 0.01, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6,
                double max_step = 50, bool maximize = false)
                : base(parameters, new Options
                {
                    LearningRate = lr,
                    etaminus = etaminus,
                    etaplus = etaplus,
                    min_step = min_step,
                    max_step = max_step,
                    maximize = maximize,
                })
            {
            }
        }
    }
}
