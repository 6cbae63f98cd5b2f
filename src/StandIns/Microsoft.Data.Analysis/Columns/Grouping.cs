namespace Microsoft.Data.Analysis;

/// <summary>Rows by value, and rows in the order of their values.</summary>
internal static class Grouping
{
    internal static Dictionary<T, ICollection<long>> Of<T>(IEnumerable<T?> values, out HashSet<long> nulls) where T : struct
    {
        var groups = new Dictionary<T, ICollection<long>>();
        nulls = [];
        long row = 0;
        foreach (T? value in values)
            Add(groups, nulls, value is null, value.GetValueOrDefault(), row++);
        return groups;
    }

    internal static Dictionary<string, ICollection<long>> Of(IEnumerable<string> values, out HashSet<long> nulls)
    {
        var groups = new Dictionary<string, ICollection<long>>();
        nulls = [];
        long row = 0;
        foreach (string value in values)
            Add(groups, nulls, value is null, value, row++);
        return groups;
    }

    internal static PrimitiveDataFrameColumn<long> Order<T>(IEnumerable<T> values, IComparer<T> comparer, bool ascending, bool putNullsLast)
    {
        var rows = values.Select((value, row) => (Value: value, Row: (long)row)).ToList();
        var valid = rows.Where(r => r.Value is not null);
        var sorted = ascending ? valid.OrderBy(r => r.Value, comparer) : valid.OrderByDescending(r => r.Value, comparer);
        var nulls = rows.Where(r => r.Value is null);
        return new Int64DataFrameColumn("SortIndices", (putNullsLast ? sorted.Concat(nulls) : nulls.Concat(sorted)).Select(r => r.Row));
    }

    private static void Add<T>(Dictionary<T, ICollection<long>> groups, HashSet<long> nulls, bool isNull, T value, long row)
    {
        if (isNull)
            nulls.Add(row);
        else if (groups.TryGetValue(value, out var rows))
            rows.Add(row);
        else
            groups.Add(value, new List<long> { row });
    }
}
