using System.Reflection;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Getters that bring what they read up to date first.</summary>
internal static class RefreshedGetter
{
    private static readonly MethodInfo _wrap = ((Func<Action, ValueGetter<int>, Delegate>)WrapTyped).Method;

    internal static Delegate Wrap(Type rawType, Action refresh, Delegate getter) => (Delegate)Reflected.Call(_wrap, rawType, refresh, getter);

    private static Delegate WrapTyped<T>(Action refresh, ValueGetter<T> getter) => (ValueGetter<T>)((ref T value) =>
    {
        refresh();
        getter(ref value);
    });
}
