namespace Microsoft.ML.Data;

/// <summary>Labels of any type an evaluator or trainer takes, as numbers.</summary>
internal static class LabelReader
{
    /// <summary>The label as a number: NaN where missing, a key from 0, true as 1.</summary>
    internal static ValueGetter<float> Getter(DataViewRow row, DataViewSchema.Column column)
    {
        return column.Type switch
        {
            KeyDataViewType key when key.RawType == typeof(byte) => From<byte>(row, column, k => Key(k)),
            KeyDataViewType key when key.RawType == typeof(ushort) => From<ushort>(row, column, k => Key(k)),
            KeyDataViewType key when key.RawType == typeof(uint) => From<uint>(row, column, k => Key(k)),
            KeyDataViewType => From<ulong>(row, column, Key),
            BooleanDataViewType => From<bool>(row, column, b => b ? 1 : 0),
            { } type when type == NumberDataViewType.Single => row.GetGetter<float>(column),
            { } type when type == NumberDataViewType.Double => From<double>(row, column, d => (float)d),
            { } type => throw Check.SchemaMismatch("label", column.Name, "Single, Double, Boolean or Key", type.ToString()),
        };
    }

    private static float Key(ulong key) => key == 0 ? float.NaN : key - 1;

    private static ValueGetter<float> From<T>(DataViewRow row, DataViewSchema.Column column, Func<T, float> convert)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        T raw = default;
        return (ref float value) =>
        {
            getter(ref raw);
            value = convert(raw);
        };
    }
}
