using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>The rows of manifests as data: text columns, and one column of labels where there are any.</summary>
internal sealed class ManifestView : IDataView
{
    private readonly ManifestRows _rows;

    internal ManifestView(ManifestRows rows)
    {
        _rows = rows;
        var builder = new DataViewSchema.Builder();
        foreach (string name in rows.Columns.Text)
            builder.AddColumn(ManifestColumns.PascalCase(name), TextDataViewType.Instance);
        var labels = rows.Columns.LabelNames;
        if (labels.Count > 0)
            builder.AddColumn(ManifestColumns.Labels, new VectorDataViewType(NumberDataViewType.Single, labels.Count), SlotNames.Annotations(labels));
        Schema = builder.ToSchema();
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _rows.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = new bool[Schema.Count];
        foreach (var column in columnsNeeded)
            active[column.Index] = true;
        int[]? order = null;
        if (rand is not null)
            rand.Shuffle(order = [.. Enumerable.Range(0, _rows.Count)]);
        return new Cursor(this, active, order);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(ManifestView view, bool[] active, int[]? order) : DataViewRowCursor
    {
        private long _position = -1;

        public override DataViewSchema Schema => view.Schema;

        public override long Position => _position;

        public override long Batch => 0;

        private int Row => order is null ? (int)_position : order[_position];

        public override bool MoveNext()
        {
            if (_position + 1 >= view._rows.Count)
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
            Delegate getter = column.Index < view._rows.Columns.Text.Count ? Text(column.Index) : Labels();
            return getter as ValueGetter<TValue>
                ?? throw new InvalidOperationException($"Column '{column.Name}' is {column.Type}; its values cannot be read as {typeof(TValue)}.");
        }

        private ValueGetter<ReadOnlyMemory<char>> Text(int column) => (ref ReadOnlyMemory<char> value) => value = view._rows.Text(column, Row).AsMemory();

        private ValueGetter<VBuffer<float>> Labels() => (ref VBuffer<float> value) =>
        {
            var editor = VBufferEditor.Create(ref value, view._rows.Columns.LabelNames.Count);
            view._rows.Labels(Row, editor.Values);
            value = editor.Commit();
        };
    }
}
