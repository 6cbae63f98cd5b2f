using System.Collections.Concurrent;
using Microsoft.ML;

namespace MedSsl.MLNet;

/// <summary>The images that one loading stage could not read: throws at the first, or collects them and tells of each once.</summary>
internal sealed class BadImages(
    MLContext ml, string column, BadImagePolicy policy, Action<BadImageReport>? found, string stage = nameof(ImageLoadingTransformer), string options = nameof(ImageLoadOptions))
{
    private readonly ConcurrentDictionary<string, BadImageReport> _reports = new(StringComparer.Ordinal);

    /// <summary>Those skipped so far, by path.</summary>
    internal IReadOnlyList<BadImageReport> Reports => [.. _reports.Values.OrderBy(r => r.Path, StringComparer.Ordinal)];

    /// <exception cref="InvalidDataException">The policy is <see cref="BadImagePolicy.Stop"/>.</exception>
    internal void Add(string path, string reason)
    {
        if (policy == BadImagePolicy.Stop)
            throw new InvalidDataException(
                $"Image '{path}' (column '{column}'): {reason}. Repair or remove the file, or skip such files with "
                + $"{options}.{nameof(ImageLoadOptions.OnBadImage)} = {nameof(BadImagePolicy.Skip)}.");
        var report = new BadImageReport(path, reason);
        if (!_reports.TryAdd(path, report))
            return;
        Warnings.Write(ml, stage, $"Image '{path}' is skipped: {reason}.");
        found?.Invoke(report);
    }
}
