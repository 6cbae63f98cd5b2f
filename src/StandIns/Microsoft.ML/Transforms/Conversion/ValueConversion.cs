using System.Globalization;
using System.Numerics;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Conversions between numbers, Booleans and text.</summary>
internal static class ValueConversion
{
    private const BindingFlags Own = BindingFlags.Static | BindingFlags.NonPublic;
    private static readonly HashSet<Type> _numbers =
    [
        typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(float), typeof(double),
    ];

    internal static bool Exists(Type from, Type to) => IsKnown(from) && IsKnown(to);

    internal static Func<TIn, TOut> Get<TIn, TOut>()
    {
        if (typeof(TIn) == typeof(TOut))
            return (Func<TIn, TOut>)(object)(Func<TIn, TIn>)(value => value);
        (string name, Type[] types) = (Kind<TIn>(), Kind<TOut>()) switch
        {
            ("Number", "Number") => (nameof(NumberToNumber), new[] { typeof(TIn), typeof(TOut) }),
            (_, "Number") => (Kind<TIn>() + "ToNumber", [typeof(TOut)]),
            ("Number", _) => ("NumberTo" + Kind<TOut>(), [typeof(TIn)]),
            _ => (Kind<TIn>() + "To" + Kind<TOut>(), Type.EmptyTypes),
        };
        MethodInfo method = typeof(ValueConversion).GetMethod(name, Own);
        return (types.Length == 0 ? method : method.MakeGenericMethod(types)).CreateDelegate<Func<TIn, TOut>>();
    }

    private static bool IsKnown(Type type) => _numbers.Contains(type) || type == typeof(bool) || type == typeof(ReadOnlyMemory<char>);

    private static string Kind<T>() => typeof(T) == typeof(bool) ? "Bool" : typeof(T) == typeof(ReadOnlyMemory<char>) ? "Text" : "Number";

    private static TOut NumberToNumber<TIn, TOut>(TIn value) where TIn : INumberBase<TIn> where TOut : INumberBase<TOut> => TOut.CreateTruncating(value);

    private static T BoolToNumber<T>(bool value) where T : INumberBase<T> => value ? T.One : T.Zero;

    private static bool NumberToBool<T>(T value) where T : INumberBase<T> => !T.IsNaN(value) && !T.IsZero(value);

    private static ReadOnlyMemory<char> NumberToText<T>(T value) where T : INumberBase<T> => value.ToString(null, CultureInfo.InvariantCulture).AsMemory();

    private static ReadOnlyMemory<char> BoolToText(bool value) => (value ? "True" : "False").AsMemory();

    /// <summary>Text that is no number is NaN where the type has it, else 0.</summary>
    private static T TextToNumber<T>(ReadOnlyMemory<char> text) where T : INumberBase<T>
    {
        if (T.TryParse(text.Span.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out T value))
            return value;
        return typeof(T) == typeof(float) || typeof(T) == typeof(double) ? T.CreateTruncating(double.NaN) : T.Zero;
    }

    private static bool TextToBool(ReadOnlyMemory<char> text) => text.Span.Trim() is "1" or "+1"
        || text.Span.Trim().Equals("true", StringComparison.OrdinalIgnoreCase)
        || text.Span.Trim().Equals("yes", StringComparison.OrdinalIgnoreCase)
        || text.Span.Trim().Equals("t", StringComparison.OrdinalIgnoreCase)
        || text.Span.Trim().Equals("y", StringComparison.OrdinalIgnoreCase);
}
