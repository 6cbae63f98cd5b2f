using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>Data in memory: text columns, and one column of labels where there are any.</summary>
internal sealed class MemoryView : IDataView
{
    private readonly ReadOnlyMemory<char>[][] _text;
    private readonly float[][] _labels;

    internal MemoryView(IReadOnlyList<(string Name, ReadOnlyMemory<char>[] Values)> text, string labelColumn, IReadOnlyList<string> labelNames, float[][] labels)
    {
        _text = [.. text.Select(c => c.Values)];
        _labels = labels;
        var builder = new DataViewSchema.Builder();
        foreach (var (name, _) in text)
            builder.AddColumn(name, TextDataViewType.Instance);
        if (labelNames.Count > 0)
            builder.AddColumn(labelColumn, new VectorDataViewType(NumberDataViewType.Single, labelNames.Count), SlotNames.Annotations(labelNames));
        Schema = builder.ToSchema();
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _labels.Length;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = new bool[Schema.Count];
        foreach (var column in columnsNeeded)
            active[column.Index] = true;
        int[]? order = null;
        if (rand is not null)
            rand.Shuffle(order = [.. Enumerable.Range(0, _labels.Length)]);
        return new Cursor(this, active, order);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(MemoryView view, bool[] active, int[]? order) : DataViewRowCursor
    {
        private long _position = -1;

        public override DataViewSchema Schema => view.Schema;

        public override long Position => _position;

        public override long Batch => 0;

        private int Row => order is null ? (int)_position : order[_position];

        public override bool MoveNext()
        {
            if (_position + 1 >= view._labels.Length)
                return false;
            _position++;
            return true;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)Row, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!active[column.Index])
                throw new InvalidOperationException($"Column '{column.Name}' was not asked for when this cursor was opened.");
            Delegate getter = column.Index < view._text.Length ? Text(view._text[column.Index]) : Labels();
            return getter as ValueGetter<TValue>
                ?? throw new InvalidOperationException($"Column '{column.Name}' is {column.Type}; its values cannot be read as {typeof(TValue)}.");
        }

        private ValueGetter<ReadOnlyMemory<char>> Text(ReadOnlyMemory<char>[] values) => (ref ReadOnlyMemory<char> value) => value = values[Row];

        private ValueGetter<VBuffer<float>> Labels() => (ref VBuffer<float> value) =>
        {
            float[] labels = view._labels[Row];
            var editor = VBufferEditor.Create(ref value, labels.Length);
            labels.CopyTo(editor.Values);
            value = editor.Commit();
        };
    }
}
