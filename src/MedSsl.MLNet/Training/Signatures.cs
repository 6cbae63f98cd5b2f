#if TORCHSHARP_SIGNATURES // Never defined: what Training and Encoders will offer over TorchSharp; replaced by the real files as soon as its stand-in compiles.
using static TorchSharp.torch;
using TorchSharp.Modules;
namespace MedSsl.MLNet;

/// Split: biases and normalisation weights (rank <= 1) apart, without weight decay and LARS adaptation.
internal sealed record ParameterGroup(IReadOnlyList<Parameter> Parameters, double LearningRateMultiplier, bool Decay)
{
    internal static IReadOnlyList<ParameterGroup> Split(nn.Module module, double learningRateMultiplier = 1);
}

internal static class TrainingLoop
{
    internal static TrainingSummary Run<TBatch>(
        string stage, TrainingOptions options, nn.Module model /* put in train(); left so */, IReadOnlyList<ParameterGroup> groups, IBatchSampler<TBatch> sampler,
        Func<TBatch, TrainingStep, Tensor> loss /* scalar with grad; runs inside a DisposeScope of the loop; average over the batch */,
        Action<int /* epoch from 0 */>? afterEpoch = null, Action<long /* optimizer steps done */>? afterStep = null /* e.g. weight averaging; inside no_grad and a DisposeScope */);
}

internal static class Seeds { internal static ulong Resolve(int? seed, IHost host); }   // options.Seed ?? host.Rand.Next()

internal static class EncoderFactory { internal static nn.Module<Tensor, Tensor> Create(EncoderSpec spec, int channels, Generator initialisation); }

public sealed class TrainedEncoder
{
    public EncoderSpec Spec { get; } public int Channels { get; } public int Height { get; } public int Width { get; } public string ImageColumnName { get; } public int FeatureSize => Spec.FeatureSize;
    internal static TrainedEncoder Capture(EncoderSpec spec, int channels, int height, int width, string imageColumnName, nn.Module<Tensor, Tensor> module);
    internal static TrainedEncoder Untrained(EncoderSpec spec, int channels, int height, int width, string imageColumnName, ulong seed);
    internal nn.Module<Tensor, Tensor> NewModule();
    internal void Encode(ReadOnlySpan<float> pixels, int count, int height, int width, Span<float> features);
    internal byte[] ToBytes();
    internal static TrainedEncoder FromBytes(ReadOnlySpan<byte> bytes);
}
#endif
