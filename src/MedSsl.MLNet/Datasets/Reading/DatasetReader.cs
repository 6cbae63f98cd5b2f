namespace MedSsl.MLNet;

/// <summary>Reads a data set row by row, as its description says; only joined tables are held in memory.</summary>
internal sealed class DatasetReader
{
    private readonly DatasetRules _rules;
    private readonly string _folder;
    private readonly DatasetOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly List<(TableRule Rule, string Path)> _tables = [];
    private readonly List<string> _absent = [];
    private readonly string[] _columns;

    /// <exception cref="FileNotFoundException">The folder or a table is not there.</exception>
    internal DatasetReader(DatasetDescription description, string folder, DatasetOptions options, CancellationToken cancellation)
    {
        (_rules, _options, _cancellation) = (description.Rules, options, cancellation);
        if (description.IsNpz)
            throw new NotSupportedException($"{_rules.Title} is a file, {_rules.Npz!.File.Names[0]}, whose images must be written first, by {nameof(DatasetDescription)}.{nameof(DatasetDescription.WriteImages)} or medssl convert.");
        if (!Directory.Exists(folder))
            throw new FileNotFoundException(File.Exists(folder)
                ? $"{folder} is a file. Give the folder that holds {_rules.Title}." : $"{folder}: there is no such folder. Give the one that holds {_rules.Title}.");
        _folder = Path.GetFullPath(folder);
        _columns = [.. _rules.Columns.Keys];
        foreach (var table in _rules.Tables)
            if (Locate(table.File, table.Optional) is { } path)
                _tables.Add((table, path));
        if (_tables.Count == 0)
            throw new FileNotFoundException($"{folder}: none of the tables of {_rules.Title} is there: {string.Join(", ", _rules.Tables.SelectMany(t => t.File.Names))}. Give the folder that holds them.");
    }

    /// <summary>Reads all, and gives every image that is kept to the sink.</summary>
    internal DatasetReport Read(IManifestSink sink)
    {
        var joins = new List<DatasetJoin>();
        try
        {
            foreach (var rule in _rules.Joins)
                if (Locate(rule.File, rule.Optional) is { } path)
                    joins.Add(new DatasetJoin(rule, path, OwnColumn));
            List<DatasetList> lists = [.. _rules.Lists.Select(rule => (rule, Path: Locate(rule.File, rule.Optional))).Where(l => l.Path is not null).Select(l => new DatasetList(l.rule, l.Path!))];
            var sources = new DatasetSources(_folder, _rules, joins, lists, joins.Count < _rules.Joins.Length);
            // Every table's columns are looked for before any is read: what is wrong is said at once, and joins keep no column that nobody asks for.
            foreach (var (rule, path) in _tables)
                new DatasetPlan(rule, path, sources).Dispose();
            joins.ForEach(join => join.Load(_cancellation));
            return Read(sink, sources);
        }
        finally
        {
            joins.ForEach(join => join.Dispose());
        }
    }

    private DatasetReport Read(IManifestSink sink, DatasetSources sources)
    {
        string[] all = _rules.Labels.Columns?.Select(label => label.Name).ToArray() ?? _rules.Labels.Names ?? Discover(sources);
        string[] names = _options.Labels is { } wanted ? [.. wanted] : all;
        foreach (string name in names)
            if (!all.Contains(name))
                throw new ArgumentException($"{_rules.Title} has no label '{name}'.{ManifestFault.Suggest(name, all)} Its labels are {string.Join(", ", all)}.");
        var labels = new DatasetLabels(_rules.Labels, _options, names);
        int[] order = [.. names.Select(name => Array.IndexOf(all, name))];
        var counts = new DatasetCounts(names, Column(ManifestFile.PatientId), Column(ManifestFile.Split), Column("view"));
        counts.Notes.AddRange(_absent.Distinct().Select(file => $"{file} is not there"));
        sink.Begin(_columns, names);

        var images = new DatasetImages(_folder, _rules.Image!);
        var combined = (_options.Combine ?? _rules.Combine) is { } combination ? new CombinedRows(combination, _folder, names.Length) : null;
        var seen = new PathColumn(_folder);
        var states = new byte[names.Length];
        var texts = new string[_columns.Length];
        foreach (var (rule, path) in _tables)
        {
            using var plan = new DatasetPlan(rule, path, sources);
            while (Next(plan, out string? lacking))
            {
                if (lacking is not null)
                    counts.Omit($"not in {lacking}", Origin(plan));
                else if (Image(plan, images, counts) is { } image && Texts(plan, texts, counts))
                {
                    plan.Labels(labels, order, states);
                    if (combined is not null)
                        combined.Add(image, texts, states);
                    else if (seen.Add(_folder, image) >= 0)
                        counts.Omit("the same image in an earlier row", Origin(plan));
                    else
                        Keep(image, texts, states);
                }
            }
        }
        combined?.Flush(Keep);
        if (counts.Report(_rules.Expect, labels.Others) is { Images: > 0 } report)
            return report;
        var (reason, _, first) = counts.Report(new(), []).Omissions.DefaultIfEmpty(new("the tables have no rows", 0, _tables[0].Path)).MaxBy(o => o.Count)!;
        throw new InvalidDataException($"{_folder}: no image of {_rules.Title} is left: {reason}; the first is {first}. Give the folder that holds tables and images as they are published.");

        void Keep(string image, string[] texts, byte[] states)
        {
            counts.Add(texts, states);
            sink.Add(image, texts, states);
        }
    }

    private bool Next(DatasetPlan plan, out string? lacking)
    {
        _cancellation.ThrowIfCancellationRequested();
        return plan.Read(out lacking);
    }

    private string? Image(DatasetPlan plan, DatasetImages images, DatasetCounts counts)
    {
        string? missing = null;
        foreach (var field in plan.Images)
        {
            var path = field.Get();
            if (path.IsEmpty)
                continue;
            var (full, exists) = images.Find(path);
            if (exists)
                return full;
            missing ??= full;
        }
        if (missing is not null && _options.KeepMissing)
            return missing;
        counts.Omit(missing is null ? "the row names no image" : "there is no such file", missing ?? Origin(plan));
        return null;
    }

    private bool Texts(DatasetPlan plan, string[] texts, DatasetCounts counts)
    {
        for (int i = 0; i < texts.Length; i++)
            texts[i] = plan.Columns[i].Get().ToString();
        if (texts[Column(ManifestFile.PatientId)].Length > 0)
            return true;
        counts.Omit("the row names no patient", Origin(plan));
        return false;
    }

    /// <summary>The labels that the rows name, in order, but for those that are too rare.</summary>
    private string[] Discover(DatasetSources sources)
    {
        if (_rules.Labels is { List: null, Class: null })
            return [];
        var found = new Dictionary<string, int>();
        foreach (var (rule, path) in _tables)
        {
            using var plan = new DatasetPlan(rule, path, sources);
            while (Next(plan, out _))
                foreach (string name in plan.LabelNames())
                    found[name] = found.GetValueOrDefault(name) + 1;
        }
        int least = _options.Labels is null ? _rules.Labels.AtLeast : 1;
        return [.. found.Where(label => label.Value >= least && !_columns.Contains(label.Key)).Select(label => label.Key).Order(StringComparer.Ordinal)];
    }

    private string? Locate(OneOrMore file, bool optional)
    {
        if (!optional)
            return DatasetFiles.Require(_folder, _rules, file);
        if (DatasetFiles.Find(_folder, file.Names) is { } found)
            return found;
        _absent.Add(file.Names[0]);
        return null;
    }

    private DatasetCell OwnColumn(DatasetTable table, DatasetTemplate.Column column) => table.Find(column.Names) is >= 0 and int at ? () => table[at] : throw ManifestFault.At(
        table.Path, $"there is no column '{string.Join("' or '", column.Names)}', by which the description of {_rules.Title} joins it.{ManifestFault.Suggest(column.Names[0], table.Header)} "
        + $"The columns are {string.Join(", ", table.Header.Select(name => $"'{name}'"))}.", 1);

    private int Column(string name) => Array.IndexOf(_columns, name);

    private static string Origin(DatasetPlan plan) => $"{plan.Table.Path}, row {plan.Table.Line}";
}
