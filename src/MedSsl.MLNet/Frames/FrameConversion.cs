using System.Globalization;
using Microsoft.Data.Analysis;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>Data to frames and back.</summary>
internal static class FrameConversion
{
    internal static DataFrame ToFrame(IDataView data)
    {
        DataViewSchema.Column[] columns = [.. data.Schema.Where(c => !c.IsHidden && (c.Type is TextDataViewType or NumberDataViewType or BooleanDataViewType || IsNamedVector(c)))];
        using var cursor = data.GetRowCursor(columns);
        var read = columns.Select(c => IsNamedVector(c) ? Vector(cursor, c)
            : c.Type is TextDataViewType ? Text(cursor, c) : (ReadColumns)GroupColumn.Call(typeof(FrameConversion), nameof(Number), c.Type.RawType, cursor, c)!).ToArray();
        while (cursor.MoveNext())
            foreach (var column in read)
                column.Add();
        string? twice = read.SelectMany(r => r.Columns).GroupBy(c => c.Name).FirstOrDefault(g => g.Skip(1).Any())?.Key;
        if (twice is not null)
            throw new ArgumentException($"Two columns of the frame would be called '{twice}'; rename one of the data's columns or labels.");
        return new DataFrame(read.SelectMany(r => r.Columns));
    }

    internal static IDataView ToData(MLContext ml, DataFrame frame, IReadOnlyList<string>? labelColumns)
    {
        string[] labels = labelColumns is null ? [.. frame.Columns.Where(c => c.IsNumericColumn() || c.DataType == typeof(bool)).Select(c => c.Name)] : [.. labelColumns];
        foreach (string label in labels)
        {
            int index = frame.Columns.IndexOf(label);
            if (index < 0)
                throw new ArgumentException($"The frame has no label column '{label}'.{ManifestFault.Suggest(label, frame.Columns.Select(c => c.Name))} The columns are {string.Join(", ", frame.Columns.Select(c => c.Name))}.");
            if (!frame.Columns[index].IsNumericColumn() && frame.Columns[index].DataType != typeof(bool))
                throw new ArgumentException($"Label column '{label}' holds {frame.Columns[index].DataType}; labels are numbers or Booleans.");
        }
        var copy = new DataFrame([.. frame.Columns.Select(c => labels.Contains(c.Name)
            ? (DataFrameColumn)new SingleDataFrameColumn(c.Name, Values(c).Select(value => value is null ? (float?)null : Convert.ToSingle(value, CultureInfo.InvariantCulture)))
            : new StringDataFrameColumn(c.Name, Values(c).Select(value => Convert.ToString(value, CultureInfo.InvariantCulture))))]);
        return labels.Length == 0 ? copy
            : ml.Transforms.Concatenate(ManifestColumns.Labels, labels).Append(ml.Transforms.DropColumns(labels)).Fit(copy).Transform(copy);
    }

    internal static DataFrame OfMetrics(IReadOnlyList<LabelMetrics> labels)
    {
        DoubleDataFrameColumn Column(string name, Func<LabelMetrics, double?> value) => new(name, labels.Select(l => value(l) is { } v && !double.IsNaN(v) ? value(l) : null));
        return new DataFrame(
            new StringDataFrameColumn("Label", labels.Select(l => l.Name)),
            new Int32DataFrameColumn("Positives", labels.Select(l => l.Positives)),
            new Int32DataFrameColumn("Negatives", labels.Select(l => l.Negatives)),
            Column("AreaUnderRocCurve", l => l.AreaUnderRocCurve),
            Column("AreaUnderRocCurveLow", l => l.AreaUnderRocCurveInterval?.Lower),
            Column("AreaUnderRocCurveHigh", l => l.AreaUnderRocCurveInterval?.Upper),
            Column("AveragePrecision", l => l.AveragePrecision),
            Column("AveragePrecisionLow", l => l.AveragePrecisionInterval?.Lower),
            Column("AveragePrecisionHigh", l => l.AveragePrecisionInterval?.Upper));
    }

    private static IEnumerable<object?> Values(DataFrameColumn column) => Enumerable.Range(0, (int)column.Length).Select(row => column[row]);

    private static bool IsNamedVector(DataViewSchema.Column column) =>
        column.Type is VectorDataViewType { Size: > 0 } vector && vector.ItemType.Equals(NumberDataViewType.Single) && column.HasSlotNames();

    private static ReadColumns Vector(DataViewRow row, DataViewSchema.Column column)
    {
        SingleDataFrameColumn[] columns = [.. SlotNames.Of(column).Select(name => new SingleDataFrameColumn(name))];
        var getter = row.GetGetter<VBuffer<float>>(column);
        VBuffer<float> values = default;
        return new(columns, () =>
        {
            getter(ref values);
            int slot = 0;
            foreach (float value in values.DenseValues())
                columns[slot++].Append(float.IsNaN(value) ? null : value);
        });
    }

    private static ReadColumns Text(DataViewRow row, DataViewSchema.Column column)
    {
        var result = new StringDataFrameColumn(column.Name);
        var getter = row.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> value = default;
        return new([result], () =>
        {
            getter(ref value);
            result.Append(value.ToString());
        });
    }

    private static ReadColumns Number<T>(DataViewRow row, DataViewSchema.Column column) where T : unmanaged
    {
        var result = (PrimitiveDataFrameColumn<T>)NewColumn(column.Name, default(T));
        var getter = row.GetGetter<T>(column);
        T value = default;
        return new([result], () =>
        {
            getter(ref value);
            result.Append(value is float.NaN or double.NaN ? null : value);
        });
    }

    private static DataFrameColumn NewColumn<T>(string name, T type) => type switch
    {
        bool => new BooleanDataFrameColumn(name),
        byte => new ByteDataFrameColumn(name),
        sbyte => new SByteDataFrameColumn(name),
        short => new Int16DataFrameColumn(name),
        ushort => new UInt16DataFrameColumn(name),
        int => new Int32DataFrameColumn(name),
        uint => new UInt32DataFrameColumn(name),
        long => new Int64DataFrameColumn(name),
        ulong => new UInt64DataFrameColumn(name),
        double => new DoubleDataFrameColumn(name),
        _ => new SingleDataFrameColumn(name),
    };

    private sealed record ReadColumns(IReadOnlyList<DataFrameColumn> Columns, Action Add);
}
