using System.Diagnostics;
using System.IO.Compression;
using System.Text;

namespace MedSsl.MLNet.Tests;

/// <summary>
/// Training is killed with SIGKILL 50 times in a row, at random moments and while checkpoints are being written, and started again each time: every
/// model that it ends with, and every report of its monitors but for times, is that of the run that was never interrupted, to the byte.
/// </summary>
public sealed class KillTests : IDisposable
{
    private const int Kills = 50;
    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(20261122);

    public void Dispose() => _folder.Dispose();

    private string Checkpoints => _folder["checkpoints"];

    private string Model => _folder["model.zip"];

    [Fact]
    public async Task FiftyKillsInARow()
    {
        int kills = 0, models = 0, sessions = 0, halfWritten = 0;
        Assert.False(await Killed(null), "the first run is not killed");
        byte[] expected = TakeModel();
        while (kills < Kills || models == 0)
        {
            Assert.True(++sessions < 4 * Kills, $"{kills} kills and {models} models in {sessions} sessions: it does not get on");
            if (await Killed(kills < Kills ? kills : null))
            {
                kills++;
                halfWritten += Unfinished() ? 1 : 0;
                continue;
            }
            Assert.True(expected.AsSpan().SequenceEqual(TakeModel()), $"after {kills} kills, the model or a report is another");
            models++;
        }
        Assert.True(halfWritten > 0, "no kill met a checkpoint that was being written");
    }

    private bool Unfinished() => Directory.Exists(Checkpoints) && Directory.GetFiles(Checkpoints, "*.tmp").Length > 0;

    /// <summary>The content of the model's files, in the order of their names, and of the monitors' lines, and everything is removed for the next run.</summary>
    private byte[] TakeModel()
    {
        using var content = new MemoryStream();
        using (var zip = ZipFile.OpenRead(Model))
        {
            foreach (var entry in zip.Entries.OrderBy(entry => entry.FullName, StringComparer.Ordinal))
            {
                using var stream = entry.Open();
                stream.CopyTo(content);
            }
        }
        foreach (string stage in new[] { "simclr", "micle", "fine-tuning" })
            content.Write(Encoding.UTF8.GetBytes(string.Join("\n", MonitoredRun.Timeless(_folder["monitors"], stage))));
        Directory.Delete(_folder["monitors"], recursive: true);
        File.Delete(Model);
        Directory.Delete(Checkpoints, recursive: true);
        return content.ToArray();
    }

    /// <summary>One session of the training.</summary>
    /// <param name="kill">Which kill it is, or null for none: it is then let run to its end.</param>
    /// <returns>False where it came to its end first.</returns>
    private async Task<bool> Killed(int? kill)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "MedSsl.MLNet.KilledProcess.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", program, _folder.Path]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_TieredPGO"] = "0";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        if (kill is { } number)
        {
            // Some die before they have loaded anything; most a random time after the first sign of progress; every third in the middle of writing.
            if (number % 10 == 9)
                await Task.Delay(_random.Next(300));
            else if (await process.StandardOutput.ReadLineAsync() is not null)
                await Moment(process, number % 3 == 0);
            process.Kill();
        }
        var output = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        await output;
        if (File.Exists(Model))
            return false;
        Assert.True(kill is not null && process.ExitCode == 137, $"exit code {process.ExitCode}: {await errors}");
        return true;
    }

    private async Task Moment(Process process, bool writing)
    {
        await Task.Delay(_random.Next(200));
        while (writing && !process.HasExited && !Unfinished())
        {
            // Looks again at once: a small checkpoint is written within a millisecond or two.
        }
    }
}
