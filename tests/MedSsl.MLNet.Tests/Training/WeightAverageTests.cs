using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

public class WeightAverageTests
{
    private sealed class One : nn.Module<Tensor, Tensor>
    {
        private readonly Parameter weight;

        internal One()
            : base("One")
        {
            weight = new Parameter(zeros(2, ScalarType.Float32));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => input * weight;

        internal void Set(float a, float b)
        {
            using var noGrad = no_grad();
            weight.copy_(tensor(new[] { a, b }, ScalarType.Float32));
        }

        internal float[] Get() => weight.data<float>().ToArray();
    }

    [Fact]
    public void The_decay_rises_to_the_option_and_the_average_replaces_the_weights()
    {
        using var scope = NewDisposeScope();
        using var module = new One();
        using var average = new WeightAverage(module, 0.5);
        module.Set(1, -1);
        average.Update(1);
        module.Set(2, 0);
        average.Update(20);

        // By hand: the first decay is 2 / 11, so 9 / 11 of (1, -1); the second is 0.5 < 21 / 30: half that plus half of (2, 0).
        average.CopyToModule();
        Assert.Equal(9 / 22f + 1, module.Get()[0], 1e-6f);
        Assert.Equal(-9 / 22f, module.Get()[1], 1e-6f);
    }
}
