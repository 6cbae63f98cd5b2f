using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace StandIns.Tests.TorchSharpTests;

/// <summary>Initialisation, gradients, optimizers, random numbers and schedules against PyTorch's (tests/peers/torch_cases.py).</summary>
[Collection(nameof(GlobalGenerator))]
public sealed class TrainingTests
{
    private static readonly Dictionary<string, Func<IEnumerable<Parameter>, OptimizerHelper>> s_optimizers = new()
    {
        ["sgd"] = p => optim.SGD(p, 0.05),
        ["momentum"] = p => optim.SGD(p, 0.02, 0.9, weight_decay: 0.01),
        ["nesterov"] = p => optim.SGD(p, 0.02, 0.9, nesterov: true),
        ["dampened"] = p => optim.SGD(p, 0.02, 0.9, dampening: 0.5),
        ["adam"] = p => optim.Adam(p, 0.002, 0.8, 0.99, weight_decay: 0.01),
        ["amsgrad"] = p => optim.Adam(p, 0.002, amsgrad: true),
        ["adamw"] = p => optim.AdamW(p, 0.002, weight_decay: 0.1),
        ["maximize"] = p => optim.AdamW(p, 0.001, maximize: true),
        ["clipped"] = p => optim.SGD(p, 0.05),
    };

    public static TheoryData<string> Optimizers => [.. s_optimizers.Keys];

    private static Tensor Images => Cases.Wave([4, 3, 16, 16]);

    private static Tensor Labels => tensor([0L, 1L, 1L, 0L]);

    internal static Sequential Net()
    {
        manual_seed(17);
        return nn.Sequential(
            nn.Conv2d(3, 8, 3, 2, 1, bias: false), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(8, 6, (1, 2), Padding.Same),
            nn.AdaptiveAvgPool2d(2), nn.Flatten(), nn.Linear(24, 5), nn.LayerNorm(5), nn.GELU(), nn.Linear(5, 2));
    }

    [Fact]
    public void SameSeedSameWeightsAndGradients()
    {
        var net = Net();
        Cases.Check("module.parameters", [.. net.parameters()]);
        F.cross_entropy(net.call(Images), Labels).backward();
        Cases.Check("module.gradients", [.. net.parameters().Select(p => p.grad!)]);
        net.eval();
        Cases.Check("module.evaluated", net.call(Images), net.get_buffer("1.running_mean")!, net.get_buffer("1.running_var")!, net.get_buffer("1.num_batches_tracked")!);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void FiftySteps(string name)
    {
        var net = Net().to(float64);
        using var optimizer = s_optimizers[name](net.parameters());
        using var images = Images.to(float64);
        for (int i = 0; i < 50; i++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            F.cross_entropy(net.call(images), Labels).backward();
            if (name == "clipped")
            {
                nn.utils.clip_grad_norm_(net.parameters(), 0.1);
            }

            optimizer.step();
        }

        Cases.Check("optim." + name, [.. net.parameters()]);
    }

    [Fact]
    public void GradientsClippedToANorm()
    {
        var net = Net();
        F.cross_entropy(net.call(Images), Labels).backward();
        double norm = nn.utils.clip_grad_norm_(net.parameters(), 0.1);
        Cases.Check("optim.norm", [tensor(norm), .. net.parameters().Select(p => p.grad!)]);
    }

    [Theory]
    [InlineData("momentum")]
    [InlineData("amsgrad")]
    [InlineData("adamw")]
    public void AnOptimizerContinuesFromItsSavedState(string name)
    {
        var (a, b) = (Net(), Net());
        using var first = s_optimizers[name](a.parameters());
        Step(a, first, 3);
        b.load_state_dict(a.state_dict());
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            first.save_state_dict(writer);
        }

        using var second = s_optimizers[name](b.parameters());
        stream.Position = 0;
        second.load_state_dict(new BinaryReader(stream));
        Step(a, first, 3);
        Step(b, second, 3);
        Assert.All(a.parameters().Zip(b.parameters()), p => Assert.Equal(p.First, p.Second));
        Assert.All(first.state_dict().State.Zip(second.state_dict().State), s => Assert.True(s.First.ApproximatelyEquals(s.Second)));

        using var other = new Adam(Net().parameters(), maximize: false);
        stream.Position = 0;
        if (name != "amsgrad")
        {
            Assert.Throws<InvalidDataException>(() => other.load_state_dict(new BinaryReader(stream)));
        }
    }

    [Fact]
    public void GroupsHaveTheirOwnOptions()
    {
        Parameter a = new(ones(1)), b = new(ones(1));
        using var optimizer = optim.SGD([new SGD.ParamGroup([a], 0.5), new SGD.ParamGroup([b], new SGD.Options())], 0.25);
        (a + b).backward();
        optimizer.step();

        // 1 - 0.5 * 1 and 1 - 0.25 * 1.
        Assert.Equal(0.5f, a.item<float>());
        Assert.Equal(0.75f, b.item<float>());
        Assert.Equal([0.5, 0.25], optimizer.ParamGroups.Select(g => g.LearningRate));
    }

    [Fact]
    public void RandomNumbersAreThoseOfPyTorch()
    {
        using var g = new Generator(5);
        Cases.Check("random.generator", rand(4, generator: g), randn(2, 3, generator: g), randint(3, 90, [5L], generator: g), randperm(7, generator: g));
        manual_seed(3);
        Cases.Check(
            "random.global", rand(3), randn(20), empty(4).uniform_(-2, 5), empty(3).normal_(1, 2), full(6, 0.4f).bernoulli());
        manual_seed(3);
        Cases.Check(
            "random.dropout", F.dropout(ones(12), 0.3), nn.init.kaiming_normal_(empty(3, 4), mode: nn.init.FanInOut.FanOut, nonlinearity: nn.init.NonlinearityType.ReLU),
            nn.init.xavier_uniform_(empty(3, 4)), nn.init.trunc_normal_(empty(5), std: 0.02));
    }

    [Fact]
    public void Schedules()
    {
        foreach (var (name, make) in new (string, Func<optim.Optimizer, optim.lr_scheduler.LRScheduler>)[]
        {
            ("cosine", o => optim.lr_scheduler.CosineAnnealingLR(o, 10, 0.01)), ("lambda", o => optim.lr_scheduler.LambdaLR(o, e => Math.Pow(0.9, e))),
        })
        {
            using var optimizer = optim.SGD([new Parameter(zeros(1))], 0.4);
            var schedule = make(optimizer);
            List<double> rates = [];
            for (int i = 0; i < 10; i++)
            {
                rates.Add(optimizer.ParamGroups.Single().LearningRate);
                schedule.step();
            }

            Cases.Check("schedule." + name, tensor(rates));
        }
    }

    private static void Step(nn.Module<Tensor, Tensor> net, optim.Optimizer optimizer, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            F.cross_entropy(net.call(Images), Labels).backward();
            optimizer.step();
        }
    }
}

/// <summary>Tests that use the process's generator or count all tensors run one after the other.</summary>
[CollectionDefinition(nameof(GlobalGenerator), DisableParallelization = true)]
public sealed class GlobalGenerator;
