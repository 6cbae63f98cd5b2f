#nullable disable
namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static LRScheduler SequentialLR(
                Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones, int last_epoch = -1) =>
                new impl.SequentialLR(optimizer, schedulers, milestones, last_epoch);

            public static LRScheduler ChainedLR(IEnumerable<LRScheduler> schedulers) => new impl.ChainedLR(schedulers);

            public static LRScheduler ReduceLROnPlateau(
                Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4, string threshold_mode = "rel",
                int cooldown = 0, IList<double> min_lr = null, double eps = 1e-8, bool verbose = false) =>
                new impl.ReduceLROnPlateau(optimizer, mode, factor, patience, threshold, threshold_mode, cooldown, min_lr, eps, verbose);

            public static partial class impl
            {
                /// <summary>One schedule after another.</summary>
                public class SequentialLR : LRScheduler
                {
                    private readonly LRScheduler[] _schedulers;
                    private readonly int[] _milestones;

                    public SequentialLR(Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones, int last_epoch = -1)
                        : base(optimizer, last_epoch + 1)
                    {
                        (_schedulers, _milestones) = ([.. schedulers], [.. milestones]);
                        if (_milestones.Length != _schedulers.Length - 1)
                        {
                            throw new ArgumentException(
                                $"{_schedulers.Length} schedulers need {_schedulers.Length - 1} milestones between them, got {_milestones.Length}.");
                        }

                        Set(Base);
                        foreach (var scheduler in _schedulers)
                        {
                            scheduler.MoveTo(scheduler.Epoch - 1);
                        }

                        _schedulers[0].step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        int active = _milestones.Count(m => m <= Epoch);
                        if (active > 0 && _milestones[active - 1] == Epoch)
                        {
                            _schedulers[active].step(0);
                        }
                        else
                        {
                            _schedulers[active].step();
                        }

                        return Current;
                    }
                }

                /// <summary>Several schedules at once.</summary>
                public class ChainedLR : LRScheduler
                {
                    private readonly LRScheduler[] _schedulers;

                    public ChainedLR(IEnumerable<LRScheduler> schedulers) => _schedulers = [.. schedulers];

                    public override void step() => Array.ForEach(_schedulers, s => s.step());
                }

                /// <summary>Lowers the learning rate when a metric no longer improves.</summary>
                public class ReduceLROnPlateau : LRScheduler
                {
                    private readonly bool _least;
                    private readonly bool _relative;
                    private readonly double _factor;
                    private readonly double _threshold;
                    private readonly int _patience;
                    private readonly int _cooldown;
                    private readonly double[] _floor;
                    private readonly double _eps;
                    private double _best;
                    private int _bad;
                    private int _cooling;

                    public ReduceLROnPlateau(
                        Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4,
                        string threshold_mode = "rel", int cooldown = 0, IList<double> min_lr = null, double eps = 1e-8, bool verbose = false)
                        : base(optimizer, -1, verbose)
                    {
                        if (factor >= 1 || mode is not ("min" or "max") || threshold_mode is not ("rel" or "abs"))
                        {
                            throw new ArgumentException(
                                $"factor {factor} must be below 1, mode '{mode}' min or max, and threshold_mode '{threshold_mode}' rel or abs.");
                        }

                        (_least, _relative, _factor, _threshold) = (mode == "min", threshold_mode == "rel", factor, threshold);
                        (_patience, _cooldown, _eps) = (patience, cooldown, eps);
                        _floor = min_lr is null or { Count: 0 } ? new double[Base.Length]
                            : min_lr.Count == 1 ? [.. Base.Select(_ => min_lr[0])] : [.. min_lr];
                        _best = _least ? double.PositiveInfinity : double.NegativeInfinity;
                    }

                    public override void step() => throw NeedsMetric();

                    public override void step(int? epoch) => throw NeedsMetric();

                    public override void step(double current, int? epoch = null)
                    {
                        MoveTo(epoch ?? (Epoch + 1));
                        if (IsBetter(current))
                        {
                            (_best, _bad) = (current, 0);
                        }
                        else
                        {
                            _bad++;
                        }

                        if (_cooling > 0)
                        {
                            _cooling--;
                            _bad = 0;
                        }

                        if (_bad > _patience)
                        {
                            Set(Current.Select((rate, i) =>
                            {
                                double lower = Math.Max(rate * _factor, _floor[i]);
                                return rate - lower > _eps ? lower : rate;
                            }));
                            (_cooling, _bad) = (_cooldown, 0);
                        }
                    }

                    private static InvalidOperationException NeedsMetric() => new("ReduceLROnPlateau needs the metric: call step(double, int?).");

                    private bool IsBetter(double current)
                    {
                        double margin = _relative ? _threshold * _best : _threshold;
                        return double.IsInfinity(_best) ? (_least ? current < _best : current > _best)
                            : _least ? current < _best - margin : current > _best + margin;
                    }
                }
            }
        }
    }
}
