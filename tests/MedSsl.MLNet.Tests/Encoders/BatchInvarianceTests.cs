using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

/// <summary>Tests that change the process's number of threads, which changes the last bits of every sum: nothing else may train at that time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class ThreadCountTests
{
    internal const string Name = "Number of threads";
}

[Collection(ThreadCountTests.Name)]
public class BatchInvarianceTests
{
    /// <summary>The widths are full: it is libtorch's choice of kernels by size that could tell batches apart.</summary>
    [Theory]
    [InlineData(EncoderArchitecture.ResNet18, 1, 64, false, 0)]
    [InlineData(EncoderArchitecture.ResNet50, 1, 32, false, 0)]
    [InlineData(EncoderArchitecture.ResNet18, 3, 100, false, 0)]
    [InlineData(EncoderArchitecture.ResNet50, 1, 32, true, 2048)]
    public void FeaturesDoNotDependOnTheBatch(EncoderArchitecture architecture, int channels, int size, bool selective, int headWidth)
    {
        const int Count = 70;
        var spec = new EncoderSpec { Architecture = architecture, SelectiveKernels = selective, HeadLayers = headWidth > 0 ? 1 : 0, HeadWidth = headWidth };
        var encoder = TrainedEncoder.Untrained(spec, channels, size, size, "Image", 3);
        int image = channels * size * size, features = encoder.FeatureSize;
        var pixels = Formula.Image(Count * image);
        var expected = Encode(encoder, pixels, Count, size, size);
        foreach (int threads in new[] { 1, 2 })
        {
            int before = get_num_threads();
            set_num_threads(threads);
            try
            {
                foreach (int batch in new[] { 1, 2, 3, 16, 17 })
                {
                    for (int at = 0; at < Math.Min(Count, 2 * batch); at += batch)
                    {
                        var part = Encode(encoder, pixels[(at * image)..((at + batch) * image)], batch, size, size);
                        Assert.True(part.AsSpan().SequenceEqual(expected.AsSpan(at * features, batch * features)), $"Batch {batch} at {at} on {threads} threads differs.");
                    }
                }
            }
            finally
            {
                set_num_threads(before);
            }
        }
    }

    private static float[] Encode(TrainedEncoder encoder, float[] pixels, int count, int height, int width)
    {
        var features = new float[count * encoder.FeatureSize];
        encoder.Encode(pixels, count, height, width, features);
        return features;
    }
}
