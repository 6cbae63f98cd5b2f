namespace MedSsl.MLNet;

/// <summary>Images that have several rows: the texts of the first, and how many rows know a label and have it.</summary>
internal sealed class CombinedRows(RowCombination combination, string root, int labels)
{
    private readonly PathColumn _paths = new(root);
    private readonly List<string[]> _texts = [];
    private readonly Blocks<ushort> _present = new(), _known = new();

    internal void Add(string path, ReadOnlySpan<string> texts, ReadOnlySpan<byte> states)
    {
        int row = _paths.Add(root, path);
        bool first = row < 0;
        if (first)
        {
            row = _texts.Count;
            _texts.Add(texts.ToArray());
            for (int i = 0; i < labels; i++)
            {
                _present.Add(0);
                _known.Add(0);
            }
        }
        else if (combination == RowCombination.First)
            return;
        for (int i = 0; i < labels; i++)
        {
            int at = row * labels + i;
            _known[at] += (ushort)(states[i] == ManifestRows.Unknown ? 0 : 1);
            _present[at] += (ushort)(states[i] == ManifestRows.Present ? 1 : 0);
        }
    }

    /// <summary>Gives each image once, in the order of its first row.</summary>
    internal void Flush(Action<string, string[], byte[]> take)
    {
        var states = new byte[labels];
        for (int row = 0; row < _texts.Count; row++)
        {
            for (int i = 0; i < labels; i++)
            {
                int present = _present[row * labels + i], known = _known[row * labels + i];
                bool has = combination == RowCombination.Majority ? 2 * present > known : present > 0;
                states[i] = known == 0 ? ManifestRows.Unknown : has ? ManifestRows.Present : ManifestRows.Absent;
            }
            take(_paths[row], _texts[row], states);
        }
    }
}
