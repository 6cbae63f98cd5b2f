using MedSsl.MLNet;

namespace MedSsl.Cli.Runs;

/// <summary>Everything that decides what a training run does; written whole to <c>options.json</c>.</summary>
internal sealed record RunOptions
{
    /// <summary>Manifest of the labelled set; its split column says what is train, validation and test.</summary>
    public required string Manifest { get; init; }

    /// <summary>Manifests of further images for pretraining; their labels and splits are not used.</summary>
    public IReadOnlyList<string> Unlabelled { get; init; } = [];

    /// <summary>Label columns, or null for every column that is no known metadata.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads of libtorch; 0 for one a processor. One is nearly as fast for small networks, and two runs side by side then do twice the work.</summary>
    public int Threads { get; init; }

    /// <summary>Side in pixels to which images are resized when read.</summary>
    public int Size { get; init; } = 64;

    /// <summary>1 for gray, 3 for colour.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>Pad to a square, or cut the centre out.</summary>
    public ResizeMode Resize { get; init; } = ResizeMode.CentreCrop;

    /// <summary>Stop at a broken image, or leave it out.</summary>
    public BadImagePolicy OnBadImage { get; init; } = BadImagePolicy.Stop;

    /// <summary>The network.</summary>
    public EncoderSpec Encoder { get; init; } = Encoders.ResNet18(widthMultiplier: 0.5);

    /// <summary>A weight file to start from instead of random weights; its network replaces <see cref="Encoder"/>.</summary>
    public string? Init { get; init; }

    /// <summary>Skip pretraining: fine-tune from random weights.</summary>
    public bool FromScratch { get; init; }

    /// <summary>Share of the labelled training patients whose labels are used, above 0 up to 1.</summary>
    public double LabelFraction { get; init; } = 1;

    /// <summary>SimCLR; 0 epochs leave it out.</summary>
    public SimClrOptions SimClr { get; init; } = new();

    /// <summary>MICLe; 0 epochs leave it out.</summary>
    public MicleOptions Micle { get; init; } = new();

    /// <summary>Fine-tuning.</summary>
    public FineTuneOptions FineTune { get; init; } = new();
}
