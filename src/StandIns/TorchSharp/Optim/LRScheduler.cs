#nullable disable
namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Sets the learning rates of an optimizer's groups, epoch by epoch.</summary>
            public abstract class LRScheduler
            {
                protected int _step_count;
                private readonly ILearningRateController[] _groups;

                protected LRScheduler()
                {
                    _groups = [];
                }

                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    _groups = [.. optimizer.ParamGroups];
                    Epoch = last_epoch;
                    Base = [.. _groups.Select(g => g.InitialLearningRate)];
                }

                internal int Epoch { get; private set; } = -1;

                internal double[] Base { get; private protected set; } = [];

                private protected IReadOnlyList<ILearningRateController> Groups => _groups;

                internal IEnumerable<double> Current => _groups.Select(g => g.LearningRate);

                public virtual void step()
                {
                    _step_count++;
                    Epoch++;
                    Set(get_lr());
                }

                public virtual void step(int? epoch)
                {
                    if (epoch is not { } e)
                    {
                        step();
                        return;
                    }

                    _step_count++;
                    Epoch = e;
                    Set(get_closed_form_lr() ?? get_lr());
                }

                public virtual void step(double current, int? epoch = null) => step(epoch);

                public IEnumerable<double> get_last_lr() => Current;

                protected virtual IEnumerable<double> get_lr() => Current;

                protected virtual IEnumerable<double> get_closed_form_lr() => null;

                /// <summary>Sets where the schedule is, without a step.</summary>
                internal void MoveTo(int epoch) => Epoch = epoch;

                /// <summary>One value for every group, or a value for all.</summary>
                private protected double[] ForEach(IEnumerable<double> values, double otherwise)
                {
                    double[] given = values is null ? [otherwise] : [.. values];
                    return given.Length == 1 ? [.. _groups.Select(_ => given[0])]
                        : given.Length == _groups.Length ? given
                        : throw new ArgumentException($"Expected {_groups.Length} values, one for each parameter group, but got {given.Length}.");
                }

                /// <summary>Sets momentum, or the first beta.</summary>
                private protected void SetMomentum(Func<int, double> of)
                {
                    for (int i = 0; i < _groups.Length; i++)
                    {
                        if (_groups[i] is IBetas betas)
                        {
                            betas.Betas = (of(i), betas.Betas.Item2);
                        }
                        else if (_groups[i] is IMomentum momentum)
                        {
                            momentum.Momentum = of(i);
                        }
                    }
                }

                private protected void Set(IEnumerable<double> rates)
                {
                    int i = 0;
                    foreach (double rate in rates.ToArray())
                    {
                        _groups[i++].LearningRate = rate;
                    }
                }
            }
        }
    }
}
