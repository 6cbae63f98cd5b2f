using System.Numerics;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Drops rows in which a column has NaN or a missing key, in any slot.</summary>
internal static class MissingValueFilter
{
    private static readonly MethodInfo _scalar = ((Func<DataViewRow, DataViewSchema.Column, bool, Func<bool>>)Scalar<float>).Method.GetGenericMethodDefinition();
    private static readonly MethodInfo _vector = ((Func<DataViewRow, DataViewSchema.Column, bool, Func<bool>>)Vector<float>).Method.GetGenericMethodDefinition();

    internal static IDataView Create(IDataView input, string[] columns)
    {
        foreach (string name in columns)
        {
            DataViewType item = ItemType(Check.Find(input.Schema, name, "input", nameof(columns)).Type);
            bool can = item is KeyDataViewType || item.RawType == typeof(float) || item.RawType == typeof(double);
            Check.Param(can, nameof(columns), $"Column '{name}' has type {input.Schema[name].Type} which does not support missing values, so we cannot filter on it");
        }
        return new FilterView(input, Bind, columns);

        Func<bool> Bind(DataViewRow row)
        {
            Func<bool>[] complete = Array.ConvertAll(columns, name => Complete(row, row.Schema[name]));
            return () => Array.TrueForAll(complete, c => c());
        }
    }

    private static DataViewType ItemType(DataViewType type) => type is VectorDataViewType vector ? vector.ItemType : type;

    private static Func<bool> Complete(DataViewRow row, DataViewSchema.Column column)
    {
        DataViewType item = ItemType(column.Type);
        return (Func<bool>)Reflected.Call(column.Type is VectorDataViewType ? _vector : _scalar, item.RawType, row, column, item is KeyDataViewType);
    }

    private static bool IsMissing<T>(T value, bool isKey) where T : INumber<T> => isKey ? T.IsZero(value) : T.IsNaN(value);

    private static Func<bool> Scalar<T>(DataViewRow row, DataViewSchema.Column column, bool isKey) where T : INumber<T>
    {
        ValueGetter<T> get = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            get(ref value);
            return !IsMissing(value, isKey);
        };
    }

    private static Func<bool> Vector<T>(DataViewRow row, DataViewSchema.Column column, bool isKey) where T : INumber<T>
    {
        ValueGetter<VBuffer<T>> get = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> vector = default;
        return () =>
        {
            get(ref vector);
            foreach (T value in vector.GetValues())
            {
                if (IsMissing(value, isKey))
                    return false;
            }
            // A slot that is not stored is 0: a missing key, but a number.
            return !isKey || vector.IsDense;
        };
    }
}
