using System.CommandLine;
using MedSsl.Cli.Runs;
using MedSsl.MLNet;

namespace MedSsl.Cli.Commands;

/// <summary>The flags of a training run, shared by <c>train</c> and <c>compare</c>.</summary>
internal sealed class RunFlags
{
    private static readonly RunOptions Defaults = new() { Manifest = "" };

    private readonly Option<FileInfo> _manifest = new("--manifest") { Required = true, Description = "CSV with image_path, patient_id, optional study_id, view, split, then label columns (1, 0, empty or -1 = unknown)" };
    private readonly Option<FileInfo[]> _unlabelled = new("--unlabelled") { Description = "manifests of further images for pretraining only", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string[]> _labels = new("--labels") { Description = "label columns, separated by commas [default: every column that is no known metadata]" };
    private readonly Option<int> _seed = new("--seed") { Description = "seed of everything random", DefaultValueFactory = _ => Defaults.Seed };
    private readonly Option<int> _threads = new("--threads") { Description = "threads of libtorch, 0 for one a processor", DefaultValueFactory = _ => Defaults.Threads };
    private readonly Option<int> _size = new("--size") { Description = "side in pixels to which images are resized, 16 to 4096", DefaultValueFactory = _ => Defaults.Size };
    private readonly Option<int> _channels = new("--channels") { Description = "1 for gray, 3 for colour", DefaultValueFactory = _ => Defaults.Channels };
    private readonly Option<ResizeMode> _resize = new("--resize") { Description = "pad to a square, or centre-crop", DefaultValueFactory = _ => Defaults.Resize };
    private readonly Option<EncoderArchitecture> _encoder = new("--encoder") { Description = "the network", DefaultValueFactory = _ => Defaults.Encoder.Architecture };
    private readonly Option<double> _width = new("--width") { Description = "multiplier of the network's channels, 0.0625 to 8", DefaultValueFactory = _ => Defaults.Encoder.WidthMultiplier };
    private readonly Option<bool> _smallStem = new("--small-stem") { Description = "first layer for small images (3x3, stride 1, no pooling)" };
    private readonly Option<BadImagePolicy> _onBadImage = new("--on-bad-image") { Description = "stop at a broken image, or skip it and list it at the end", DefaultValueFactory = _ => Defaults.OnBadImage };
    private readonly StageFlags _simClr = new("simclr", "SimCLR", Defaults.SimClr, Defaults.SimClr.Augmentation);
    private readonly StageFlags _micle = new("micle", "MICLe", Defaults.Micle, Defaults.Micle.Augmentation);
    private readonly StageFlags _tune = new("tune", "fine-tuning", Defaults.FineTune, Defaults.FineTune.Augmentation);
    private readonly Option<double> _temperature = new("--temperature") { Description = "of NT-Xent in SimCLR and MICLe, above 0", DefaultValueFactory = _ => Defaults.SimClr.Temperature };
    private readonly Option<bool> _freeze = new("--freeze") { Description = "train the head only; the encoder stays as it is" };
    private readonly Option<bool> _balance = new("--balance") { Description = "weight each label's positives by its negatives / positives" };

    private readonly Option<int> _runs = new("--tune-runs") { Description = "fine-tunings from the same encoder, each with its own seed, 1 to 64", DefaultValueFactory = _ => Defaults.FineTune.Runs };
    private readonly Option<RunCombination> _combine = new("--tune-combine") { Description = "average the runs' probabilities (an ensemble) or their weights (a model soup)", DefaultValueFactory = _ => Defaults.FineTune.RunCombination };
    private readonly Option<TestTimeAugmentation?> _tta = new("--tta") { Description = "views averaged for a score: none, mirror or tencrop [default: mirror if fine-tuning flips]" };
    private readonly Option<bool> _noMirror = new("--no-mirror") { Description = "score the image alone, not the mean of the image and its mirror image" };

    /// <summary>Adds the flags to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _manifest, _unlabelled, _labels, _seed, _threads, _size, _channels, _resize, _encoder, _width, _smallStem, _onBadImage, _temperature, _freeze, _balance, _noMirror, _runs, _combine, _tta })
            command.Options.Add(option);
        _simClr.AddTo(command);
        _micle.AddTo(command);
        _tune.AddTo(command);
    }

    /// <summary>The run's options.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="fromScratch">No pretraining; fine-tuning starts from the defaults for random weights.</param>
    public RunOptions Read(ParseResult parsed, bool fromScratch = false) => new()
    {
        FromScratch = fromScratch,
        Manifest = parsed.GetValue(_manifest)!.ToString(),
        Unlabelled = [.. (parsed.GetValue(_unlabelled) ?? []).Select(f => f.ToString())],
        Labels = parsed.GetValue(_labels) is { Length: > 0 } labels ? [.. labels.SelectMany(l => l.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))] : null,
        Seed = parsed.GetValue(_seed),
        Threads = parsed.GetValue(_threads),
        Size = parsed.GetValue(_size),
        Channels = parsed.GetValue(_channels),
        Resize = parsed.GetValue(_resize),
        Encoder = new EncoderSpec { Architecture = parsed.GetValue(_encoder), WidthMultiplier = parsed.GetValue(_width), SmallImageStem = parsed.GetValue(_smallStem) },
        OnBadImage = parsed.GetValue(_onBadImage),
        SimClr = _simClr.Apply(parsed, Defaults.SimClr) with
        {
            Temperature = parsed.GetValue(_temperature),
            ViewSize = _simClr.ViewSize(parsed),
            Augmentation = _simClr.Views(parsed, Defaults.SimClr.Augmentation),
        },
        Micle = _micle.Apply(parsed, Defaults.Micle) with
        {
            Temperature = parsed.GetValue(_temperature),
            ViewSize = _micle.ViewSize(parsed),
            Augmentation = _micle.Views(parsed, Defaults.Micle.Augmentation),
        },
        FineTune = _tune.Apply(parsed, fromScratch ? FineTuneOptions.FromScratch : Defaults.FineTune) with
        {
            FreezeEncoder = parsed.GetValue(_freeze),
            BalancePositives = parsed.GetValue(_balance),
            FlipAveraging = parsed.GetValue(_noMirror) ? false : null,
            Runs = parsed.GetValue(_runs),
            RunCombination = parsed.GetValue(_combine),
            TestTimeAugmentation = parsed.GetValue(_tta),
            ViewSize = _tune.ViewSize(parsed),
            Augmentation = _tune.Views(parsed, Defaults.FineTune.Augmentation),
        },
    };
}
