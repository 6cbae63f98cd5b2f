using System.CommandLine;
using System.Globalization;
using MedSsl.MLNet;

namespace MedSsl.Cli.Commands;

/// <summary>How a weight file is read, as flags.</summary>
internal sealed class WeightFlags
{
    private readonly Option<int?> _channels = new("--channels") { Description = "channels of the images that the encoder shall take, 1 or 3 [default: what the weights are made for]" };
    private readonly Option<GrayWeights> _gray = new("--gray") { Description = "weights for colour on gray images: repeat the image (PyTorch's numbers), or sum the weights (a third of the first layer's work)" };
    private readonly Option<string?> _mean = new("--mean") { Description = "mean of the pixels, in 0 to 1, that the weights expect: one number, or three separated by commas" };
    private readonly Option<string?> _std = new("--std") { Description = "deviation of the pixels, as many numbers" };
    private readonly Option<string?> _prefix = new("--prefix") { Description = "what the names in the file begin with, where they are not recognised" };
    private readonly Option<int?> _size = new("--size") { Description = "side in pixels of the images that the encoder is fed [default: what the file says, or 224]" };
    private readonly Option<bool> _allowMissing = new("--allow-missing") { Description = "draw missing and misshaped weights at random" };
    private readonly Option<int> _seed = new("--seed") { Description = "seed of the weights that are missing" };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _channels, _gray, _mean, _std, _prefix, _size, _allowMissing, _seed })
            command.Options.Add(option);
    }

    public EncoderLoadOptions Read(ParseResult parsed) => new()
    {
        Channels = parsed.GetValue(_channels),
        Gray = parsed.GetValue(_gray),
        PixelMean = Numbers("--mean", parsed.GetValue(_mean)),
        PixelStd = Numbers("--std", parsed.GetValue(_std)),
        Prefix = parsed.GetValue(_prefix),
        ImageSize = parsed.GetValue(_size),
        AllowMissing = parsed.GetValue(_allowMissing),
        Seed = parsed.GetValue(_seed),
    };

    private static float[]? Numbers(string option, string? text) => text?.Split(',').Select(part =>
        float.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) ? number
        : throw new ArgumentException($"{option} is '{text}'; it should be one number or three separated by commas, for example 0.485,0.456,0.406.")).ToArray();
}
