using Microsoft.ML;

namespace MedSsl.MLNet;

/// <summary>The rows of all manifests, with where each came from.</summary>
internal sealed class ManifestRows(ManifestColumns columns)
{
    private List<(string[] Text, float[] Labels, (string Path, int Line) Origin)> _rows = [];
    private readonly Dictionary<string, (string Path, int Line)> _images = new(StringComparer.Ordinal);

    internal ManifestColumns Columns => columns;

    internal int Count => _rows.Count;

    internal string Text(int column, int row) => _rows[row].Text[column];

    internal (string Path, int Line) Origin(int row) => _rows[row].Origin;

    /// <summary>Adds a row; gives the row that has the same image, if there is one.</summary>
    internal (string Path, int Line)? Add(string[] text, float[] labels, (string Path, int Line) origin)
    {
        if (!_images.TryAdd(text[0], origin))
            return _images[text[0]];
        _rows.Add((text, labels, origin));
        return null;
    }

    /// <summary>Keeps some rows; <paramref name="values"/> are the different values that a column had before.</summary>
    internal void Keep(Func<int, bool> keep, out string[] values, int column)
    {
        values = column < 0 ? [] : [.. _rows.Select(r => r.Text[column]).Distinct().Order(StringComparer.Ordinal)];
        _rows = [.. Enumerable.Range(0, _rows.Count).Where(keep).Select(row => _rows[row])];
    }

    internal IDataView ToDataView()
    {
        var text = columns.Text.Select((name, i) => (ManifestColumns.PascalCase(name), _rows.Select(r => r.Text[i].AsMemory()).ToArray()));
        return new MemoryView([.. text], ManifestColumns.Labels, columns.LabelNames, [.. _rows.Select(r => r.Labels)]);
    }
}
