namespace MedSsl.MLNet;

/// <summary>
/// The names and shapes of an encoder's weights, without building it: a file is held against them before any memory is taken for the network.
/// </summary>
internal static class EncoderShapes
{
    internal const string First = "conv1.weight";

    /// <summary>Every single-precision weight and buffer, by torchvision's names, in its order.</summary>
    internal static Dictionary<string, long[]> Of(EncoderSpec spec, int imageChannels)
    {
        var shapes = new Dictionary<string, long[]>(StringComparer.Ordinal);
        long stem = spec.StemChannels, from = stem, kernel = spec.SmallImageStem ? 3 : 7;
        Convolution("conv1", stem, PixelNormalisation.Channels(spec, imageChannels), kernel);
        Normalisation("bn1", stem);
        for (int stage = 0; stage < 4; stage++)
        {
            long inner = stem << stage, to = inner * spec.Expansion;
            for (int block = 0; block < spec.Blocks[stage]; block++)
            {
                string at = $"layer{stage + 1}.{block}.";
                (long To, long From, long Kernel)[] layers = spec.Expansion > 1
                    ? [(inner, from, 1), (inner, inner, 3), (to, inner, 1)]
                    : [(inner, from, 3), (to, inner, 3)];
                for (int i = 0; i < layers.Length; i++)
                {
                    Convolution($"{at}conv{i + 1}", layers[i].To, layers[i].From, layers[i].Kernel);
                    Normalisation($"{at}bn{i + 1}", layers[i].To);
                }
                if (block == 0 && (stage > 0 || from != to))
                {
                    Convolution($"{at}downsample.0", to, from, 1);
                    Normalisation($"{at}downsample.1", to);
                }
                from = to;
            }
        }
        return shapes;

        void Convolution(string name, long to, long of, long kernel) => shapes.Add($"{name}.weight", [to, of, kernel, kernel]);

        void Normalisation(string name, long channels)
        {
            foreach (string part in (string[])["weight", "bias", "running_mean", "running_var"])
                shapes.Add($"{name}.{part}", [channels]);
        }
    }
}
