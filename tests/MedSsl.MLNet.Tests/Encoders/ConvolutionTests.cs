using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

public class ConvolutionTests
{
    /// <summary>Small maps are multiplied position by position while training, and convolved when scoring: the same numbers and gradients.</summary>
    [Theory]
    [InlineData(2, 2)]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    [InlineData(1, 1)]
    public void SmallMapsGiveTheSameByBothWays(int height, int width)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(2);
        using var layer = new Convolution(5, 7, 3, 1, generator);
        var weights = tensor(Formula.Uniform(3 * 7 * height * width, 8).Select(value => (float)value).ToArray(), 3, 7, height, width);
        var (trained, trainedGradients) = Run(training: true);
        var (scored, scoredGradients) = Run(training: false);
        Equal(scored, trained);
        Equal(scoredGradients, trainedGradients);

        (float[] Output, float[] Gradients) Run(bool training)
        {
            var input = tensor(Formula.Image(3 * 5 * height * width), [3, 5, height, width], requires_grad: true);
            layer.train(training);
            layer.zero_grad(true);
            var output = layer.call(input);
            (output * weights).sum().backward();
            return (Values(output), [.. Values(input.grad!), .. Values(layer.parameters().Single().grad!)]);
        }

        static float[] Values(Tensor value) => value.detach().contiguous().data<float>().ToArray();

        static void Equal(float[] expected, float[] actual)
        {
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], actual[i], 1e-5f);
        }
    }
}
