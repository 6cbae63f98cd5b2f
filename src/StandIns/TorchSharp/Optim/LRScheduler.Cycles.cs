#nullable disable
namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static LRScheduler CyclicLR(
                Optimizer optimizer, double base_lr, double max_lr, int step_size_up = 2000, int step_size_down = -1,
                impl.CyclicLR.Mode mode = impl.CyclicLR.Mode.Triangular, double gamma = 1, Func<double, double> scale_fn = null,
                impl.CyclicLR.ScaleMode scale_mode = impl.CyclicLR.ScaleMode.Cycle, bool cycle_momentum = true, double base_momentum = 0.8,
                double max_momentum = 0.9, int last_epoch = -1, bool verbose = false) =>
                new impl.CyclicLR(
                    optimizer, base_lr, max_lr, step_size_up, step_size_down, mode, gamma, scale_fn, scale_mode, cycle_momentum, base_momentum,
                    max_momentum, last_epoch, verbose);

            public static LRScheduler CyclicLR(
                Optimizer optimizer, IEnumerable<double> base_lr, IEnumerable<double> max_lr, int step_size_up = 2000, int step_size_down = -1,
                impl.CyclicLR.Mode mode = impl.CyclicLR.Mode.Triangular, double gamma = 1, Func<double, double> scale_fn = null,
                impl.CyclicLR.ScaleMode scale_mode = impl.CyclicLR.ScaleMode.Cycle, bool cycle_momentum = true,
                IEnumerable<double> base_momentum = null, IEnumerable<double> max_momentum = null, int last_epoch = -1, bool verbose = false) =>
                new impl.CyclicLR(
                    optimizer, base_lr, max_lr, step_size_up, step_size_down, mode, gamma, scale_fn, scale_mode, cycle_momentum, base_momentum,
                    max_momentum, last_epoch, verbose);

            public static LRScheduler OneCycleLR(
                Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3,
                impl.OneCycleLR.AnnealStrategy anneal_strategy = impl.OneCycleLR.AnnealStrategy.Cos, bool cycle_momentum = true,
                double base_momentum = 0.85, double max_momentum = 0.95, double div_factor = 25, double final_div_factor = 1e4,
                bool three_phase = false, int last_epoch = -1, bool verbose = false) =>
                new impl.OneCycleLR(
                    optimizer, max_lr, total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum, base_momentum, max_momentum,
                    div_factor, final_div_factor, three_phase, last_epoch, verbose);

            public static LRScheduler OneCycleLR(
                Optimizer optimizer, IEnumerable<double> max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3,
                impl.OneCycleLR.AnnealStrategy anneal_strategy = impl.OneCycleLR.AnnealStrategy.Cos, bool cycle_momentum = true,
                IEnumerable<double> base_momentum = null, IEnumerable<double> max_momentum = null, double div_factor = 25,
                double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false) =>
                new impl.OneCycleLR(
                    optimizer, max_lr, total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum, base_momentum, max_momentum,
                    div_factor, final_div_factor, three_phase, last_epoch, verbose);

            public static partial class impl
            {
                /// <summary>Up and down again, over and over.</summary>
                public class CyclicLR : LRScheduler
                {
                    private readonly double[] _most;
                    private readonly double _length;
                    private readonly double _up;
                    private readonly Func<double, double> _scale;
                    private readonly bool _byCycle;
                    private readonly bool _momentum;
                    private readonly double[] _leastMomentum;
                    private readonly double[] _mostMomentum;

                    public CyclicLR(
                        Optimizer optimizer, double base_lr, double max_lr, int step_size_up = 2000, int step_size_down = -1, Mode mode = Mode.Triangular,
                        double gamma = 1, Func<double, double> scale_fn = null, ScaleMode scale_mode = ScaleMode.Cycle, bool cycle_momentum = true,
                        double base_momentum = 0.8, double max_momentum = 0.9, int last_epoch = -1, bool verbose = false)
                        : this(
                            optimizer, [base_lr], [max_lr], step_size_up, step_size_down, mode, gamma, scale_fn, scale_mode, cycle_momentum,
                            [base_momentum], [max_momentum], last_epoch, verbose)
                    {
                    }

                    public CyclicLR(
                        Optimizer optimizer, IEnumerable<double> base_lr, IEnumerable<double> max_lr, int step_size_up = 2000, int step_size_down = -1,
                        Mode mode = Mode.Triangular, double gamma = 1, Func<double, double> scale_fn = null, ScaleMode scale_mode = ScaleMode.Cycle,
                        bool cycle_momentum = true, IEnumerable<double> base_momentum = null, IEnumerable<double> max_momentum = null,
                        int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        Base = ForEach(base_lr, 0);
                        _most = ForEach(max_lr, 0);
                        _length = step_size_up + (step_size_down < 0 ? step_size_up : step_size_down);
                        _up = step_size_up / _length;
                        _scale = scale_fn ?? (mode switch
                        {
                            Mode.Triangular => _ => 1,
                            Mode.Triangular2 => x => 1 / Math.Pow(2, x - 1),
                            _ => x => Math.Pow(gamma, x),
                        });
                        _byCycle = scale_fn is null ? mode != Mode.ExpRange : scale_mode == ScaleMode.Cycle;
                        _momentum = cycle_momentum;
                        _leastMomentum = ForEach(base_momentum, 0.8);
                        _mostMomentum = ForEach(max_momentum, 0.9);
                        if (cycle_momentum && Groups.Any(g => g is not (IMomentum or IBetas)))
                        {
                            throw new ArgumentException("optimizer must support momentum with the cycle_momentum option enabled");
                        }

                        step();
                    }

                    public enum Mode
                    {
                        Triangular = 0, Triangular2 = 1, ExpRange = 2,
                    }

                    public enum ScaleMode
                    {
                        Cycle = 0, Iterations = 1,
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        double cycle = Math.Floor(1 + (Epoch / _length)), x = 1 + (Epoch / _length) - cycle;
                        double height = (x <= _up ? x / _up : (x - 1) / (_up - 1)) * _scale(_byCycle ? cycle : Epoch);
                        if (_momentum)
                        {
                            SetMomentum(i => _mostMomentum[i] - ((_mostMomentum[i] - _leastMomentum[i]) * height));
                        }

                        return Base.Select((rate, i) => rate + ((_most[i] - rate) * height));
                    }
                }

                /// <summary>Once up and then down to almost nothing.</summary>
                public class OneCycleLR : LRScheduler
                {
                    private readonly int _total;
                    private readonly bool _cosine;
                    private readonly bool _momentum;
                    private readonly double[] _mostRate;
                    private readonly double[] _leastMomentum;
                    private readonly double[] _mostMomentum;
                    private readonly double _lowest;
                    private readonly double[] _ends;

                    public OneCycleLR(
                        Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3,
                        AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true, double base_momentum = 0.85,
                        double max_momentum = 0.95, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false,
                        int last_epoch = -1, bool verbose = false)
                        : this(
                            optimizer, [max_lr], total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum, [base_momentum],
                            [max_momentum], div_factor, final_div_factor, three_phase, last_epoch, verbose)
                    {
                    }

                    public OneCycleLR(
                        Optimizer optimizer, IEnumerable<double> max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1,
                        double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true,
                        IEnumerable<double> base_momentum = null, IEnumerable<double> max_momentum = null, double div_factor = 25,
                        double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        _total = total_steps > 0 ? total_steps : epochs * steps_per_epoch;
                        if (_total <= 0 || pct_start is < 0 or > 1)
                        {
                            throw new ArgumentException($"{_total} steps must be above 0 and pct_start {pct_start} between 0 and 1.");
                        }

                        (_cosine, _momentum, _lowest) = (anneal_strategy == AnnealStrategy.Cos, cycle_momentum, final_div_factor);
                        _mostRate = ForEach(max_lr, 0);
                        Base = [.. _mostRate.Select(rate => rate / div_factor)];
                        _leastMomentum = ForEach(base_momentum, 0.85);
                        _mostMomentum = ForEach(max_momentum, 0.95);
                        double first = (pct_start * _total) - 1;
                        _ends = three_phase ? [0, first, (2 * pct_start * _total) - 2, _total - 1] : [0, first, _total - 1];
                        step();
                    }

                    public enum AnnealStrategy
                    {
                        Cos = 0, Linear = 1,
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (Epoch > _total)
                        {
                            throw new InvalidOperationException($"Tried to step {Epoch + 1} times; the schedule has {_total} steps.");
                        }

                        int phase = 1;
                        while (phase < _ends.Length - 1 && Epoch > _ends[phase])
                        {
                            phase++;
                        }

                        double share = (Epoch - _ends[phase - 1]) / (_ends[phase] - _ends[phase - 1]);
                        if (_momentum)
                        {
                            SetMomentum(i => phase == 1 ? Between(_mostMomentum[i], _leastMomentum[i], share)
                                : phase == 2 ? Between(_leastMomentum[i], _mostMomentum[i], share)
                                : _mostMomentum[i]);
                        }

                        return Base.Select((start, i) =>
                        {
                            double[] heights = _ends.Length == 4
                                ? [start, _mostRate[i], start, start / _lowest]
                                : [start, _mostRate[i], start / _lowest];
                            return Between(heights[phase - 1], heights[phase], share);
                        });
                    }

                    private double Between(double from, double to, double share) =>
                        _cosine ? to + ((from - to) / 2 * (Math.Cos(Math.PI * share) + 1)) : ((to - from) * share) + from;
                }
            }
        }
    }
}
