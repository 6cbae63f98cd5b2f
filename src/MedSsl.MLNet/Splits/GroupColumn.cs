using System.Globalization;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>The column that tells whose a row is: text, a key or a number, read as text.</summary>
internal static class GroupColumn
{
    /// <exception cref="ArgumentException">It is absent or of another type.</exception>
    internal static DataViewSchema.Column Find(DataViewSchema schema, string name)
    {
        var column = schema.GetColumnOrNull(name)
            ?? throw new ArgumentException($"There is no group column '{name}'. The columns are {string.Join(", ", schema.Select(c => c.Name))}.");
        if (column.Type is not TextDataViewType and not KeyDataViewType and not NumberDataViewType)
            throw new ArgumentException($"Group column '{name}' is {column.Type}; it must be text, a key or a number that names the patient.");
        return column;
    }

    /// <summary>Whether ML.NET's TrainTestSplit and CrossValidate cut this column's values into ranges instead of drawing among them.</summary>
    internal static bool IsCutIntoRanges(DataViewType type) => type is KeyDataViewType || type.Equals(NumberDataViewType.Single) || type.Equals(NumberDataViewType.Double);

    /// <summary>The row's group as text, null where it is missing: empty text, key 0, NaN.</summary>
    internal static Func<string?> Getter(DataViewRow row, DataViewSchema.Column column) =>
        (Func<string?>)Call(typeof(GroupColumn), nameof(TypedGetter), column.Type.RawType, row, column)!;

    /// <summary>A value of the column as <see cref="Getter"/> gives it.</summary>
    internal static string? Text<T>(T value, bool isKey) => value switch
    {
        ReadOnlyMemory<char> text => text.IsEmpty ? null : text.ToString(),
        float and float.NaN or double and double.NaN => null,
        IFormattable number when !isKey || Convert.ToUInt64(number, CultureInfo.InvariantCulture) != 0 => number.ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>Calls a generic static method for the type of a column's values.</summary>
    internal static object? Call(Type owner, string method, Type rawType, params object?[] arguments) =>
        owner.GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(rawType).Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    private static Func<string?> TypedGetter<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<T>(column);
        bool isKey = column.Type is KeyDataViewType;
        T value = default!;
        return () =>
        {
            getter(ref value);
            return Text(value, isKey);
        };
    }
}
