using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// An encoder with its weights: what self-supervised pretraining makes and fine-tuning starts from. Immutable, and shared by the stages that use it;
/// it travels in the schema annotation of the features column.
/// </summary>
public sealed class TrainedEncoder
{
    private const int PixelsPerBatch = 1 << 20;
    private const int LargestBatch = 64;
    private readonly Lazy<nn.Module<Tensor, Tensor>> _scorer;

    /// <param name="spec">What the network is built from.</param>
    /// <param name="channels">Channels of the images.</param>
    /// <param name="height">The images' height.</param>
    /// <param name="width">The images' width.</param>
    /// <param name="imageColumnName">The images' column.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="scorer">A network whose tensors the weights are, if there is one: it is this object's from now on.</param>
    internal TrainedEncoder(
        EncoderSpec spec, int channels, int height, int width, string imageColumnName, EncoderWeights weights, nn.Module<Tensor, Tensor>? scorer = null)
    {
        spec.Validate();
        OptionChecks.InRange(nameof(channels), channels, 1, 4096);
        OptionChecks.InRange(nameof(height), height, 1, 65536);
        OptionChecks.InRange(nameof(width), width, 1, 65536);
        ArgumentException.ThrowIfNullOrEmpty(imageColumnName);
        (Spec, Channels, Height, Width, ImageColumnName, Weights) = (spec, channels, height, width, imageColumnName, weights);
        _scorer = new(() =>
        {
            var module = scorer;
            if (module is null)
            {
                module = EncoderFactory.Create(Spec, Channels, initialisation: null);
                Weights.MoveTo(module);
            }
            module.eval();
            foreach (var parameter in module.parameters())
                parameter.requires_grad = false;
            return module;
        });
    }

    /// <summary>What the network is built from.</summary>
    public EncoderSpec Spec { get; }

    /// <summary>Channels of the images: 1 or 3.</summary>
    public int Channels { get; }

    /// <summary>Height, in pixels, of the images that the network was trained on and is fed.</summary>
    public int Height { get; }

    /// <summary>Width, in pixels, of the images that the network was trained on and is fed.</summary>
    public int Width { get; }

    /// <summary>The column whose images the network was trained on.</summary>
    public string ImageColumnName { get; }

    /// <summary>The length of a feature vector.</summary>
    public int FeatureSize => Spec.FeatureSize;

    internal EncoderWeights Weights { get; }

    /// <summary>A copy of a module's weights, e.g. at the end of a training run.</summary>
    internal static TrainedEncoder Capture(EncoderSpec spec, int channels, int height, int width, string imageColumnName,
        nn.Module<Tensor, Tensor> module) =>
        new(spec, channels, height, width, imageColumnName, EncoderWeights.Capture(module));

    /// <summary>Random weights, all from <paramref name="seed"/>.</summary>
    internal static TrainedEncoder Untrained(EncoderSpec spec, int channels, int height, int width, string imageColumnName, ulong seed)
    {
        using var generator = new Generator(seed);
        using var module = EncoderFactory.Create(spec, channels, generator);
        return Capture(spec, channels, height, width, imageColumnName, module);
    }

    /// <summary>A network of its own with these weights, in training mode, for the caller to train and to dispose of.</summary>
    internal nn.Module<Tensor, Tensor> NewModule()
    {
        var module = EncoderFactory.Create(Spec, Channels, initialisation: null);
        Weights.CopyTo(module);
        return module;
    }

    /// <summary>Features of images, in evaluation mode. Any number of threads may call it at a time.</summary>
    /// <remarks>
    /// An image has the same features, to the bit, whatever images come with it and however many: libtorch takes another convolution kernel for one
    /// image than for several, and for 1×1 convolutions on one thread another for fewer than 16, so that a smaller batch is filled up. Measured with
    /// libtorch 1.13 on one and two threads, batches of 1 to 64.
    /// </remarks>
    /// <param name="pixels">[count, Channels, height, width], values in [0, 1].</param>
    /// <param name="count">Images.</param>
    /// <param name="height">The images' height; images of another size than the network's are resized by area averaging.</param>
    /// <param name="width">The images' width.</param>
    /// <param name="features">[count, FeatureSize]: filled.</param>
    internal void Encode(ReadOnlySpan<float> pixels, int count, int height, int width, Span<float> features)
    {
        int image = checked(Channels * height * width);
        if (pixels.Length < (long)count * image || features.Length < (long)count * FeatureSize)
        {
            throw new ArgumentException($"{count} images of {Channels} × {height} × {width} need {(long)count * image} pixels and room for " +
                $"{(long)count * FeatureSize} features.");
        }

        int batch = Math.Clamp(PixelsPerBatch / (Height * Width), 2, LargestBatch);
        for (int at = 0; at < count; at += batch)
        {
            int here = Math.Min(batch, count - at);
            EncodeBatch(pixels.Slice(at * image, here * image), here, height, width, features.Slice(at * FeatureSize, here * FeatureSize));
        }
    }

    private void EncodeBatch(ReadOnlySpan<float> pixels, int count, int height, int width, Span<float> features)
    {
        var module = _scorer.Value; // before inference mode, whose tensors could not leave it
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        int rows = Math.Max(count, SmallestBatch);
        var input = rows == count ? empty(rows, Channels, height, width) : zeros(rows, Channels, height, width);
        pixels.CopyTo(MemoryMarshal.Cast<byte, float>(input.bytes));
        if (height != Height || width != Width)
            input = nn.functional.adaptive_avg_pool2d(input, [Height, Width]);
        var output = module.call(input).contiguous();
        MemoryMarshal.Cast<byte, float>(output.bytes)[..features.Length].CopyTo(features);
    }

    /// <summary>The smallest batch whose kernels are those of every larger one.</summary>
    private int SmallestBatch => Spec.Expansion > 1 && get_num_threads() == 1 ? 16 : 2;

    /// <summary>Everything, for <see cref="FromBytes"/>: the same encoder gives the same bytes.</summary>
    internal byte[] ToBytes() => new EncoderBytes(this).ToArray();

    /// <exception cref="InvalidDataException">The bytes are no encoder, are cut off, or were altered.</exception>
    internal static TrainedEncoder FromBytes(ReadOnlySpan<byte> bytes) => EncoderReader.Read(bytes);
}
