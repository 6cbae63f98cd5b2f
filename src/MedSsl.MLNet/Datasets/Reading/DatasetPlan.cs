namespace MedSsl.MLNet;

/// <summary>The files of a data set, opened.</summary>
/// <param name="Folder">The set's folder.</param>
/// <param name="Rules">Its description.</param>
/// <param name="Joins">Further tables.</param>
/// <param name="Lists">Lists of names.</param>
/// <param name="Incomplete">An optional file is not there, so that columns may be missing.</param>
internal sealed record DatasetSources(string Folder, DatasetRules Rules, IReadOnlyList<DatasetJoin> Joins, IReadOnlyList<DatasetList> Lists, bool Incomplete);

/// <summary>How the rows of one table are read: every text of the description with its columns found.</summary>
internal sealed class DatasetPlan : IDisposable
{
    private readonly DatasetSources _sources;
    private readonly TableRule _rule;
    private readonly DatasetField[] _with, _listOf;
    private readonly (string Column, DatasetCell Cell, DatasetJoin? Join)[] _labelCells;
    private readonly DatasetField? _labelNames;

    internal DatasetPlan(TableRule rule, string path, DatasetSources sources)
    {
        (_rule, _sources, Table) = (rule, sources, new DatasetTable(path));
        try
        {
            var labels = sources.Rules.Labels;
            _with = [.. sources.Joins.Select(join => new DatasetField(new FieldRule(join.Rule.With ?? join.Rule.Key), Resolve))];
            _listOf = [.. sources.Lists.Select(list => new DatasetField(new FieldRule(list.Rule.Of), Resolve))];
            Images = [.. sources.Rules.Image!.Path.Select(field => new DatasetField(field, Resolve))];
            Columns = [.. sources.Rules.Columns.Values.Select(field => new DatasetField(field, Resolve))];
            _labelCells = [.. (labels.Columns ?? []).Select(label =>
                (label.Column, Resolve(new DatasetTemplate.Column(label.Column.Split('|'), false, 0, -1), out var join), join))];
            _labelNames = (labels.List ?? labels.Class) is { } names ? new DatasetField(names, Resolve) : null;
        }
        catch
        {
            Table.Dispose();
            throw;
        }
    }

    internal DatasetTable Table { get; }

    /// <summary>Where the row's image may lie.</summary>
    internal DatasetField[] Images { get; }

    /// <summary>The row's texts, in the description's order.</summary>
    internal DatasetField[] Columns { get; }

    /// <summary>Goes to the next row, and to what the joined tables have of it; gives the file that must have it and has not, or null.</summary>
    internal bool Read(out string? lacking)
    {
        lacking = null;
        if (!Table.Read())
            return false;
        for (int i = 0; i < _with.Length; i++)
        {
            var join = _sources.Joins[i];
            join.Go(_with[i].Get());
            if (join.Row < 0 && join.Rule.Required)
                lacking ??= Path.GetFileName(join.Path);
        }
        return true;
    }

    /// <summary>The names of the row's labels, where they stand in a list or a class.</summary>
    internal IEnumerable<string> LabelNames() => DatasetLabels.NamesIn(_labelNames!.Get(), _sources.Rules.Labels.List is not null, _sources.Rules.Labels);

    /// <summary>The row's labels.</summary>
    /// <param name="labels">How they are read.</param>
    /// <param name="order">Of each label, the number of its column.</param>
    /// <param name="states">Where they go.</param>
    internal void Labels(DatasetLabels labels, int[] order, Span<byte> states)
    {
        if (_labelNames is not null)
            labels.Set(_labelNames.Get(), _sources.Rules.Labels.List is not null, states);
        else
            for (int i = 0; i < order.Length; i++)
            {
                // Where the joined table has no such row, nothing is known, whatever an empty field means.
                var (column, cell, join) = _labelCells[order[i]];
                states[i] = join?.Row < 0 ? ManifestRows.Unknown : labels.State(Table, column, cell());
            }
    }

    public void Dispose() => Table.Dispose();

    private DatasetCell Resolve(DatasetTemplate.Column column) => Resolve(column, out _);

    private DatasetCell Resolve(DatasetTemplate.Column column, out DatasetJoin? join)
    {
        join = null;
        if (Table.Find(column.Names) is >= 0 and int at)
            return () => Table[at];
        foreach (string name in column.Names)
        {
            if (_rule.Set is not null && _rule.Set.TryGetValue(name, out string? constant))
                return () => constant;
            if (_sources.Rules.Lists.Any(list => list.Set.ContainsKey(name)))
                return () => InLists(name);
        }
        foreach (var table in _sources.Joins)
            if (table.Find(column.Names) is { } cell)
            {
                join = table;
                return cell;
            }
        if (column.Optional || _sources.Incomplete || _sources.Rules.Tables.Any(table => table.Set is not null && column.Names.Any(table.Set.ContainsKey)))
            return () => "";
        string[] known = [.. Table.Header.Concat(_sources.Joins.SelectMany(join => join.Header)).Where(name => name.Length > 0).Distinct()];
        throw ManifestFault.At(Table.Path,
            $"there is no column '{string.Join("' or '", column.Names)}', which the description of {_sources.Rules.Title} reads.{ManifestFault.Suggest(column.Names[0], known)} "
            + $"The columns are {string.Join(", ", known.Select(name => $"'{name}'"))}.", 1);
    }

    private string InLists(string name)
    {
        for (int i = 0; i < _sources.Lists.Count; i++)
            if (_sources.Lists[i].Rule.Set.TryGetValue(name, out string? text) && _sources.Lists[i].Has(_listOf[i].Get()))
                return text;
        return "";
    }
}
