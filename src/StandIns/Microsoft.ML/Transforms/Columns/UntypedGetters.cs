using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Calls of generic members where the type of a column is only known at run time.</summary>
internal static class UntypedGetters
{
    private static readonly MethodInfo _getGetter = typeof(UntypedGetters).GetMethod(nameof(Typed), BindingFlags.Static | BindingFlags.NonPublic);

    /// <summary>The <c>ValueGetter&lt;T&gt;</c> of a column, T being the raw type of the column.</summary>
    internal static Delegate GetGetter(this DataViewRow row, DataViewSchema.Column column)
        => (Delegate)Call(_getGetter, [column.Type.RawType], null, row, column);

    /// <summary>Calls a generic method with these type arguments; its errors come through as they are.</summary>
    internal static object Call(MethodInfo method, Type[] typeArguments, object target, params object[] arguments)
        => method.MakeGenericMethod(typeArguments).Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    private static Delegate Typed<T>(DataViewRow row, DataViewSchema.Column column) => row.GetGetter<T>(column);
}
