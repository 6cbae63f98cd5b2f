using System.Buffers;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>Finds the images of a training set in a cache, some rows at a time on all cores, and adds those that are missing; no image column is read.</summary>
/// <param name="column">What the image column carries.</param>
/// <param name="data">The data, in which a damaged image's path is looked up again, so that paths need not be kept.</param>
/// <param name="size">Numbers in one image.</param>
internal sealed class CachedRows(CachedColumn column, IDataView data, int size)
{
    private readonly List<int> _rows = [];
    private readonly List<(string Path, int Row)> _pending = [];
    private readonly int _capacity = 16 * Environment.ProcessorCount;

    internal ImageCache Cache => column.Reader.Cache;

    /// <summary>The column of paths.</summary>
    internal DataViewSchema.Column PathColumn { get; } = data.Schema[column.PathColumn];

    /// <summary>Rows that wait for <see cref="Flush"/>.</summary>
    internal int Pending => _pending.Count;

    /// <summary>Whether enough of them wait.</summary>
    internal bool IsFull => _pending.Count >= _capacity;

    internal void Add(string path, int row) => _pending.Add((path, row));

    /// <summary>Adds the images of the waiting rows to a set; gives which of them have none, being unreadable.</summary>
    internal List<int> Flush(TrainingPixels pixels)
    {
        var faults = new string?[_pending.Count];
        var slots = new int[_pending.Count];
        var images = new StoredImage[_pending.Count];
        column.Reader.BeginBatch();
        Parallel.For(0, _pending.Count, i =>
        {
            float[] buffer = ArrayPool<float>.Shared.Rent(size);
            faults[i] = column.Reader.TryFind(_pending[i].Path, buffer.AsSpan(0, size), out slots[i], out _);
            if (faults[i] is null && slots[i] < 0)
                images[i] = new StoredImage(buffer.AsSpan(0, size));
            ArrayPool<float>.Shared.Return(buffer);
        });
        var missing = new List<int>();
        for (int i = 0; i < faults.Length; i++)
        {
            if (faults[i] is { } fault)
            {
                column.Bad.Add(_pending[i].Path, fault);
                missing.Add(i);
                continue;
            }
            _rows.Add(_pending[i].Row);
            if (slots[i] >= 0)
                pixels.Add(slots[i], this);
            else
                pixels.Add(images[i]);
        }
        _pending.Clear();
        return missing;
    }

    /// <summary>Reads an image whose slot is damaged from its file, and gives its new slot, or -1 where it cannot be in the cache.</summary>
    /// <exception cref="InvalidDataException">The file is another than it was.</exception>
    internal (StoredImage Image, int Slot) Renew(int image, int slot)
    {
        string path = PathOf(_rows[image]);
        var pixels = new float[size];
        if (column.Reader.KeyOf(path) != Cache.KeyOf(slot))
            throw Changed(path);
        if (column.Reader.TryFind(path, pixels, out int renewed, out bool isRead) is { } fault)
            throw new InvalidDataException($"Image '{path}': {fault}. Its copy in the cache is damaged too.");
        if (!isRead && !Cache.TryRead(renewed, pixels))
            throw Changed(path);
        return (new StoredImage(pixels), renewed);
    }

    private static InvalidDataException Changed(string path) => new(
        $"Image '{path}' was changed or removed since the training began, and its copy in the cache is damaged. Begin the training again.");

    private string PathOf(int row)
    {
        using var cursor = data.GetRowCursor([PathColumn]);
        var getPath = cursor.GetGetter<ReadOnlyMemory<char>>(PathColumn);
        for (int at = 0; cursor.MoveNext(); at++)
            if (at == row)
            {
                ReadOnlyMemory<char> path = default;
                getPath(ref path);
                return path.ToString();
            }
        return "";
    }
}
