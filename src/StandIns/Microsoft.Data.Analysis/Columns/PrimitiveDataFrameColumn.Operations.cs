using System.Globalization;

namespace Microsoft.Data.Analysis;

public partial class PrimitiveDataFrameColumn<T>
{
    public override object Max(IEnumerable<long> rowIndices) => Fold(rowIndices, (a, b) => Comparer<T>.Default.Compare(a, b) >= 0 ? a : b);

    public override object Min(IEnumerable<long> rowIndices) => Fold(rowIndices, (a, b) => Comparer<T>.Default.Compare(a, b) <= 0 ? a : b);

    public override object Sum(IEnumerable<long> rowIndices) => Fold(rowIndices, Numbers.Of<T>(Operation.Add));

    public override object Product(IEnumerable<long> rowIndices) => Fold(rowIndices, Numbers.Of<T>(Operation.Multiply));

    public override object Max() => Max(Rows);

    public override object Min() => Min(Rows);

    public override object Sum() => Sum(Rows);

    public override object Product() => Product(Rows);

    /// <summary>Over the values that are not null; 0 for a column without rows.</summary>
    public override double Mean() => Length == 0 ? 0 : Numbers.ToDouble(Sum()) / (Length - NullCount);

    public override double Median()
    {
        double[] sorted = [.. _values.Where(value => value is not null).Select(value => Numbers.ToDouble(value.Value)).Order()];
        int middle = sorted.Length / 2;
        return sorted.Length == 0 ? 0 : sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    public override bool Any() => Booleans().Any(value => value);

    public override bool All() => Booleans().All(value => value);

    internal override DataFrameColumn Calculate(Operation operation, DataFrameColumn other, bool inPlace)
    {
        CheckLength(other);
        if (other is PrimitiveDataFrameColumn<T> same)
            return Calculate(Numbers.Of<T>(operation), row => same[row], inPlace);
        CheckInPlace(inPlace, other.DataType);
        return AsDouble().Calculate(operation, AsDouble(other), true);
    }

    internal override DataFrameColumn Calculate<U>(Operation operation, U value, bool inPlace, bool reverse)
    {
        if (value is T same)
        {
            var calculate = Numbers.Of<T>(operation);
            return Calculate(reverse ? (a, b) => calculate(b, a) : calculate, _ => same, inPlace);
        }
        CheckInPlace(inPlace, typeof(U));
        return AsDouble().Calculate(operation, Numbers.ToDouble(value), true, reverse);
    }

    /// <summary>A null is not equal to anything, nor greater or less.</summary>
    internal override PrimitiveDataFrameColumn<bool> Compare(Comparison comparison, DataFrameColumn other)
    {
        CheckLength(other);
        return other is PrimitiveDataFrameColumn<T> same
            ? new BooleanDataFrameColumn(Name, Rows.Select(row => this[row] is { } a && same[row] is { } b ? Numbers.Holds(comparison, a, b) : comparison == Comparison.NotEqual))
            : AsDouble().Compare(comparison, AsDouble(other));
    }

    internal override PrimitiveDataFrameColumn<bool> Compare<U>(Comparison comparison, U value) => value is T same
        ? new BooleanDataFrameColumn(Name, _values.Select(a => a is { } valid ? Numbers.Holds(comparison, valid, same) : comparison == Comparison.NotEqual))
        : AsDouble().Compare(comparison, Numbers.ToDouble(value));

    internal DoubleDataFrameColumn AsDouble() => IsNumericColumn() ? new(Name, _values.Select(value => value is { } valid ? Numbers.ToDouble(valid) : (double?)null)) : throw Unsupported("Arithmetic");

    private static DoubleDataFrameColumn AsDouble(DataFrameColumn column)
    {
        if (!column.IsNumericColumn())
            throw new NotSupportedException($"Column '{column.Name}' holds {column.DataType}, no numbers.");
        return new(column.Name, column.Rows.Select(row => column[row] is { } value ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : (double?)null));
    }

    private PrimitiveDataFrameColumn<T> Calculate(Func<T, T, T> operation, Func<long, T?> other, bool inPlace)
    {
        var result = inPlace ? this : Clone();
        result.ApplyElementwise((a, row) => a is { } x && other(row) is { } y ? operation(x, y) : null);
        return result;
    }

    private T? Fold(IEnumerable<long> rows, Func<T, T, T> operation)
    {
        T? result = null;
        foreach (long row in rows)
            if (this[row] is { } value)
                result = result is { } before ? operation(before, value) : value;
        return result;
    }

    private IEnumerable<bool> Booleans() => this is PrimitiveDataFrameColumn<bool> column ? column.Select(value => value == true) : throw Unsupported(nameof(Any));

    private void CheckInPlace(bool inPlace, Type type)
    {
        if (inPlace)
            throw new ArgumentException($"Column '{Name}' holds {typeof(T)} and cannot take the result with {type} in place.", nameof(inPlace));
    }
}
