using System.Collections.Concurrent;
using FellowOakDicom;

namespace MedSsl.MLNet;

/// <summary>Finds the files of one series: those of a folder, or those beside one file. Headers are read on all cores.</summary>
internal static class DicomSeries
{
    private const int MostFiles = 20_000;

    /// <summary>The series of a path; null if it is a file that is no DICOM image.</summary>
    /// <exception cref="DicomFault">There is no series, or several and none is named, or a file cannot be read.</exception>
    internal static DicomSeriesVolume? TryOpen(string path, string? series)
    {
        if (Directory.Exists(path))
            return new(SliceStack.Of(Choose(Open(path, null, series), series)));
        if (DicomSeriesFile.TryOpen(path) is not { } file)
            return null;
        if (series is not null && file.Series != series)
            throw new DicomFault($"it belongs to another series than {nameof(VolumeLoadOptions)}.{nameof(VolumeLoadOptions.SeriesInstanceUid)} names");
        if (file.Header.Frames > 1)
            return new(SliceStack.Of([file]));
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return new(SliceStack.Of(Open(folder, file, file.Series)));
    }

    private static List<DicomSeriesFile> Open(string folder, DicomSeriesFile? known, string? series)
    {
        string[] paths = Directory.GetFiles(folder);
        if (paths.Length > MostFiles)
            throw new DicomFault($"its folder has {paths.Length} files; at most {MostFiles} are looked through for a series. Give each series a folder of its own");
        Array.Sort(paths, StringComparer.Ordinal);
        var files = new DicomSeriesFile?[paths.Length];
        var faults = new ConcurrentBag<(int Index, DicomFault Fault)>();
        Parallel.For(0, paths.Length, (i, loop) =>
        {
            try
            {
                files[i] = known is not null && Path.GetFileName(paths[i]) == known.Name ? known : DicomSeriesFile.TryOpen(paths[i]);
            }
            catch (DicomFault fault)
            {
                faults.Add((i, fault));
                loop.Break();                                                   // all before it are still looked at: the first fault is always the same
            }
        });
        if (!faults.IsEmpty)
            throw faults.MinBy(f => f.Index).Fault;
        return [.. files.OfType<DicomSeriesFile>().Where(f => series is null || f.Series == series)];
    }

    private static List<DicomSeriesFile> Choose(List<DicomSeriesFile> files, string? series)
    {
        if (files.Count == 0)
            throw new DicomFault(series is null ? "the folder has no DICOM image" : "the folder has no image of the series that was asked for");
        var groups = files.GroupBy(f => f.Series).ToList();
        if (groups.Count == 1)
            return files;
        var facts = groups.OrderByDescending(g => g.Count()).Take(4).Select(g =>
            $"{g.Count()} of {g.First().Header.Width} x {g.First().Header.Height} pixels ({DicomNumbers.Printable(g.First().Dataset.Text(DicomTag.Modality))}, '{g.First().Name}')");
        throw new DicomFault(
            $"the folder has images of {groups.Count} series: {string.Join("; ", facts)}{(groups.Count > 4 ? "; and others" : "")}. Give the path of any file of the one to read, "
            + $"or its UID with {nameof(VolumeLoadOptions)}.{nameof(VolumeLoadOptions.SeriesInstanceUid)}");
    }
}
