using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>The names of the classes that a key stands for.</summary>
internal static class ClassNames
{
    /// <summary>The annotation's name.</summary>
    internal const string KeyValues = "KeyValues";

    /// <summary>The key values of a key column as text; without them, the keys themselves, from 1.</summary>
    internal static IReadOnlyList<string> Of(DataViewSchema.Column column)
    {
        int count = (int)((KeyDataViewType)column.Type).Count;
        if (column.Annotations.Schema.GetColumnOrNull(KeyValues) is { Type: VectorDataViewType type } && type.Size == count)
        {
            if (type.ItemType is TextDataViewType)
                return Read<ReadOnlyMemory<char>>(column);
            if (type.ItemType.Equals(NumberDataViewType.Int32))
                return Read<int>(column);
            if (type.ItemType.Equals(NumberDataViewType.Single))
                return Read<float>(column);
        }
        return [.. Enumerable.Range(1, count).Select(key => key.ToString(CultureInfo.InvariantCulture))];
    }

    private static string[] Read<T>(DataViewSchema.Column column)
    {
        VBuffer<T> values = default;
        column.Annotations.GetValue(KeyValues, ref values);
        return [.. values.DenseValues().Select(value => Convert.ToString(value is ReadOnlyMemory<char> text ? text.ToString() : value, CultureInfo.InvariantCulture) ?? "")];
    }
}
