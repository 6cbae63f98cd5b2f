using MedSsl.Cli.Synthetic;

namespace MedSsl.Cli.Tests;

/// <summary>One small run of <c>medssl train</c> on a synthetic set, shared by the tests that look at what it wrote.</summary>
public sealed class TrainedRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TrainedRun()
    {
        Manifest = SyntheticChestXrays.Write(_folder["set"], patients: 40, size: 48, seed: 3, CancellationToken.None);
        Out = _folder["run"];
        Result = Medssl.Run(["train", "--manifest", Manifest, "--out", Out, "--tensorboard", "--monitor-every", "1", .. SmallOptions]);
    }

    /// <summary>Options that train in seconds.</summary>
    public static string[] SmallOptions =>
        ["--size", "32", "--width", "0.125", "--simclr-epochs", "1", "--micle-epochs", "1", "--tune-epochs", "2", "--simclr-batch-size", "16", "--micle-batch-size", "16", "--tune-batch-size", "16"];

    public string Manifest { get; }

    public string Out { get; }

    internal Medssl Result { get; }

    public string File(string name) => Path.Combine(Out, name);

    public void Dispose() => _folder.Dispose();
}
