using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>
/// Image files with the same bytes. Only files whose length another owner's file has too are read; they are read on all cores and compared by SHA-256.
/// </summary>
internal static class ImageContent
{
    /// <summary>The column of paths: the one named, else ImagePath if it is there, else null.</summary>
    internal static DataViewSchema.Column? Column(DataViewSchema schema, string? name)
    {
        var column = schema.GetColumnOrNull(name ?? "ImagePath");
        if (column is null && name is not null)
            throw new ArgumentException($"There is no image column '{name}'. The columns are {string.Join(", ", schema.Select(c => c.Name))}.");
        if (column is { } found && found.Type is not TextDataViewType)
            return name is null ? null : throw new ArgumentException($"Image column '{name}' is {found.Type}; it must be text, the paths of image files.");
        return column;
    }

    /// <summary>Pairs of files with one content and two owners: each file with the first that has its content.</summary>
    /// <exception cref="FileNotFoundException">A file is not there.</exception>
    internal static List<(int First, int Second)> Same(IReadOnlyList<string> paths, IReadOnlyList<int> owners)
    {
        var lengths = new long[paths.Count];
        Each(paths.Count, i =>
        {
            var file = new FileInfo(paths[i]);
            lengths[i] = file.Exists ? file.Length : throw new FileNotFoundException(
                $"There is no image '{paths[i]}', so its content cannot be compared with the others'. Correct the path, or do not compare images ({nameof(SameImagePolicy)}.{nameof(SameImagePolicy.Ignore)}).",
                paths[i]);
        });
        int[] alike = [.. Enumerable.Range(0, paths.Count).GroupBy(i => lengths[i]).Where(g => g.Select(i => owners[i]).Distinct().Skip(1).Any()).SelectMany(g => g)];
        var hashes = new UInt128[alike.Length];
        Each(alike.Length, i =>
        {
            using var stream = File.OpenRead(paths[alike[i]]);
            hashes[i] = MemoryMarshal.Read<UInt128>(SHA256.HashData(stream));
        });
        var first = new Dictionary<(long, UInt128), int>();
        var pairs = new List<(int, int)>();
        for (int i = 0; i < alike.Length; i++)
        {
            var key = (lengths[alike[i]], hashes[i]);
            if (!first.TryAdd(key, alike[i]) && owners[first[key]] != owners[alike[i]])
                pairs.Add((first[key], alike[i]));
        }
        return pairs;
    }

    /// <summary>Runs on all cores; of several errors the one that comes first in order is thrown, so that the same files give the same message.</summary>
    private static void Each(int count, Action<int> work)
    {
        var gate = new Lock();
        int lowest = count;
        ExceptionDispatchInfo? first = null;
        Parallel.For(0, count, (i, state) =>
        {
            try
            {
                work(i);
            }
            catch (Exception e)
            {
                // All before the lowest of these still run.
                state.Break();
                lock (gate)
                    if (i < lowest)
                        (lowest, first) = (i, ExceptionDispatchInfo.Capture(e));
            }
        });
        first?.Throw();
    }
}
