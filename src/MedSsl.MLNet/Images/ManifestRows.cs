using Microsoft.ML;

namespace MedSsl.MLNet;

/// <summary>
/// The rows of all manifests, column by column: paths and texts as UTF-8, each different text once, labels a byte each. A million rows of chest radiographs with
/// fourteen labels take about as much memory as their paths and identifiers have characters.
/// </summary>
/// <param name="columns">The columns.</param>
/// <param name="root">The full path of the folder that most images lie below.</param>
internal sealed class ManifestRows(ManifestColumns columns, string root)
{
    /// <summary>A label's byte: absent, present, unknown.</summary>
    internal const byte Absent = 0, Present = 1, Unknown = 2;

    private readonly PathColumn _paths = new(root);
    private readonly TextColumn[] _text = [.. columns.Text.Skip(1).Select(_ => new TextColumn())];
    private readonly Blocks<byte> _labels = new();
    private readonly List<(int Row, string Path)> _files = [];
    private Blocks<int>? _lines = new();
    private int[]? _kept;

    internal ManifestColumns Columns => columns;

    /// <summary>How many rows are there, those that were left out among them.</summary>
    internal int All => _paths.Count;

    /// <summary>How many rows are kept.</summary>
    internal int Count => _kept?.Length ?? All;

    /// <summary>From now on rows come from this file.</summary>
    internal void Begin(string path) => _files.Add((All, path));

    /// <summary>Begins a row; gives the row that has the same image, and adds nothing then, or -1. The row's other texts, labels and line follow.</summary>
    internal int AddImage(string folder, ReadOnlySpan<char> path) => _paths.Add(folder, path);

    /// <summary>A text of the row, column 1 being the first behind the path.</summary>
    internal void AddText(int column, ReadOnlySpan<char> text) => _text[column - 1].Add(text);

    internal void AddLabel(byte label) => _labels.Add(label);

    internal void AddLine(int line) => _lines!.Add(line);

    /// <summary>A row's text.</summary>
    internal string Text(int column, int row) => column == 0 ? _paths[At(row)] : _text[column - 1][At(row)];

    /// <summary>The same number for the same text in column 1 and above.</summary>
    internal int Number(int column, int row) => _text[column - 1].Number(At(row));

    /// <summary>How many different texts a column has.</summary>
    internal int Different(int column) => _text[column - 1].Texts.Count;

    /// <summary>A row's labels, NaN for unknown.</summary>
    internal void Labels(int row, Span<float> labels)
    {
        int first = At(row) * labels.Length;
        for (int i = 0; i < labels.Length; i++)
            labels[i] = _labels[first + i] is var label && label == Unknown ? float.NaN : label;
    }

    /// <summary>Where a row came from.</summary>
    internal (string Path, int Line) Origin(int row) => OriginOf(At(row));

    /// <summary>Where a row came from that <see cref="AddImage"/> gave.</summary>
    internal (string Path, int Line) OriginOf(int row) => (_files.FindLast(file => file.Row <= row).Path, _lines![row]);

    /// <summary>Keeps some of the rows.</summary>
    internal void Keep(Func<int, bool> keep) => _kept = [.. Enumerable.Range(0, Count).Where(keep).Select(At)];

    /// <summary>The different texts of a column, in order.</summary>
    internal string[] Values(int column) => [.. Enumerable.Range(0, Count).Select(row => Number(column, row)).Distinct().Select(number => _text[column - 1].Texts[number]).Order(StringComparer.Ordinal)];

    /// <summary>Nothing is added any more.</summary>
    internal void Seal()
    {
        _paths.Seal();
        foreach (var column in _text)
            column.Seal();
    }

    /// <summary>The data; where rows came from is forgotten.</summary>
    internal IDataView ToDataView()
    {
        _lines = null;
        return new ManifestView(this);
    }

    private int At(int row) => _kept is null ? row : _kept[row];
}
