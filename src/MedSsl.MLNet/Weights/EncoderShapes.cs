namespace MedSsl.MLNet;

/// <summary>
/// The names and shapes of an encoder's weights, without building it: a file is held against them before any memory is taken for the network.
/// </summary>
internal sealed class EncoderShapes
{
    /// <summary>torchvision's first convolution.</summary>
    internal const string First = "conv1.weight";

    private readonly Dictionary<string, long[]> _shapes = new(StringComparer.Ordinal);

    private EncoderShapes()
    {
    }

    /// <summary>Every single-precision weight and buffer, by torchvision's names where it has the layer.</summary>
    internal static Dictionary<string, long[]> Of(EncoderSpec spec, int imageChannels)
    {
        var shapes = new EncoderShapes();
        shapes.AddStem(spec, PixelNormalisation.Channels(spec, imageChannels));
        long from = spec.StemChannels;
        for (int stage = 0; stage < 4; stage++)
        {
            long inner = (long)spec.StemChannels << stage, to = inner * spec.Expansion;
            for (int block = 0; block < spec.Blocks[stage]; block++)
            {
                string at = $"layer{stage + 1}.{block}.";
                shapes.AddBlock(spec, at, from, inner);
                if (block == 0 && (stage > 0 || from != to))
                    shapes.AddLayer($"{at}downsample.0", $"{at}downsample.1", to, from, 1);
                from = to;
            }
        }
        for (int i = 0; i < spec.HeadLayers; i++)
        {
            shapes._shapes.Add($"head.{i}.weight", [spec.HeadWidth, i == 0 ? spec.PooledSize : spec.HeadWidth]);
            shapes.AddNormalisation($"head.{i}.bn", spec.HeadWidth);
        }
        return shapes._shapes;
    }

    /// <summary>The first convolution's weight and the running mean behind it.</summary>
    internal static (string Weight, string RunningMean) FirstLayer(EncoderSpec spec) =>
        HasDeepStem(spec) ? ("conv1.0.weight", "conv1.1.running_mean") : (First, "bn1.running_mean");

    /// <summary>Whether three convolutions are the first layer.</summary>
    internal static bool HasDeepStem(EncoderSpec spec) => spec is { SelectiveKernels: true, SmallImageStem: false };

    private void AddStem(EncoderSpec spec, long channels)
    {
        long stem = spec.StemChannels, half = Math.Max(1, stem / 2);
        if (!HasDeepStem(spec))
        {
            AddLayer("conv1", "bn1", stem, channels, spec.SmallImageStem ? 3 : 7);
            return;
        }
        AddLayer("conv1.0", "conv1.1", half, channels, 3);
        AddLayer("conv1.3", "conv1.4", half, half, 3);
        AddLayer("conv1.6", "bn1", stem, half, 3);
    }

    private void AddBlock(EncoderSpec spec, string at, long from, long inner)
    {
        if (spec.Expansion == 1)
        {
            AddLayer($"{at}conv1", $"{at}bn1", inner, from, 3);
            AddLayer($"{at}conv2", $"{at}bn2", inner, inner, 3);
            return;
        }
        AddLayer($"{at}conv1", $"{at}bn1", inner, from, 1);
        if (spec.SelectiveKernels)
        {
            long squeezed = Math.Max(inner / 16, 32);
            AddLayer($"{at}conv2.conv", $"{at}conv2.bn", 2 * inner, inner, 3);
            AddLayer($"{at}conv2.squeeze", $"{at}conv2.squeeze_bn", squeezed, inner, 1);
            AddConvolution($"{at}conv2.mix", 2 * inner, squeezed, 1);
        }
        else
        {
            AddLayer($"{at}conv2", $"{at}bn2", inner, inner, 3);
        }
        AddLayer($"{at}conv3", $"{at}bn3", inner * spec.Expansion, inner, 1);
    }

    private void AddLayer(string convolution, string normalisation, long to, long from, long kernel)
    {
        AddConvolution(convolution, to, from, kernel);
        AddNormalisation(normalisation, to);
    }

    private void AddConvolution(string name, long to, long from, long kernel) => _shapes.Add($"{name}.weight", [to, from, kernel, kernel]);

    private void AddNormalisation(string name, long channels)
    {
        foreach (string part in (string[])["weight", "bias", "running_mean", "running_var"])
            _shapes.Add($"{name}.{part}", [channels]);
    }
}
