using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics;

namespace Microsoft.Data.Analysis;

internal enum Operation
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    And,
    Or,
    Xor,
}

internal enum Comparison
{
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

/// <summary>Arithmetic and order of values whose type is known only where they are used.</summary>
internal static class Numbers
{
    private static readonly ConcurrentDictionary<(Type, Operation), Delegate> _operations = new();

    internal static bool IsNumber(Type type) => type != typeof(bool) && type != typeof(char) && type != typeof(DateTime);

    /// <summary>a operation b.</summary>
    internal static Func<T, T, T> Of<T>(Operation operation) => (Func<T, T, T>)_operations.GetOrAdd((typeof(T), operation), static key =>
    {
        if (!IsNumber(key.Item1))
            throw new NotSupportedException($"{key.Item2} is not supported by columns of {key.Item1}.");
        return (Delegate)((Func<Operation, Func<int, int, int>>)Make<int>).Method.GetGenericMethodDefinition().MakeGenericMethod(key.Item1).Invoke(null, [key.Item2]);
    });

    internal static double ToDouble<T>(T value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);

    /// <summary>NaN is not equal, greater or less than anything.</summary>
    internal static bool Holds<T>(Comparison comparison, T a, T b)
    {
        if (a is double or float && (double.IsNaN(ToDouble(a)) || double.IsNaN(ToDouble(b))))
            return comparison == Comparison.NotEqual;
        int order = Comparer<T>.Default.Compare(a, b);
        return comparison switch
        {
            Comparison.Equal => order == 0,
            Comparison.NotEqual => order != 0,
            Comparison.Greater => order > 0,
            Comparison.GreaterOrEqual => order >= 0,
            Comparison.Less => order < 0,
            _ => order <= 0,
        };
    }

    private static Func<T, T, T> Make<T>(Operation operation) where T : INumber<T> => operation switch
    {
        Operation.Add => (a, b) => unchecked(a + b),
        Operation.Subtract => (a, b) => unchecked(a - b),
        Operation.Multiply => (a, b) => unchecked(a * b),
        Operation.Divide => (a, b) => a / b,
        Operation.Modulo => (a, b) => a % b,
        _ => throw new NotSupportedException($"{operation} is supported by Boolean columns only."),
    };
}
