using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// The images of a training set, read once and kept, with the group (patient) and the labels of each: in the loading stage's cache where it has one,
/// and then not in memory; else in memory, and beyond half of it in a temporary file. Images whose pixels are all whole levels of 1/255, as 8-bit files
/// give them, take a byte a pixel; others two, or a float. Missing images are left out and counted.
/// </summary>
internal sealed class TrainingImages
{
    private readonly TrainingPixels _pixels;
    private readonly List<string> _groups = [];
    private readonly Dictionary<string, List<string>> _texts = new(StringComparer.Ordinal);

    private TrainingImages(ImageShape shape, IReadOnlyList<string> labelNames, long memory) =>
        (Shape, LabelNames, _pixels) = (shape, labelNames, new TrainingPixels(shape.Size, memory));

    /// <summary>Images.</summary>
    internal int Count => _pixels.Count;

    /// <summary>The shape of each.</summary>
    internal ImageShape Shape { get; }

    /// <summary>Rows left out because their image was missing.</summary>
    internal int SkippedRows { get; private set; }

    /// <summary>The group of each image; empty when no group column was asked for.</summary>
    internal IReadOnlyList<string> Groups => _groups;

    /// <summary>A further text column's value for each image.</summary>
    internal IReadOnlyList<string> Text(string column) => _texts[column];

    /// <summary>The labels' names; empty when no labels column was asked for.</summary>
    internal IReadOnlyList<string> LabelNames { get; }

    /// <summary>The labels, row after row: [<see cref="Count"/>, K]; NaN where unknown.</summary>
    internal float[] Labels { get; private set; } = [];

    /// <summary>The labels of one image.</summary>
    internal ReadOnlySpan<float> LabelsOf(int row) => Labels.AsSpan(row * LabelNames.Count, LabelNames.Count);

    /// <summary>Reads a data view.</summary>
    /// <param name="ml">Where a warning about images that are left out goes.</param>
    /// <param name="data">The data.</param>
    /// <param name="imageColumn">A <c>Vector&lt;Single, C, H, W&gt;</c> column.</param>
    /// <param name="groupColumn">A text column whose value tells which images belong together, or null.</param>
    /// <param name="labelsColumn">A <c>Vector&lt;Single, K&gt;</c> column, or null.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <param name="rowsRead">Told about every hundredth row.</param>
    /// <param name="memory">Bytes of images in memory before a temporary file takes the rest; null for <see cref="TrainingPixels.DefaultMemory"/>.</param>
    /// <param name="textColumns">Further text columns to keep, see <see cref="Text(string)"/>.</param>
    /// <param name="only">Which rows, from 0, are read; null for all. The images of others are not decoded.</param>
    /// <exception cref="ArgumentException">A column is absent or of another type.</exception>
    /// <exception cref="InvalidDataException">No row has an image.</exception>
    internal static TrainingImages Read(MLContext ml, IDataView data, string imageColumn, string? groupColumn = null, string? labelsColumn = null,
        CancellationToken cancellation = default, IProgress<int>? rowsRead = null, Func<int, bool>? only = null, long? memory = null,
        params IReadOnlyList<string> textColumns)
    {
        var image = Find(data.Schema, imageColumn);
        var shape = ImageShape.Of(image);
        DataViewSchema.Column? group = groupColumn is null ? null : Text(Find(data.Schema, groupColumn));
        DataViewSchema.Column? labels = labelsColumn is null ? null : LabelVector(Find(data.Schema, labelsColumn));
        var set = new TrainingImages(shape, labels is { } names ? SlotNames.Of(names) : [], memory ?? TrainingPixels.DefaultMemory);
        var cached = CachedColumn.Find(data.Schema, image) is { } column ? new CachedRows(column, data, shape.Size) : null;

        var columns = new List<DataViewSchema.Column> { cached?.PathColumn ?? image };
        DataViewSchema.Column[] texts = [.. textColumns.Distinct().Select(name => Text(Find(data.Schema, name)))];
        foreach (var other in new[] { group, labels }.OfType<DataViewSchema.Column>().Concat(texts))
            if (columns.All(asked => asked.Index != other.Index))
                columns.Add(other);
        using (var cursor = data.GetRowCursor(columns))
            set.ReadRows(cursor, cached, image, group, labels, texts, cancellation, rowsRead, only);
        if (set.Count == 0)
            throw new InvalidDataException(set.SkippedRows == 0
                ? $"The training set is empty: no row has an image in column '{imageColumn}'. Check the filters and the split before this stage."
                : $"None of the {set.SkippedRows} images in column '{imageColumn}' could be read.");
        if (set.SkippedRows > 0)
            Warnings.Write(ml, nameof(TrainingImages), $"{set.SkippedRows} rows are left out of the training set: their images could not be read.");
        return set;
    }

    /// <inheritdoc cref="TrainingPixels.BytesInMemory"/>
    internal long BytesInMemory => _pixels.BytesInMemory;

    /// <summary>Whether batches are read from disk.</summary>
    internal bool IsOnDisk => _pixels.IsOnDisk;

    /// <summary>Fetches images from disk into the system's file cache; may be called on another thread than <see cref="Batch"/>.</summary>
    internal void Touch(ReadOnlySpan<int> rows) => _pixels.Touch(rows);

    /// <summary>The images of some rows, [B, C, H, W], float in [0, 1].</summary>
    internal Tensor Batch(ReadOnlySpan<int> rows)
    {
        var batch = empty(rows.Length, Shape.Channels, Shape.Height, Shape.Width, float32);
        var pixels = MemoryMarshal.Cast<byte, float>(batch.bytes);
        for (int i = 0; i < rows.Length; i++)
            _pixels.CopyTo(rows[i], pixels.Slice(i * Shape.Size, Shape.Size));
        return batch;
    }

    /// <summary>The labels of some rows, [B, K], NaN where unknown.</summary>
    internal Tensor LabelBatch(ReadOnlySpan<int> rows)
    {
        var batch = empty(rows.Length, LabelNames.Count, float32);
        var values = MemoryMarshal.Cast<byte, float>(batch.bytes);
        for (int i = 0; i < rows.Length; i++)
            LabelsOf(rows[i]).CopyTo(values[(i * LabelNames.Count)..]);
        return batch;
    }

    /// <summary>Tells one set from another, cheaply: a SHA-256 over a sample of every image's pixels, all groups, texts and labels.</summary>
    internal string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int row = 0; row < Count; row++)
            _pixels.AppendTo(hash, row);
        foreach (string text in _groups.Concat(_texts.Keys).Concat(_texts.Values.SelectMany(texts => texts)))
            hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
        hash.AppendData(MemoryMarshal.AsBytes<float>(Labels));
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private void ReadRows(DataViewRowCursor cursor, CachedRows? cached, DataViewSchema.Column image, DataViewSchema.Column? group, DataViewSchema.Column? labels,
        DataViewSchema.Column[] texts, CancellationToken cancellation, IProgress<int>? rowsRead, Func<int, bool>? only)
    {
        var getImage = cached is null ? cursor.GetGetter<VBuffer<float>>(image) : null;
        var getPath = cached is null ? null : cursor.GetGetter<ReadOnlyMemory<char>>(cached.PathColumn);
        var getGroup = group is { } g ? cursor.GetGetter<ReadOnlyMemory<char>>(g) : null;
        var getLabels = labels is { } l ? cursor.GetGetter<VBuffer<float>>(l) : null;
        var getTexts = texts.Select(column => (_texts[column.Name] = [], cursor.GetGetter<ReadOnlyMemory<char>>(column))).ToArray();
        VBuffer<float> buffer = default, values = default;
        ReadOnlyMemory<char> text = default;
        var pixels = new float[Shape.Size];
        var names = new Dictionary<string, string>();
        var labelValues = new List<float>();
        for (int row = 1; cursor.MoveNext(); row++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (only is not null && !only(row - 1))
                continue;
            if (row % 100 == 0)
                rowsRead?.Report(row);
            if (cached is not null)
            {
                getPath!(ref text);
                cached.Add(text.ToString(), row - 1);
            }
            else
            {
                getImage!(ref buffer);
                buffer.CopyTo(pixels);
                if (ImageShape.IsMissing(pixels))
                {
                    SkippedRows++;
                    continue;
                }
                _pixels.Add(new StoredImage(pixels));
            }
            if (getGroup is not null)
            {
                getGroup(ref text);
                _groups.Add(Kept(text));
            }
            foreach (var (kept, getText) in getTexts)
            {
                getText(ref text);
                kept.Add(Kept(text));
            }
            if (getLabels is not null)
            {
                getLabels(ref values);
                foreach (float value in values.DenseValues())
                    labelValues.Add(value);
            }
            if (cached is { IsFull: true })
                Take(cached, labelValues);
        }
        if (cached is not null)
            Take(cached, labelValues);
        Labels = [.. labelValues];

        string Kept(ReadOnlyMemory<char> value)
        {
            string name = value.ToString();
            return names.TryGetValue(name, out string? known) ? known : names[name] = name;
        }
    }

    /// <summary>Finds the images of the rows read last, and leaves out those that have none.</summary>
    private void Take(CachedRows cached, List<float> labels)
    {
        int pending = cached.Pending;
        var missing = cached.Flush(_pixels);
        int first = Count + missing.Count - pending;
        SkippedRows += missing.Count;
        foreach (int at in Enumerable.Reverse(missing).Select(place => first + place))
        {
            if (_groups.Count > 0)
                _groups.RemoveAt(at);
            foreach (var texts in _texts.Values)
                texts.RemoveAt(at);
            if (LabelNames.Count > 0)
                labels.RemoveRange(at * LabelNames.Count, LabelNames.Count);
        }
    }

    private static DataViewSchema.Column Find(DataViewSchema schema, string name) => schema.GetColumnOrNull(name)
        ?? throw new ArgumentException($"There is no column '{name}'; the data have {string.Join(", ", schema.Select(c => $"'{c.Name}'"))}.");

    private static DataViewSchema.Column Text(DataViewSchema.Column column) => column.Type is TextDataViewType ? column : throw new ArgumentException(
        $"Column '{column.Name}' is {column.Type}; the column that tells which images belong together is text.");

    private static DataViewSchema.Column LabelVector(DataViewSchema.Column column) =>
        column.Type is VectorDataViewType { IsKnownSize: true } type && type.ItemType.Equals(NumberDataViewType.Single) ? column : throw new ArgumentException(
            $"Column '{column.Name}' is {column.Type}; labels are Vector<Single, K> (1 present, 0 absent, NaN unknown), as ml.MedicalImages.LoadManifest makes them.");
}
