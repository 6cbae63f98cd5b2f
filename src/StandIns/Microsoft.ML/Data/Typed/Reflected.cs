using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Calls of generic methods with types known only when the program runs.</summary>
internal static class Reflected
{
    private static readonly MethodInfo _rowGetter = ((Func<DataViewRow, DataViewSchema.Column, Delegate>)Get<int>).Method.GetGenericMethodDefinition();
    private static readonly MethodInfo _annotationGetter =
        ((Func<DataViewSchema.Annotations, DataViewSchema.Column, Delegate>)Get<int>).Method.GetGenericMethodDefinition();

    /// <summary>The getter of a column, of the column's own raw type.</summary>
    internal static Delegate Getter(DataViewRow row, DataViewSchema.Column column) => (Delegate)Call(_rowGetter, column.Type.RawType, row, column);

    internal static Delegate Getter(DataViewSchema.Annotations annotations, DataViewSchema.Column column) =>
        (Delegate)Call(_annotationGetter, column.Type.RawType, annotations, column);

    /// <summary>Calls the generic static method of one type argument that <paramref name="method"/> is.</summary>
    internal static object Call(MethodInfo method, Type type, params object[] arguments) => Call(method, [type], arguments);

    internal static object Call(MethodInfo method, Type[] types, params object[] arguments) =>
        (method.IsGenericMethodDefinition ? method : method.GetGenericMethodDefinition())
            .MakeGenericMethod(types)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    private static Delegate Get<T>(DataViewRow row, DataViewSchema.Column column) => row.GetGetter<T>(column);

    private static Delegate Get<T>(DataViewSchema.Annotations annotations, DataViewSchema.Column column) => annotations.GetGetter<T>(column);
}
