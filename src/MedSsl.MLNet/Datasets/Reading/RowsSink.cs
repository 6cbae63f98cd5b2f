namespace MedSsl.MLNet;

/// <summary>Takes a data set's rows into memory, as <see cref="ManifestLoading"/> does a manifest's.</summary>
internal sealed class RowsSink(string folder) : IManifestSink
{
    private int _line;

    internal ManifestRows? Rows { get; private set; }

    public void Begin(IReadOnlyList<string> columns, IReadOnlyList<string> labels)
    {
        // The patient is the second column of every manifest that is loaded, wherever it stands in a description.
        Rows = new ManifestRows(ManifestColumns.Of([ManifestFile.ImagePath, .. columns], labels), folder);
        _order = [.. Rows.Columns.Text.Skip(1).Select(name => columns.ToList().IndexOf(name))];
        Rows.Begin(folder);
    }

    private int[] _order = [];

    public void Add(string path, ReadOnlySpan<string> texts, ReadOnlySpan<byte> labels)
    {
        if (Rows!.AddImage(folder, path) >= 0)
            return;
        for (int i = 0; i < _order.Length; i++)
            Rows.AddText(i + 1, texts[_order[i]]);
        foreach (byte label in labels)
            Rows.AddLabel(label);
        Rows.AddLine(++_line);
    }
}
