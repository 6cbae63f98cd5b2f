using System.Reflection;

namespace Microsoft.ML.Data;

public static class ColumnCursorExtensions
{
    private static readonly MethodInfo _array = ((Func<IDataView, DataViewSchema.Column, IEnumerable<int[]>>)Arrays<int>).Method.GetGenericMethodDefinition();

    /// <summary>The values of a column: of its raw type, or strings for text and arrays for vectors.</summary>
    public static IEnumerable<T> GetColumn<T>(this IDataView data, string columnName)
    {
        Check.Value(data, nameof(data));
        Check.NonEmpty(columnName, nameof(columnName));
        return data.GetColumn<T>(data.Schema[columnName]);
    }

    public static IEnumerable<T> GetColumn<T>(this IDataView data, DataViewSchema.Column column)
    {
        Check.Value(data, nameof(data));
        Check.Param(
            column.Index < data.Schema.Count && data.Schema[column.Index].Name == column.Name && data.Schema[column.Index].Type == column.Type,
            nameof(column),
            $"Column '{column.Name}' is none of this data view's.");
        DataViewType type = column.Type;
        if (typeof(T) == type.RawType)
            return Values<T>(data, column);
        if (typeof(T) == typeof(string) && type is TextDataViewType)
            return (IEnumerable<T>)Values<ReadOnlyMemory<char>>(data, column).Select(v => v.ToString());
        if (typeof(T) == typeof(string[]) && type is VectorDataViewType { ItemType: TextDataViewType })
            return (IEnumerable<T>)Arrays<ReadOnlyMemory<char>>(data, column).Select(a => Array.ConvertAll(a, v => v.ToString()));
        if (typeof(T).IsSZArray && type is VectorDataViewType vector && vector.ItemType.RawType == typeof(T).GetElementType())
            return (IEnumerable<T>)Reflected.Call(_array, vector.ItemType.RawType, data, column);
        throw new ArgumentOutOfRangeException(nameof(column), $"Could not map a data view column '{column.Name}' of type '{type}' to '{typeof(T)}'.");
    }

    private static IEnumerable<T> Values<T>(IDataView data, DataViewSchema.Column column)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        ValueGetter<T> get = cursor.GetGetter<T>(column);
        while (cursor.MoveNext())
        {
            // A fresh value each time: the caller may keep it.
            T value = default;
            get(ref value);
            yield return value;
        }
    }

    private static IEnumerable<T[]> Arrays<T>(IDataView data, DataViewSchema.Column column)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        ValueGetter<VBuffer<T>> get = cursor.GetGetter<VBuffer<T>>(column);
        VBuffer<T> value = default;
        while (cursor.MoveNext())
        {
            get(ref value);
            var array = new T[value.Length];
            value.CopyTo(array);
            yield return array;
        }
    }
}
