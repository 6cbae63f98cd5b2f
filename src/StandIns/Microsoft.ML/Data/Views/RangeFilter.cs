using System.Numerics;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Numbers of rows by which to keep some: values of a column, or fractions made from it.</summary>
internal static class RangeFilter
{
    private static readonly MethodInfo _number = ((Func<DataViewRow, DataViewSchema.Column, Func<double>>)Number<float>).Method.GetGenericMethodDefinition();
    private static readonly MethodInfo _keyFraction =
        ((Func<DataViewRow, DataViewSchema.Column, double, Func<double>>)KeyFraction<byte>).Method.GetGenericMethodDefinition();

    /// <summary>Keeps rows whose value lies from <paramref name="lower"/> up to, but not at, <paramref name="upper"/>; NaN is dropped.</summary>
    internal static IDataView ByValue(IDataView input, DataViewSchema.Column column, double lower, double upper) =>
        new FilterView(input, row => Within((Func<double>)Reflected.Call(_number, column.Type.RawType, row, row.Schema[column.Index]), lower, upper), [column.Name]);

    /// <summary>As the other, by the key's place among the keys, from 0 to 1; a missing key is dropped.</summary>
    internal static IDataView ByKeyFraction(IDataView input, DataViewSchema.Column column, double lower, double upper) =>
        new FilterView(input, row => Within(KeyFractionOf(row, row.Schema[column.Index]), lower, upper), [column.Name]);

    internal static Func<double> KeyFractionOf(DataViewRow row, DataViewSchema.Column column) =>
        (Func<double>)Reflected.Call(_keyFraction, column.Type.RawType, row, column, (double)((KeyDataViewType)column.Type).Count);

    internal static Func<double> NumberOf(DataViewRow row, DataViewSchema.Column column) =>
        (Func<double>)Reflected.Call(_number, column.Type.RawType, row, column);

    private static Func<bool> Within(Func<double> get, double lower, double upper) => () =>
    {
        double value = get();
        return lower <= value && value < upper;
    };

    private static Func<double> Number<T>(DataViewRow row, DataViewSchema.Column column) where T : INumber<T>
    {
        ValueGetter<T> get = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            get(ref value);
            return double.CreateChecked(value);
        };
    }

    private static Func<double> KeyFraction<T>(DataViewRow row, DataViewSchema.Column column, double count) where T : INumber<T>
    {
        ValueGetter<T> get = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            get(ref value);
            return T.IsZero(value) ? double.NaN : (double.CreateChecked(value) - 0.5) / count;
        };
    }
}
