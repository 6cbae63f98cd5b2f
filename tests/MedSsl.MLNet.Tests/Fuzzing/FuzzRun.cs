using System.Diagnostics;

namespace MedSsl.MLNet.Tests.Fuzzing;

/// <summary>
/// Reads damaged variants of files and holds each reading to four rules: it ends in a result or in an error that says what is wrong, within two seconds,
/// and takes no more memory than is stated. A variant that breaks a rule stays on the disk, also where it ends the process.
/// </summary>
internal sealed class FuzzRun : IDisposable
{
    /// <summary>The longest that one file may take.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Stuck = TimeSpan.FromSeconds(60);
    private readonly string _folder;
    private readonly Timer _watchdog;
    private volatile string _current = "";

    internal FuzzRun()
    {
        _folder = Directory.CreateTempSubdirectory("medssl-fuzz").FullName;
        _watchdog = new Timer(_ => Environment.FailFast($"A damaged file has been read for {Stuck.TotalSeconds} s without an end: {_current}"));
    }

    /// <summary>Files that were read in spite of their damage, and files that were refused.</summary>
    internal (int Read, int Refused) Count { get; private set; }

    /// <summary>What was wrong, one line each; empty is good.</summary>
    internal List<string> Findings { get; } = [];

    /// <summary>Variants of each file: 750, or as many as the variable MEDSSL_FUZZ_VARIANTS says.</summary>
    internal static int Variants => int.TryParse(Environment.GetEnvironmentVariable("MEDSSL_FUZZ_VARIANTS"), out int variants) ? variants : 750;

    /// <summary>Which damages: 1, or what the variable MEDSSL_FUZZ_SEED says.</summary>
    internal static int Seed => int.TryParse(Environment.GetEnvironmentVariable("MEDSSL_FUZZ_SEED"), out int seed) ? seed : 1;

    /// <summary>Reads variants of one file.</summary>
    /// <param name="name">The whole file's name.</param>
    /// <param name="file">Its bytes.</param>
    /// <param name="others">Files of its kind, for pieces.</param>
    /// <param name="mend">Corrects the checksums of a variant, so that its damage is not found by them alone; null for none.</param>
    /// <param name="mostBytes">The most managed memory that reading one file may take.</param>
    /// <param name="read">Reads a path; gives what is wrong, or null.</param>
    internal void Read(string name, byte[] file, IReadOnlyList<byte[]> others, Func<byte[], byte[]>? mend, long mostBytes, Func<string, string?> read)
    {
        var mutator = new Mutator(Seed, others);
        string path = Path.Combine(_folder, name);
        for (int number = 0; number < Variants; number++)
        {
            byte[] bytes = mutator.Mutate(file, number);
            if (mend is not null && number % 2 == 0)
                bytes = mend(bytes);
            File.WriteAllBytes(path, bytes);
            if (Break(path, mostBytes, read) is not { } broken)
                continue;
            string kept = Path.Combine(_folder, $"{number}-{name}");
            File.WriteAllBytes(kept, bytes);
            Findings.Add($"{kept}: {broken}");
        }
        File.Delete(path);
    }

    /// <summary>Deletes the folder, unless something in it is of interest.</summary>
    public void Dispose()
    {
        _watchdog.Dispose();
        if (Findings.Count == 0)
            Directory.Delete(_folder, recursive: true);
    }

    private string? Break(string path, long mostBytes, Func<string, string?> read)
    {
        for (int attempt = 1; ; attempt++)
        {
            _current = path;
            _watchdog.Change(Stuck, Timeout.InfiniteTimeSpan);
            long before = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.StartNew();
            string? fault;
            try
            {
                fault = read(path);
            }
            catch (Exception error)
            {
                return error.ToString();
            }
            finally
            {
                _watchdog.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
            var elapsed = watch.Elapsed;
            long taken = GC.GetAllocatedBytesForCurrentThread() - before;
            if (taken > mostBytes)
                return $"{taken / 1024} KB were taken for a file of {new FileInfo(path).Length} bytes ({fault ?? "it was read"})";
            if (fault is not null && (fault.Length is 0 or > 1000 || fault.Contains('\n') || fault.Contains("Exception", StringComparison.Ordinal)))
                return $"the error is no sentence: {fault}";
            if (elapsed > Longest && attempt == 1)
                continue;                                                       // the machine may have been busy: once more
            Count = fault is null ? (Count.Read + 1, Count.Refused) : (Count.Read, Count.Refused + 1);
            return elapsed > Longest ? $"it took {elapsed.TotalSeconds:0.0} s" : null;
        }
    }
}
