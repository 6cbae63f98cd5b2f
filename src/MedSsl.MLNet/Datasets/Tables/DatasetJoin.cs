namespace MedSsl.MLNet;

/// <summary>A further table of a data set, in memory: the columns that are asked for, found by a key. Of rows with the same key the first counts.</summary>
internal sealed class DatasetJoin : IDisposable
{
    private readonly DatasetTable _table;
    private readonly DatasetField _key;
    private readonly TextPool _keys = new();
    private readonly Dictionary<int, TextColumn> _columns = [];

    internal DatasetJoin(JoinRule rule, string path, Func<DatasetTable, DatasetTemplate.Column, DatasetCell> resolve)
    {
        Rule = rule;
        _table = new DatasetTable(path);
        _key = new DatasetField(new FieldRule(rule.Key), column => resolve(_table, column));
    }

    internal JoinRule Rule { get; }

    internal string Path => _table.Path;

    internal string[] Header => _table.Header;

    /// <summary>The row that the image's row has here, or -1.</summary>
    internal int Row { get; private set; } = -1;

    /// <summary>A column, to be read for the image's row, or null; it is kept from now on.</summary>
    internal DatasetCell? Find(string[] names)
    {
        int at = _table.Find(names);
        if (at < 0)
            return null;
        if (!_columns.TryGetValue(at, out var column))
            _columns[at] = column = new TextColumn();
        return () => Row < 0 ? "" : column[Row];
    }

    /// <summary>Reads the table.</summary>
    internal void Load(CancellationToken cancellation)
    {
        while (_table.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            int before = _keys.Count;
            if (_keys.Intern(_key.Get()) < before)
                continue;
            foreach (var (at, column) in _columns)
                column.Add(_table[at]);
        }
        foreach (var column in _columns.Values)
            column.Seal();
        _table.Dispose();
    }

    /// <summary>Goes to the row that has a key.</summary>
    internal void Go(ReadOnlySpan<char> key) => Row = _keys.Find(key);

    public void Dispose() => _table.Dispose();
}
