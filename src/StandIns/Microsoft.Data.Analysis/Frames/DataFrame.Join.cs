namespace Microsoft.Data.Analysis;

public partial class DataFrame
{
    /// <summary>Puts frames side by side, row by row.</summary>
    public DataFrame Join(DataFrame other, string leftSuffix = "_left", string rightSuffix = "_right", JoinAlgorithm joinAlgorithm = JoinAlgorithm.Left)
    {
        ArgumentNullException.ThrowIfNull(other);
        long length = joinAlgorithm switch
        {
            JoinAlgorithm.Left => Rows.Count,
            JoinAlgorithm.Right => other.Rows.Count,
            JoinAlgorithm.FullOuter => Math.Max(Rows.Count, other.Rows.Count),
            _ => Math.Min(Rows.Count, other.Rows.Count),
        };
        Int64DataFrameColumn Chosen(long count) => new("Rows", Enumerable.Range(0, (int)length).Select(row => row < count ? (long?)row : null));
        return SideBySide(this, Chosen(Rows.Count), other, Chosen(other.Rows.Count), leftSuffix, rightSuffix);
    }

    /// <summary>Joins rows with equal values in one column of each frame.</summary>
    public DataFrame Merge<TKey>(DataFrame other, string leftJoinColumn, string rightJoinColumn, string leftSuffix = "_left", string rightSuffix = "_right",
        JoinAlgorithm joinAlgorithm = JoinAlgorithm.Left) => Merge(other, [leftJoinColumn], [rightJoinColumn], leftSuffix, rightSuffix, joinAlgorithm);

    /// <summary>Joins rows with equal values in some columns of each frame. Nulls equal nulls. Rows are in the order of the frame that is kept whole; for an inner join, of the longer.</summary>
    public DataFrame Merge(DataFrame other, string[] leftJoinColumns, string[] rightJoinColumns, string leftSuffix = "_left", string rightSuffix = "_right",
        JoinAlgorithm joinAlgorithm = JoinAlgorithm.Left)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentNullException.ThrowIfNull(leftJoinColumns);
        ArgumentNullException.ThrowIfNull(rightJoinColumns);
        if (leftJoinColumns.Length != rightJoinColumns.Length)
            throw new ArgumentException($"{leftJoinColumns.Length} columns cannot be joined with {rightJoinColumns.Length}.", nameof(rightJoinColumns));
        for (int i = 0; i < leftJoinColumns.Length; i++)
        {
            if (this[leftJoinColumns[i]].DataType != other[rightJoinColumns[i]].DataType)
                throw new ArgumentException($"Column '{leftJoinColumns[i]}' holds {this[leftJoinColumns[i]].DataType} and column '{rightJoinColumns[i]}' {other[rightJoinColumns[i]].DataType}.", nameof(rightJoinColumns));
        }

        bool keepLeft = joinAlgorithm switch
        {
            JoinAlgorithm.Right => false,
            JoinAlgorithm.Inner => Rows.Count > other.Rows.Count,
            _ => true,
        };
        var (kept, added) = keepLeft ? (this, other) : (other, this);
        var (keptNames, addedNames) = keepLeft ? (leftJoinColumns, rightJoinColumns) : (rightJoinColumns, leftJoinColumns);
        var matches = added.RowNumbers.ToLookup(row => new JoinKey(added, addedNames, row));
        var (keptRows, addedRows) = (new Int64DataFrameColumn("Kept"), new Int64DataFrameColumn("Added"));
        var used = new HashSet<long>();
        foreach (long row in kept.RowNumbers)
        {
            int before = (int)keptRows.Length;
            foreach (long match in matches[new JoinKey(kept, keptNames, row)])
            {
                keptRows.Append(row);
                addedRows.Append(match);
                used.Add(match);
            }
            if (keptRows.Length == before && joinAlgorithm != JoinAlgorithm.Inner)
            {
                keptRows.Append(row);
                addedRows.Append(null);
            }
        }
        foreach (long row in joinAlgorithm == JoinAlgorithm.FullOuter ? added.RowNumbers.Where(row => !used.Contains(row)) : [])
        {
            keptRows.Append(null);
            addedRows.Append(row);
        }
        return SideBySide(this, keepLeft ? keptRows : addedRows, other, keepLeft ? addedRows : keptRows, leftSuffix, rightSuffix);
    }

    /// <summary>Rows of two frames; columns of the same name get the suffixes.</summary>
    private static DataFrame SideBySide(DataFrame left, DataFrameColumn leftRows, DataFrame right, DataFrameColumn rightRows, string leftSuffix, string rightSuffix)
    {
        var result = new DataFrame(left.Columns.Select(column => column.Clone(leftRows)));
        foreach (var source in right.Columns)
        {
            var column = source.Clone(rightRows);
            while (result.Columns.IndexOf(column.Name) is >= 0 and var same)
            {
                result.Columns[same].SetName(column.Name + leftSuffix);
                column.SetName(column.Name + rightSuffix);
            }
            result.Columns.Add(column);
        }
        return result;
    }

    private readonly struct JoinKey(DataFrame frame, string[] columns, long row) : IEquatable<JoinKey>
    {
        private readonly object[] _values = [.. columns.Select(name => frame[name][row])];

        public bool Equals(JoinKey other) => _values.AsSpan().SequenceEqual(other._values);

        public override bool Equals(object other) => other is JoinKey key && Equals(key);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            foreach (object value in _values)
                hash.Add(value);
            return hash.ToHashCode();
        }
    }
}
