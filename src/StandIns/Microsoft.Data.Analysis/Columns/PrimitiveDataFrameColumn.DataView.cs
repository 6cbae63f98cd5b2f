using Microsoft.ML;
using Microsoft.ML.Data;

namespace Microsoft.Data.Analysis;

public partial class PrimitiveDataFrameColumn<T>
{
    protected internal override void AddDataViewColumn(DataViewSchema.Builder builder) => builder.AddColumn(Name, ViewType);

    /// <summary>A null is NaN, or the type's zero where it has no NaN.</summary>
    protected internal override Delegate GetDataViewGetter(DataViewRowCursor cursor) => this switch
    {
        PrimitiveDataFrameColumn<float> floats => (ValueGetter<float>)((ref float value) => value = floats[cursor.Position] ?? float.NaN),
        PrimitiveDataFrameColumn<double> doubles => (ValueGetter<double>)((ref double value) => value = doubles[cursor.Position] ?? double.NaN),
        _ => (ValueGetter<T>)((ref T value) => value = this[cursor.Position].GetValueOrDefault()),
    };

    protected internal override Delegate GetValueGetterUsingCursor(DataViewRowCursor cursor, DataViewSchema.Column schemaColumn) => cursor.GetGetter<T>(schemaColumn);

    protected internal override void AddValueUsingCursor(DataViewRowCursor cursor, Delegate getter)
    {
        T value = default;
        ((ValueGetter<T>)getter)(ref value);
        Append(value);
    }

    private static DataViewType ViewType => default(T) switch
    {
        bool => BooleanDataViewType.Instance,
        DateTime => DateTimeDataViewType.Instance,
        byte => NumberDataViewType.Byte,
        sbyte => NumberDataViewType.SByte,
        short => NumberDataViewType.Int16,
        ushort => NumberDataViewType.UInt16,
        int => NumberDataViewType.Int32,
        uint => NumberDataViewType.UInt32,
        long => NumberDataViewType.Int64,
        ulong => NumberDataViewType.UInt64,
        float => NumberDataViewType.Single,
        double => NumberDataViewType.Double,
        _ => throw new NotSupportedException($"ML.NET has no column of {typeof(T)}."),
    };
}
