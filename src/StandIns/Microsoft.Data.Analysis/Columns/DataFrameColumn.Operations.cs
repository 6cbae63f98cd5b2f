namespace Microsoft.Data.Analysis;

public abstract partial class DataFrameColumn
{
    public virtual DataFrameColumn Add(DataFrameColumn column, bool inPlace = false) => Calculate(Operation.Add, column, inPlace);

    public virtual DataFrameColumn Add<T>(T value, bool inPlace = false) => Calculate(Operation.Add, value, inPlace, false);

    public virtual DataFrameColumn ReverseAdd<T>(T value, bool inPlace = false) => Calculate(Operation.Add, value, inPlace, true);

    public virtual DataFrameColumn Subtract(DataFrameColumn column, bool inPlace = false) => Calculate(Operation.Subtract, column, inPlace);

    public virtual DataFrameColumn Subtract<T>(T value, bool inPlace = false) => Calculate(Operation.Subtract, value, inPlace, false);

    public virtual DataFrameColumn ReverseSubtract<T>(T value, bool inPlace = false) => Calculate(Operation.Subtract, value, inPlace, true);

    public virtual DataFrameColumn Multiply(DataFrameColumn column, bool inPlace = false) => Calculate(Operation.Multiply, column, inPlace);

    public virtual DataFrameColumn Multiply<T>(T value, bool inPlace = false) => Calculate(Operation.Multiply, value, inPlace, false);

    public virtual DataFrameColumn ReverseMultiply<T>(T value, bool inPlace = false) => Calculate(Operation.Multiply, value, inPlace, true);

    public virtual DataFrameColumn Divide(DataFrameColumn column, bool inPlace = false) => Calculate(Operation.Divide, column, inPlace);

    public virtual DataFrameColumn Divide<T>(T value, bool inPlace = false) => Calculate(Operation.Divide, value, inPlace, false);

    public virtual DataFrameColumn ReverseDivide<T>(T value, bool inPlace = false) => Calculate(Operation.Divide, value, inPlace, true);

    public virtual DataFrameColumn Modulo(DataFrameColumn column, bool inPlace = false) => Calculate(Operation.Modulo, column, inPlace);

    public virtual DataFrameColumn Modulo<T>(T value, bool inPlace = false) => Calculate(Operation.Modulo, value, inPlace, false);

    public virtual DataFrameColumn And(DataFrameColumn column, bool inPlace = false) => Combine(Operation.And, column, inPlace);

    public virtual PrimitiveDataFrameColumn<bool> And(bool value, bool inPlace = false) => Combine(Operation.And, value, inPlace);

    public virtual DataFrameColumn Or(DataFrameColumn column, bool inPlace = false) => Combine(Operation.Or, column, inPlace);

    public virtual PrimitiveDataFrameColumn<bool> Or(bool value, bool inPlace = false) => Combine(Operation.Or, value, inPlace);

    public virtual DataFrameColumn Xor(DataFrameColumn column, bool inPlace = false) => Combine(Operation.Xor, column, inPlace);

    public virtual PrimitiveDataFrameColumn<bool> Xor(bool value, bool inPlace = false) => Combine(Operation.Xor, value, inPlace);

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseEquals(DataFrameColumn column) => Compare(Comparison.Equal, column);

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseEquals<T>(T value) => Compare(Comparison.Equal, value);

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseNotEquals(DataFrameColumn column) => Compare(Comparison.NotEqual, column);

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseNotEquals<T>(T value) => Compare(Comparison.NotEqual, value);

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseGreaterThan(DataFrameColumn column) => Compare(Comparison.Greater, column);

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseGreaterThan<T>(T value) => Compare(Comparison.Greater, value);

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseGreaterThanOrEqual(DataFrameColumn column) => Compare(Comparison.GreaterOrEqual, column);

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseGreaterThanOrEqual<T>(T value) => Compare(Comparison.GreaterOrEqual, value);

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseLessThan(DataFrameColumn column) => Compare(Comparison.Less, column);

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseLessThan<T>(T value) => Compare(Comparison.Less, value);

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseLessThanOrEqual(DataFrameColumn column) => Compare(Comparison.LessOrEqual, column);

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseLessThanOrEqual<T>(T value) => Compare(Comparison.LessOrEqual, value);

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseIsNull() => new BooleanDataFrameColumn(Name, Rows.Select(row => !IsValid(row)));

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseIsNotNull() => new BooleanDataFrameColumn(Name, Rows.Select(IsValid));

    public virtual object Max() => Max(Rows);

    public virtual object Max(IEnumerable<long> rowIndices) => throw Unsupported(nameof(Max));

    public virtual object Min() => Min(Rows);

    public virtual object Min(IEnumerable<long> rowIndices) => throw Unsupported(nameof(Min));

    public virtual object Sum() => Sum(Rows);

    public virtual object Sum(IEnumerable<long> rowIndices) => throw Unsupported(nameof(Sum));

    public virtual object Product() => Product(Rows);

    public virtual object Product(IEnumerable<long> rowIndices) => throw Unsupported(nameof(Product));

    public virtual double Mean() => throw Unsupported(nameof(Mean));

    public virtual double Median() => throw Unsupported(nameof(Median));

    public virtual bool Any() => throw Unsupported(nameof(Any));

    public virtual bool All() => throw Unsupported(nameof(All));

    public static DataFrameColumn operator +(DataFrameColumn left, DataFrameColumn right) => left.Add(right);

    public static DataFrameColumn operator +(DataFrameColumn column, int value) => column.Add(value);

    public static DataFrameColumn operator +(DataFrameColumn column, float value) => column.Add(value);

    public static DataFrameColumn operator +(DataFrameColumn column, double value) => column.Add(value);

    public static DataFrameColumn operator -(DataFrameColumn left, DataFrameColumn right) => left.Subtract(right);

    public static DataFrameColumn operator -(DataFrameColumn column, int value) => column.Subtract(value);

    public static DataFrameColumn operator -(DataFrameColumn column, float value) => column.Subtract(value);

    public static DataFrameColumn operator -(DataFrameColumn column, double value) => column.Subtract(value);

    public static DataFrameColumn operator *(DataFrameColumn left, DataFrameColumn right) => left.Multiply(right);

    public static DataFrameColumn operator *(DataFrameColumn column, int value) => column.Multiply(value);

    public static DataFrameColumn operator *(DataFrameColumn column, float value) => column.Multiply(value);

    public static DataFrameColumn operator *(DataFrameColumn column, double value) => column.Multiply(value);

    public static DataFrameColumn operator /(DataFrameColumn left, DataFrameColumn right) => left.Divide(right);

    public static DataFrameColumn operator /(DataFrameColumn column, int value) => column.Divide(value);

    public static DataFrameColumn operator /(DataFrameColumn column, float value) => column.Divide(value);

    public static DataFrameColumn operator /(DataFrameColumn column, double value) => column.Divide(value);

    public static DataFrameColumn operator &(DataFrameColumn left, DataFrameColumn right) => left.And(right);

    public static DataFrameColumn operator |(DataFrameColumn left, DataFrameColumn right) => left.Or(right);

    public static DataFrameColumn operator ^(DataFrameColumn left, DataFrameColumn right) => left.Xor(right);

    internal IEnumerable<long> Rows
    {
        get
        {
            for (long row = 0; row < Length; row++)
                yield return row;
        }
    }

    internal virtual DataFrameColumn Calculate(Operation operation, DataFrameColumn other, bool inPlace) => throw Unsupported(operation.ToString());

    internal virtual DataFrameColumn Calculate<U>(Operation operation, U value, bool inPlace, bool reverse) => throw Unsupported(operation.ToString());

    internal virtual PrimitiveDataFrameColumn<bool> Compare(Comparison comparison, DataFrameColumn other) => throw Unsupported(comparison.ToString());

    internal virtual PrimitiveDataFrameColumn<bool> Compare<U>(Comparison comparison, U value) => throw Unsupported(comparison.ToString());

    private PrimitiveDataFrameColumn<bool> Combine(Operation operation, DataFrameColumn other, bool inPlace)
    {
        if (this is not PrimitiveDataFrameColumn<bool> left || other is not PrimitiveDataFrameColumn<bool> right)
            throw Unsupported(operation.ToString());
        CheckLength(other);
        var result = inPlace ? left : left.Clone();
        for (long row = 0; row < Length; row++)
            result[row] = left[row] is { } a && right[row] is { } b ? Decide(operation, a, b) : null;
        return result;
    }

    private PrimitiveDataFrameColumn<bool> Combine(Operation operation, bool value, bool inPlace)
    {
        var left = this as PrimitiveDataFrameColumn<bool> ?? throw Unsupported(operation.ToString());
        var result = inPlace ? left : left.Clone();
        result.ApplyElementwise((a, _) => a is { } valid ? Decide(operation, valid, value) : null);
        return result;
    }

    private static bool Decide(Operation operation, bool a, bool b) => operation switch
    {
        Operation.And => a & b,
        Operation.Or => a | b,
        _ => a ^ b,
    };

    private protected void CheckLength(DataFrameColumn other)
    {
        if (other.Length != Length)
            throw new ArgumentException($"Column '{other.Name}' has {other.Length} rows and column '{Name}' has {Length}.", "column");
    }
}
