using System.Diagnostics;
using System.IO.Compression;

namespace MedSsl.Cli.Tests;

/// <summary>Ctrl-C in the middle, and what the commands after it make of the folder.</summary>
public sealed partial class TrainCommandTests
{
    /// <summary>
    /// Interrupted after the first step, refused where the command does not fit, gone on with: the model is that of the run that was never interrupted.
    /// </summary>
    [Fact]
    public async Task Ctrl_C_ends_with_a_checkpoint_from_which_resume_makes_the_same_model()
    {
        if (!OperatingSystem.IsLinux())
            return;
        string folder = run.File("interrupted");
        string[] command = ["train", "--manifest", run.Manifest, "--out", folder, .. TrainedRun.SmallOptions];
        (int code, string error) = await Interrupt(command, "SimCLR:");
        Assert.True(code == 130, $"exit code {code}\n{error}");
        Assert.Contains("error: cancelled", error, StringComparison.Ordinal);
        Assert.Contains("hint: the same command with --resume", error, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.Combine(folder, "checkpoints")), path => path.EndsWith(".checkpoint", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(folder, "options.json")));
        Assert.False(File.Exists(Path.Combine(folder, "model.zip")));

        Medssl.Run(command).FailedWith(folder, "--resume");
        Medssl.Run([.. command, "--resume", "--overwrite"]).FailedWith("--overwrite", "--resume");
        Medssl.Run([.. command, "--resume", "--tune-lr", "0.5"]).FailedWith("fineTune.learningRate was 0.0002 and is 0.5");

        // Another run's checkpoint of a later stage, which an overwriting run must not leave for its own resumption to stumble over.
        File.WriteAllText(Path.Combine(folder, "checkpoints", "micle-finished.checkpoint"), "of another run");
        (code, _) = await Interrupt([.. command, "--overwrite"], "SimCLR:");
        Assert.Equal(130, code);
        Assert.False(File.Exists(Path.Combine(folder, "checkpoints", "micle-finished.checkpoint")));

        Medssl resumed = Medssl.Run([.. command, "--resume"]).Succeeded();
        Assert.Contains("SimCLR: goes on from", resumed.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder, "checkpoints")));
        Assert.Equal(Content(run.File("model.zip")), Content(Path.Combine(folder, "model.zip")));
        string log = File.ReadAllText(Path.Combine(folder, "train.log"));
        Assert.True(log.IndexOf("cancelled", StringComparison.Ordinal) < log.IndexOf("goes on from", StringComparison.Ordinal), log);

        Assert.Contains("nothing to do", Medssl.Run([.. command, "--resume"]).Succeeded().Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("often")]
    [InlineData("-5")]
    [InlineData("s")]
    public void Checkpoint_every_is_steps_or_seconds(string every) =>
        Medssl.Run(["train", "--manifest", run.Manifest, "--out", run.File("none"), $"--checkpoint-every={every}"]).FailedWith("--checkpoint-every", every);

    /// <summary>Sends SIGINT when the program has printed a line that begins so. A shell's background jobs ignore it, hence env.</summary>
    private static async Task<(int Code, string Error)> Interrupt(string[] arguments, string line)
    {
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "medssl.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } printed && !printed.StartsWith(line, StringComparison.Ordinal))
        {
        }
        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await error);
    }

    private static byte[] Content(string path)
    {
        using var content = new MemoryStream();
        using var zip = ZipFile.OpenRead(path);
        foreach (var entry in zip.Entries.OrderBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            using var stream = entry.Open();
            stream.CopyTo(content);
        }
        return content.ToArray();
    }
}
