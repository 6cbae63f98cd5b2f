using System.CommandLine;
using MedSsl.Cli.Runs;
using MedSsl.MLNet;

namespace MedSsl.Cli.Commands;

/// <summary>The flags of a training run, shared by <c>train</c> and <c>compare</c>.</summary>
internal sealed class RunFlags
{
    private static readonly RunOptions Defaults = new();

    private readonly Option<string?> _recipe = new("--recipe") { Description = "start from a recipe, see medssl recipes [default: the one that --options names, else SmallCpu]" };
    private readonly Option<FileInfo?> _options = new("--options") { Description = "JSON file of options, such as the options.json of a run; flags go before it, and it before the recipe" };
    private readonly Option<FileInfo?> _manifest = new("--manifest") { Description = "CSV with image_path, patient_id, optional study_id, view, split, then label columns (1, 0, empty or -1 = unknown)" };
    private readonly Option<FileInfo[]> _unlabelled = new("--unlabelled") { Description = "manifests of further images for pretraining only", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string[]> _labels = new("--labels") { Description = "label columns, separated by commas [default: every column that is no known metadata]" };
    private readonly Option<int> _seed = new("--seed") { Description = "seed of everything random", DefaultValueFactory = _ => Defaults.Seed };
    private readonly Option<int> _threads = new("--threads") { Description = "threads of libtorch, 0 for one a processor", DefaultValueFactory = _ => Defaults.Threads };
    private readonly Option<int> _size = new("--size") { Description = "side in pixels to which images are resized, 16 to 4096", DefaultValueFactory = _ => Defaults.Size };
    private readonly Option<int> _channels = new("--channels") { Description = "1 for gray, 3 for colour", DefaultValueFactory = _ => Defaults.Channels };
    private readonly Option<ResizeMode> _resize = new("--resize") { Description = "pad to a square, or centre-crop", DefaultValueFactory = _ => Defaults.Resize };
    private readonly Option<string?> _window = new("--window") { Description = "values of gray DICOM images that become black and white: file, file:2 (the second), file:NAME, lung, bone, ..., 40,400 (centre, width), percentiles:1,99 or full [default: file]" };
    private readonly Option<int?> _frame = new("--frame") { Description = "frame of DICOM files with several, from 1" };
    private readonly Option<bool> _reducedJpeg = new("--reduced-jpeg") { Description = "decode large JPEG files at a half, quarter or eighth of their size where libjpeg-turbo is there: faster, pixels differ a little" };
    private readonly Option<EncoderArchitecture> _encoder = new("--encoder") { Description = "the network", DefaultValueFactory = _ => Defaults.Encoder.Architecture };
    private readonly Option<double> _width = new("--width") { Description = "multiplier of the network's channels, 0.0625 to 8", DefaultValueFactory = _ => Defaults.Encoder.WidthMultiplier };
    private readonly Option<bool> _smallStem = new("--small-stem") { Description = "first layer for small images (3x3, stride 1, no pooling)" };
    private readonly Option<BadImagePolicy> _onBadImage = new("--on-bad-image") { Description = "stop at a broken image, or skip it and list it at the end", DefaultValueFactory = _ => Defaults.OnBadImage };
    private readonly Option<bool> _checkImages = new("--check-images") { Description = "compare the contents of all image files first, and refuse one that is in two of train, validation and test" };
    private readonly NetworkFlags _network = new();
    private readonly StageFlags _simClr = new("simclr", "SimCLR", Defaults.SimClr, Defaults.SimClr.Augmentation);
    private readonly StageFlags _micle = new("micle", "MICLe", Defaults.Micle, Defaults.Micle.Augmentation);
    private readonly StageFlags _tune = new("tune", "fine-tuning", Defaults.FineTune, Defaults.FineTune.Augmentation);
    private readonly Option<double> _temperature = new("--temperature") { Description = "of NT-Xent in SimCLR and MICLe, above 0", DefaultValueFactory = _ => Defaults.SimClr.Temperature };
    private readonly Option<bool> _freeze = new("--freeze") { Description = "train the head only; the encoder stays as it is" };
    private readonly Option<bool> _balance = new("--balance") { Description = "weight each label's positives by its negatives / positives" };

    private readonly Option<int> _runs = new("--tune-runs") { Description = "fine-tunings from the same encoder, each with its own seed, 1 to 64", DefaultValueFactory = _ => Defaults.FineTune.Runs };
    private readonly Option<RunCombination> _combine = new("--tune-combine") { Description = "average the runs' probabilities (an ensemble) or their weights (a model soup)", DefaultValueFactory = _ => Defaults.FineTune.RunCombination };
    private readonly Option<TestTimeAugmentation?> _tta = new("--tta") { Description = "views averaged for a score: none, mirror or tencrop [default: mirror if fine-tuning flips]" };
    private readonly Option<BagPairing> _pairing = new("--micle-pairing") { Description = "a random pair of a patient's images an epoch, all pairs, or several images that are all each other's partners", DefaultValueFactory = _ => Defaults.Micle.Pairing };
    private readonly Option<int> _imagesPerBag = new("--micle-images") { Description = "most images of a patient a batch with multipositive, 2 to 64", DefaultValueFactory = _ => Defaults.Micle.ImagesPerBag };
    private readonly Option<PairCondition> _pairViews = new("--micle-views") { Description = "pairs of any views, of the same or of different ones (column view)", DefaultValueFactory = _ => Defaults.Micle.PairViews };
    private readonly Option<PairCondition> _pairStudies = new("--micle-studies") { Description = "pairs from any studies, from the same or from different ones (column study_id)", DefaultValueFactory = _ => Defaults.Micle.PairStudies };
    private readonly Option<SingletonPolicy> _singletons = new("--micle-singletons") { Description = "patients without a pair: augment one image twice, or leaveout", DefaultValueFactory = _ => Defaults.Micle.Singletons };
    private readonly Option<double> _supervised = new("--supervised-weight") { Description = "weight of the training labels' loss in SimCLR and MICLe, 0 for none, up to 1000", DefaultValueFactory = _ => 0 };
    private readonly Option<bool> _noMirror = new("--no-mirror") { Description = "score the image alone, not the mean of the image and its mirror image" };

    /// <summary>Adds the flags to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _recipe, _options, _manifest, _unlabelled, _labels, _seed, _threads, _size, _channels, _resize, _window, _frame, _reducedJpeg, _encoder, _width, _smallStem, _onBadImage, _checkImages, _temperature, _freeze, _balance, _noMirror, _runs, _combine, _tta, _pairing, _imagesPerBag, _pairViews, _pairStudies, _singletons, _supervised })
            command.Options.Add(option);
        _network.AddTo(command);
        _simClr.AddTo(command);
        _micle.AddTo(command);
        _tune.AddTo(command);
    }

    /// <summary>The run's options: the recipe, the file's fields over it, and the flags that were given over both.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="fromScratch">No pretraining; where nothing else is asked for, fine-tuning starts from the defaults for random weights.</param>
    public RunOptions Read(ParseResult parsed, bool fromScratch = false)
    {
        RunOptions start = Start(parsed);
        FineTuneOptions tune = fromScratch && start.FineTune == Defaults.FineTune ? FineTuneOptions.FromScratch : start.FineTune;
        string manifest = parsed.Given(_manifest, null)?.ToString() ?? start.Manifest;
        if (manifest.Length == 0)
            throw new ArgumentException("there is no manifest: give --manifest FILE, or --options FILE with one.");
        return start with
        {
            FromScratch = start.FromScratch || fromScratch,
            Manifest = manifest,
            Unlabelled = parsed.Given(_unlabelled, null) is { } more ? [.. more.Select(f => f.ToString())] : start.Unlabelled,
            Labels = parsed.GetValue(_labels) is { Length: > 0 } labels ? [.. labels.SelectMany(l => l.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))] : start.Labels,
            Seed = parsed.Given(_seed, start.Seed),
            Threads = parsed.Given(_threads, start.Threads),
            Size = parsed.Given(_size, start.Size),
            Channels = parsed.Given(_channels, start.Channels),
            Resize = parsed.Given(_resize, start.Resize),
            Window = parsed.GetValue(_window) is { } window ? WindowOptions.Parse(window) : start.Window,
            Frame = parsed.GetValue(_frame) ?? start.Frame,
            JpegAtReducedScale = parsed.Given(_reducedJpeg, start.JpegAtReducedScale),
            Encoder = _network.Apply(parsed, start.Encoder) with
            {
                Architecture = parsed.Given(_encoder, start.Encoder.Architecture),
                WidthMultiplier = parsed.Given(_width, start.Encoder.WidthMultiplier),
                SmallImageStem = parsed.Given(_smallStem, start.Encoder.SmallImageStem),
            },
            OnBadImage = parsed.Given(_onBadImage, start.OnBadImage),
            CheckImages = parsed.Given(_checkImages, start.CheckImages),
            SimClr = Contrastive(parsed, _simClr, start.SimClr),
            Micle = Contrastive(parsed, _micle, start.Micle) with
            {
                Pairing = parsed.Given(_pairing, start.Micle.Pairing),
                ImagesPerBag = parsed.Given(_imagesPerBag, start.Micle.ImagesPerBag),
                PairViews = parsed.Given(_pairViews, start.Micle.PairViews),
                ViewColumnName = parsed.Given(_pairViews, PairCondition.Any) == PairCondition.Any ? start.Micle.ViewColumnName : "View",
                PairStudies = parsed.Given(_pairStudies, start.Micle.PairStudies),
                StudyColumnName = parsed.Given(_pairStudies, PairCondition.Any) == PairCondition.Any ? start.Micle.StudyColumnName : "StudyId",
                Singletons = parsed.Given(_singletons, start.Micle.Singletons),
            },
            FineTune = _network.Apply(parsed, _tune.Apply(parsed, tune)) with
            {
                FreezeEncoder = parsed.Given(_freeze, tune.FreezeEncoder),
                BalancePositives = parsed.Given(_balance, tune.BalancePositives),
                FlipAveraging = parsed.GetValue(_noMirror) ? false : tune.FlipAveraging,
                Runs = parsed.Given(_runs, tune.Runs),
                RunCombination = parsed.Given(_combine, tune.RunCombination),
                TestTimeAugmentation = parsed.GetValue(_tta) ?? tune.TestTimeAugmentation,
                ViewSize = _tune.ViewSize(parsed) ?? tune.ViewSize,
                Augmentation = _tune.Views(parsed, tune.Augmentation),
            },
        };
    }

    private T Contrastive<T>(ParseResult parsed, StageFlags flags, T start) where T : ContrastiveOptions => (T)((ContrastiveOptions)_network.Apply(parsed, flags.Apply(parsed, start)) with
    {
        Temperature = parsed.Given(_temperature, start.Temperature),
        ViewSize = flags.ViewSize(parsed) ?? start.ViewSize,
        Augmentation = flags.Views(parsed, start.Augmentation),
        LabelColumnName = parsed.Given(_supervised, start.LabelColumnName is null ? 0 : start.SupervisedWeight) == 0 ? null : start.LabelColumnName ?? "Labels",
        SupervisedWeight = parsed.GetValue(_supervised) is var weight && weight != 0 ? weight : start.SupervisedWeight,
    });

    private RunOptions Start(ParseResult parsed)
    {
        string? file = parsed.GetValue(_options)?.ToString(), recipe = parsed.GetValue(_recipe) ?? (file is null ? null : OptionsFile.RecipeOf(file));
        var start = new RunOptions(recipe is null ? Recipes.SmallCpu : Recipes.Get(recipe));
        return file is null ? start : OptionsFile.Read(file, start);
    }
}
