using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MedSsl.MLNet;

/// <summary>What a safetensors file of this library says of its encoder beside the weights.</summary>
/// <param name="Spec">What the network is built from.</param>
/// <param name="Channels">Of the images.</param>
/// <param name="Height">Of the images.</param>
/// <param name="Width">Of the images.</param>
internal sealed record EncoderMetadata(EncoderSpec Spec, int Channels, int Height, int Width)
{
    private const string SpecKey = "medssl.spec", ChannelsKey = "medssl.channels", HeightKey = "medssl.height", WidthKey = "medssl.width";
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    internal static EncoderMetadata Of(TrainedEncoder encoder) => new(encoder.Spec, encoder.Channels, encoder.Height, encoder.Width);

    /// <summary>As texts; the ones that do not begin with "medssl" are for people and other programs.</summary>
    internal SortedDictionary<string, string> ToTexts() => new(StringComparer.Ordinal)
    {
        ["format"] = "pt",
        ["architecture"] = Spec.Architecture.ToString(),
        ["pixel_mean"] = string.Join(", ", Mean(Spec).Select(Text)),
        ["pixel_std"] = string.Join(", ", Std(Spec).Select(Text)),
        [SpecKey] = JsonSerializer.Serialize(Spec, Json),
        [ChannelsKey] = Text(Channels),
        [HeightKey] = Text(Height),
        [WidthKey] = Text(Width),
    };

    /// <summary>What the texts say; null where they are not this library's.</summary>
    /// <exception cref="InvalidDataException">They are, and are damaged.</exception>
    internal static EncoderMetadata? Read(string path, IReadOnlyDictionary<string, string> texts)
    {
        if (!texts.TryGetValue(SpecKey, out string? json))
            return null;
        return InvalidFile.Guard(path, () =>
        {
            var spec = JsonSerializer.Deserialize<EncoderSpec>(json, Json) ?? throw new InvalidDataException($"Its '{SpecKey}' is empty.");
            spec.Validate();
            var read = new EncoderMetadata(spec, Number(texts, ChannelsKey), Number(texts, HeightKey), Number(texts, WidthKey));
            OptionChecks.InRange(ChannelsKey, read.Channels, 1, 4096);
            OptionChecks.InRange(HeightKey, read.Height, 1, 65536);
            OptionChecks.InRange(WidthKey, read.Width, 1, 65536);
            return read;
        });
    }

    /// <summary>One number, or one a colour.</summary>
    internal static float[] Mean(EncoderSpec spec) => spec.ColourMean?.ToArray() ?? [spec.PixelMean];

    /// <summary>One number, or one a colour.</summary>
    internal static float[] Std(EncoderSpec spec) => spec.ColourStd?.ToArray() ?? [spec.PixelStd];

    private static int Number(IReadOnlyDictionary<string, string> texts, string key) =>
        int.Parse(texts.GetValueOrDefault(key, ""), NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Text<T>(T number) where T : IFormattable => number.ToString(null, CultureInfo.InvariantCulture);
}
