using System.Runtime.CompilerServices;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Argument checks, and the errors that several components share.</summary>
internal static class Check
{
    internal static void Value(object value, string name)
    {
        if (value == null)
            throw new ArgumentNullException(name);
    }

    internal static void NonEmpty(string value, string name)
    {
        if (value == null)
            throw new ArgumentNullException(name);
        if (value.Length == 0)
            throw new ArgumentException($"{name} must not be empty.", name);
    }

    internal static void NonEmpty<T>(IReadOnlyCollection<T> value, string name)
    {
        if (value == null)
            throw new ArgumentNullException(name);
        if (value.Count == 0)
            throw new ArgumentException($"{name} must not be empty.", name);
    }

    internal static void Param(bool ok, string name, string message)
    {
        if (!ok)
            throw new ArgumentException(message, name);
    }

    internal static void Range(bool ok, string name, string message)
    {
        if (!ok)
            throw new ArgumentOutOfRangeException(name, message);
    }

    /// <summary>The error of an input column whose type does not fit.</summary>
    internal static Exception SchemaMismatch(string columnRole, string columnName, string expected, string actual, string paramName = "inputSchema") =>
        new ArgumentOutOfRangeException(paramName, $"Schema mismatch for {columnRole} column '{columnName}': expected {expected}, got {actual}");

    /// <summary>The error of an input column that is not there.</summary>
    internal static Exception MissingColumn(string columnRole, string columnName, string paramName = "inputSchema") =>
        new ArgumentOutOfRangeException(paramName, $"Could not find {columnRole} column '{columnName}'");

    /// <summary>The column of this name, or the error that says it is missing.</summary>
    internal static DataViewSchema.Column Find(DataViewSchema schema, string columnName, string columnRole = "input", string paramName = "inputSchema") =>
        schema.GetColumnOrNull(columnName) ?? throw MissingColumn(columnRole, columnName, paramName);

    /// <summary>The getter as the type the caller asks for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ValueGetter<T> Getter<T>(Delegate getter, DataViewSchema.Column column) => getter as ValueGetter<T> ?? throw BadGetter(typeof(T), column);

    internal static void Active(DataViewRow row, DataViewSchema.Column column)
    {
        if ((uint)column.Index >= (uint)row.Schema.Count || row.Schema[column.Index].Name != column.Name)
            throw new ArgumentException($"Column '{column.Name}' is none of this row's.", nameof(column));
        if (!row.IsColumnActive(column))
            throw new ArgumentException($"Column '{column.Name}' is not active in this cursor: ask for it when opening the cursor.", nameof(column));
    }

    internal static Exception BadGetter(Type asked, DataViewSchema.Column column) =>
        new InvalidOperationException($"Invalid TValue in GetGetter for column '{column.Name}' of type '{column.Type}': '{asked}', expected '{column.Type.RawType}'");
}
