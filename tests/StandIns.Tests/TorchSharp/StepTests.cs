using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Rates = TorchSharp.torch.optim.lr_scheduler;
using Schedule = System.Func<TorchSharp.torch.optim.Optimizer, TorchSharp.torch.optim.lr_scheduler.LRScheduler>;

namespace StandIns.Tests.TorchSharpTests;

/// <summary>Five steps of each optimizer, and twelve of each schedule, against PyTorch's (tests/peers/torch_cases.py).</summary>
public sealed class StepTests
{
    private static readonly Dictionary<string, Func<Parameter, Parameter, OptimizerHelper>> s_optimizers = new()
    {
        ["adamax"] = (a, b) => optim.Adamax([new Adamax.ParamGroup([a], new()), new([b], new() { LearningRate = 0.02 })], 0.05, weight_decay: 0.01),
        ["nadam"] = (a, b) => optim.NAdam([new NAdam.ParamGroup([a], new()), new([b], new() { LearningRate = 0.02 })], 0.05, weight_decay: 0.01),
        ["radam"] = (a, b) => optim.RAdam([new RAdam.ParamGroup([a], new()), new([b], new() { LearningRate = 0.02 })], 0.05, 0.9, 0.99, weight_decay: 0.01),
        ["radam_late"] = (a, b) => optim.RAdam([new RAdam.ParamGroup([a], new()), new([b], new() { LearningRate = 0.02 })], 0.05, 0.9, 0.5),
        ["rmsprop"] = (a, b) => optim.RMSProp([new RMSProp.ParamGroup([a], new()), new([b], new() { LearningRate = 0.02 })], 0.05, weight_decay: 0.01),
        ["rmsprop_centered"] = (a, b) =>
            optim.RMSProp([new RMSProp.ParamGroup([a], new()), new([b], new() { LearningRate = 0.02 })], 0.05, 0.9, momentum: 0.8, centered: true),
        ["rprop"] = (a, b) => optim.Rprop([new Rprop.ParamGroup([a], new()), new([b], new() { LearningRate = 0.02 })], 0.05),
        ["adagrad"] = (a, b) => optim.Adagrad([new Adagrad.ParamGroup([a], new()), new([b], new() { LearningRate = 0.02 })], 0.05, 0.1, 0.01, 0.2),
        ["adadelta"] = (a, b) => optim.Adadelta([new Adadelta.ParamGroup([a], new()), new([b], new() { LearningRate = 0.02 })], 0.5, weight_decay: 0.01),
        ["asgd"] = (a, b) => optim.ASGD([new ASGD.ParamGroup([a], new()), new ASGD.ParamGroup([b], new() { LearningRate = 0.02 })], 0.05, t0: 2, weight_decay: 0.01),
        ["sgd_groups"] = (a, b) => optim.SGD([new SGD.ParamGroup([a], new()), new([b], new() { LearningRate = 0.02 })], 0.05, 0.9, maximize: true),
        ["adam_groups"] = (a, b) => optim.Adam([new Adam.ParamGroup([a], new()), new([b], new() { LearningRate = 0.02 })], 0.05, weight_decay: 0.01),
        ["adamw_amsgrad"] = (a, b) =>
            optim.AdamW([new AdamW.ParamGroup([a], new()), new([b], new() { LearningRate = 0.02 })], 0.05, weight_decay: 0.01, amsgrad: true),
    };

    private static readonly Dictionary<string, Schedule> s_schedules = new()
    {
        ["step"] = o => Rates.StepLR(o, 3, 0.5),
        ["multi_step"] = o => Rates.MultiStepLR(o, [2, 5, 5, 9], 0.3),
        ["exponential"] = o => Rates.ExponentialLR(o, 0.9),
        ["constant"] = o => Rates.ConstantLR(o, 0.5, 4),
        ["linear"] = o => Rates.LinearLR(o, 0.25, 0.8, 6),
        ["multiplicative"] = o => Rates.MultiplicativeLR(o, e => 1 - (e / 20.0)),
        ["cosine_long"] = o => Rates.CosineAnnealingLR(o, 4, 0.01),
        ["sequential"] = o => Rates.SequentialLR(o, [Rates.LinearLR(o, 0.1, 1, 4), Rates.CosineAnnealingLR(o, 8)], [4]),
        ["chained"] = o => Rates.ChainedLR([Rates.LinearLR(o, 0.1, 1, 4), Rates.ExponentialLR(o, 0.8)]),
        ["one_cycle"] = o => Rates.OneCycleLR(o, 0.9, 12),
        ["one_cycle_three"] = o =>
            Rates.OneCycleLR(o, 0.9, epochs: 3, steps_per_epoch: 5, three_phase: true, anneal_strategy: Rates.impl.OneCycleLR.AnnealStrategy.Linear),
        ["cyclic"] = o => Rates.CyclicLR(o, 0.1, 0.5, 3, 2),
        ["cyclic_triangular2"] = o => Rates.CyclicLR(o, 0.1, 0.5, 2, mode: Rates.impl.CyclicLR.Mode.Triangular2, cycle_momentum: false),
        ["cyclic_exp"] = o => Rates.CyclicLR(o, 0.1, 0.5, 3, mode: Rates.impl.CyclicLR.Mode.ExpRange, gamma: 0.9),
        ["plateau"] = o => Rates.ReduceLROnPlateau(o, factor: 0.5, patience: 1, cooldown: 1, min_lr: [0.06]),
        ["plateau_max"] = o => Rates.ReduceLROnPlateau(o, "max", 0.5, 0, 0.1, "abs"),
    };

    public static TheoryData<string> Optimizers => [.. s_optimizers.Keys];

    public static TheoryData<string> Schedules => [.. s_schedules.Keys];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void FiveSteps(string name)
    {
        var (a, b) = Start();
        using var optimizer = s_optimizers[name](a, b);
        List<Tensor> seen = [];
        for (int i = 1; i <= 5; i++)
        {
            Step(optimizer, i);
            if (i % 2 == 1)
            {
                seen.AddRange([a.detach().clone(), b.detach().clone()]);
            }
        }

        Cases.Check("steps." + name, [.. seen]);
    }

    /// <summary>Two steps, saved and read by another optimizer, go on as five in a row.</summary>
    [Theory]
    [MemberData(nameof(Optimizers))]
    public void SavedAndLoaded(string name)
    {
        var (a, b) = Start();
        using var first = s_optimizers[name](a, b);
        Step(first, 1);
        Step(first, 2);
        Parameter c = new(a.detach().clone()), d = new(b.detach().clone());
        using var second = s_optimizers[name](c, d);
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            first.save_state_dict(writer);
        }

        stream.Position = 0;
        second.load_state_dict(new BinaryReader(stream));
        Assert.Equal(stream.Length, stream.Position);
        Parameter e = new(c.detach().clone()), f = new(d.detach().clone());
        using var third = s_optimizers[name](e, f);
        third.load_state_dict(second.state_dict());
        for (int i = 3; i <= 5; i++)
        {
            Step(first, i);
            Step(second, i);
            Step(third, i);
        }

        Assert.Equal([a, b, a, b], [c, d, e, f]);
        Assert.All(first.state_dict().State.Zip(second.state_dict().State), s => Assert.True(s.First.ApproximatelyEquals(s.Second)));
        third.Dispose();
        Assert.DoesNotContain(third.parameters(), p => p.IsInvalid);
    }

    [Fact]
    public void StepsOfLbfgs()
    {
        var (a, b) = Start();
        using var optimizer = optim.LBFGS([a, b], 0.3, 5, history_size: 3);
        List<Tensor> seen = [];
        for (int i = 0; i < 3; i++)
        {
            var loss = optimizer.step(() =>
            {
                optimizer.zero_grad();
                var value = (a - Cases.Wave([3, 4], 2)).square().sum() + b.pow(4).sum() + (a.sum(0L) * b).sum();
                value.backward();
                return value;
            });
            seen.AddRange([loss.detach(), a.detach().clone(), b.detach().clone()]);
        }

        Cases.Check("steps.lbfgs", [.. seen]);
    }

    [Theory]
    [MemberData(nameof(Schedules))]
    public void TwelveRates(string name)
    {
        using var optimizer = optim.SGD([new SGD.ParamGroup([new Parameter(zeros(1))], new())], 0.4, 0.7);
        var schedule = s_schedules[name](optimizer);
        List<double> rates = [];
        for (int i = 0; i < 11; i++)
        {
            var group = (SGD.ParamGroup)optimizer.ParamGroups.Single();
            rates.AddRange([group.LearningRate, group.Momentum]);
            if (name.StartsWith("plateau", StringComparison.Ordinal))
            {
                schedule.step(Math.Cos(i * 0.9) - (i * 0.05));
            }
            else
            {
                schedule.step();
            }
        }

        Cases.Check("schedule." + name, tensor(rates));
        Assert.Equal(optimizer.ParamGroups.Select(g => g.LearningRate), name == "chained" ? [optimizer.ParamGroups.Single().LearningRate] : schedule.get_last_lr());
    }

    [Fact]
    public void EveryCaseIsTested()
    {
        Cases.AreTested("steps.", s_optimizers.Keys.Append("lbfgs"));
        Cases.AreTested("schedule.", s_schedules.Keys.Concat(["cosine", "lambda"]));
    }

    private static (Parameter A, Parameter B) Start() => (new(Cases.Wave([3, 4]).to(float64)), new(Cases.Wave([4], 1).to(float64)));

    private static void Step(OptimizerHelper optimizer, int step)
    {
        foreach (var parameter in optimizer.parameters())
        {
            parameter.grad = (parameter.detach() - Cases.Wave(parameter.shape, 2)) * (2 * step);
        }

        optimizer.step();
    }
}
