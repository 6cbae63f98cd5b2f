using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

/// <summary>Optimizers, clipping and averaged weights against double precision, tests/peers/optimizer_cases.py: 50 steps each.</summary>
public class OptimizerTests
{
    private sealed record Options : TrainingOptions;

    private sealed class Pair : Layer
    {
        internal Pair() : base("Pair")
        {
            register_parameter("weight", Weight);
            register_parameter("bias", Bias);
        }

        internal Parameter Weight { get; } = Owned.Parameter(() => Values(12, 1).view(3, 4));

        internal Parameter Bias { get; } = Owned.Parameter(() => Values(4, 2));

        public override Tensor forward(Tensor input) => input;

        internal double[] All() => [.. Weight.detach().data<float>().ToArray().Concat(Bias.detach().data<float>().ToArray()).Select(value => (double)value)];
    }

    private static Tensor Values(int count, int phase) => tensor(Formula.Uniform(count, phase).Select(value => (float)value).ToArray());

    private static readonly Options Base = new() { LearningRate = 0.05, WeightDecay = 0.01 };
    private static readonly Options Lars = Base with { Optimizer = OptimizerKind.Lars, LearningRate = 0.5, LarsTrustCoefficient = 0.01 };

    public static TheoryData<string, TrainingOptions, double[]> Cases => new()
    {
        { "Sgd", Base with { Optimizer = OptimizerKind.Sgd }, OptimizerCases.Sgd },
        { "SgdNesterov", Base with { Optimizer = OptimizerKind.Sgd, Nesterov = true }, OptimizerCases.SgdNesterov },
        { "Adam", Base with { Optimizer = OptimizerKind.Adam }, OptimizerCases.Adam },
        { "AdamW", Base with { Optimizer = OptimizerKind.AdamW }, OptimizerCases.AdamW },
        { "Lars", Lars, OptimizerCases.Lars },
        { "LarsNesterov", Lars with { Nesterov = true }, OptimizerCases.LarsNesterov },
        {
            "LarsEverything", Lars with { LarsAdaptsBiasAndNorm = true, DecayBiasAndNorm = true, LarsTrustCoefficient = 0.02 },
            OptimizerCases.LarsEverything
        },
        { "SgdClipped", Base with { Optimizer = OptimizerKind.Sgd, ClipGradientNorm = 1.5 }, OptimizerCases.SgdClipped },
        { "AdamWAveraged", Base with { Optimizer = OptimizerKind.AdamW, WeightAveraging = 0.9 }, OptimizerCases.AdamWAveraged },
        {
            "LarsNesterovClippedAveraged", Lars with { Nesterov = true, ClipGradientNorm = 1.5, WeightAveraging = 0.9 },
            OptimizerCases.LarsNesterovClippedAveraged
        },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void FiftySteps(string name, TrainingOptions options, double[] expected)
    {
        using var scope = NewDisposeScope();
        using var pair = new Pair();
        var groups = ParameterGroup.Split(pair);
        using var stepper = Stepper.Create(options, groups);
        using var average = options.WeightAveraging > 0 ? new WeightAverage(pair, options.WeightAveraging) : null;
        options.Validate();
        for (int s = 0; s < 50; s++)
        {
            using var step = NewDisposeScope();
            pair.Weight.grad = (pair.Weight.detach() - Values(12, 100 + s).view(3, 4)) * (1 + s % 3);
            pair.Bias.grad = (pair.Bias.detach() - Values(4, 200 + s)) * (1 + s % 3);
            if (options.ClipGradientNorm > 0)
                GradientNorm.Clip(groups, options.ClipGradientNorm);
            stepper.Step(options.LearningRate * (s + 1) / 50);
            average?.Update(s + 1);
        }
        average?.CopyToModule();
        double[] actual = pair.All();
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) < 2e-5, $"{name}, number {i}: {expected[i]} expected, {actual[i]} found");
    }

    /// <summary>(3, 4) and (12) have the norm 13; a maximum of 6.5 halves them, to within PyTorch's 1e-6 in the denominator.</summary>
    [Fact]
    public void TheNormIsThatOfAllGradientsTogether()
    {
        using var scope = NewDisposeScope();
        var first = new Parameter(zeros(2));
        var second = new Parameter(zeros(1, 1));
        first.grad = tensor(new float[] { 3, 4 });
        second.grad = tensor(new float[] { 12 }, 1, 1);
        ParameterGroup[] groups = [new([first], 1, false), new([second], 1, true)];
        Assert.Equal(13, GradientNorm.Clip(groups, 0), 1e-5);
        Assert.Equal(13, GradientNorm.Clip(groups, 20), 1e-5);
        Assert.Equal([3f, 4], first.grad!.data<float>().ToArray());
        Assert.Equal(13, GradientNorm.Clip(groups, 6.5), 1e-5);
        Assert.Equal(1.5, first.grad!.data<float>()[0], 1e-6);
        Assert.Equal(6, second.grad!.data<float>()[0], 1e-5);
    }

    [Fact]
    public void AParameterWithoutGradientStays()
    {
        using var scope = NewDisposeScope();
        var weight = new Parameter(ones(2, 2));
        using var lars = new Lars([new ParameterGroup([weight], 1, true)], Lars);
        lars.Step(1);
        Assert.Equal([1f, 1, 1, 1], weight.detach().data<float>().ToArray());
    }

    [Fact]
    public void MatricesAndVectorsAreGroupsOfTheirOwn()
    {
        using var module = EncoderFactory.Create(Encoders.ResNet18(0.0625), 1, initialisation: null);
        var groups = ParameterGroup.Split(module, 0.5);
        Assert.Equal([true, false], groups.Select(group => group.Decay));
        Assert.All(groups, group => Assert.Equal(0.5, group.LearningRateMultiplier));
        Assert.Equal([20, 40], groups.Select(group => group.Parameters.Count)); // 20 convolutions, each with a normalisation's weight and bias
    }
}
