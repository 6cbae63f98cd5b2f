using System.Collections.Concurrent;
using System.IO.Enumeration;

namespace MedSsl.MLNet;

/// <summary>Looks through a folder and those below it, on all cores. Links to folders are not followed: they may lead in a circle.</summary>
internal sealed class DicomManifestScan
{
    private const int ProgressStep = 100;
    private static readonly string[] OtherEndings = [".png", ".jpg", ".jpeg", ".tif", ".tiff", ".nii", ".nii.gz"];
    private readonly string _folder;
    private readonly DicomManifestOptions _options;
    private readonly ConcurrentBag<BadImageReport> _damaged = [];
    private int _noImages, _noDicom, _looked;

    private DicomManifestScan(string folder, DicomManifestOptions options) => (_folder, _options) = (folder, options);

    /// <summary>The image files found, by path.</summary>
    internal IReadOnlyList<DicomManifestEntry> Entries { get; private set; } = [];

    internal IReadOnlyList<BadImageReport> Damaged => [.. _damaged.OrderBy(d => d.Path, StringComparer.Ordinal)];

    internal int NoImages => _noImages;

    internal int NoDicom => _noDicom;

    /// <exception cref="InvalidDataException">A file is damaged and that is to stop it.</exception>
    internal static DicomManifestScan Run(string folder, DicomManifestOptions options, CancellationToken cancellation)
    {
        var files = new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.ToFullPath(), new() { RecurseSubdirectories = true, AttributesToSkip = 0 })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0,
        };
        string[] paths = [.. files];
        Array.Sort(paths, StringComparer.Ordinal);
        var scan = new DicomManifestScan(Path.GetFullPath(folder), options);
        var entries = new DicomManifestEntry?[paths.Length];
        try
        {
            Parallel.For(0, paths.Length, new ParallelOptions { CancellationToken = cancellation }, i => entries[i] = scan.Look(paths[i], paths.Length));
        }
        catch (AggregateException errors) when (errors.InnerExceptions.OfType<InvalidDataException>().FirstOrDefault() is { } error)
        {
            throw error;
        }
        options.Progress?.Report(new(paths.Length, paths.Length));
        scan.Entries = [.. entries.OfType<DicomManifestEntry>()];
        return scan;
    }

    private DicomManifestEntry? Look(string path, int total)
    {
        DicomManifestEntry? entry = null;
        try
        {
            entry = Read(path);
        }
        catch (Exception error) when (error is DicomFault or IOException or UnauthorizedAccessException)
        {
            if (_options.StopOnDamage)
                throw new InvalidDataException($"'{path}': {error.Message}. Repair or remove the file, or leave damaged files out with {nameof(DicomManifestOptions)}.{nameof(_options.StopOnDamage)} = false.");
            _damaged.Add(new(path, error.Message));
        }
        int looked = Interlocked.Increment(ref _looked);
        if (looked % ProgressStep == 0)
            _options.Progress?.Report(new(looked, total));
        return entry;
    }

    private DicomManifestEntry? Read(string path)
    {
        if (_options.OtherImages && OtherEndings.Any(e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase)))
            return new(path, OtherPatient(path), true, "", "", "", "", "", "", "");
        if (DicomSeriesFile.OpenHeader(path, DicomManifestEntry.IsPast) is not { } dataset)
        {
            Interlocked.Increment(ref _noDicom);
            return null;
        }
        DicomManifestEntry? entry;
        try
        {
            entry = DicomManifestEntry.Of(path, FolderOf(path), dataset);
        }
        catch (Exception error) when (error is not (OutOfMemoryException or DicomFault))
        {
            throw new DicomFault("its header cannot be read: the file is damaged");
        }
        if (entry is null)
            Interlocked.Increment(ref _noImages);
        return entry;
    }

    /// <summary>A file's folder, seen from the one that is looked through.</summary>
    private string FolderOf(string path) => Path.GetRelativePath(_folder, Path.GetDirectoryName(path)!).Replace(Path.DirectorySeparatorChar, '/');

    private string OtherPatient(string path)
    {
        string[] parts = Path.GetRelativePath(_folder, path).Split(Path.DirectorySeparatorChar);
        return parts.Length > 1 ? parts[0] : parts[0][..^OtherEndings.Where(e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase)).Max(e => e.Length)];
    }
}
