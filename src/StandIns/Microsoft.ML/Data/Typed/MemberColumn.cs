using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>A member of a user's class bound to a column.</summary>
internal sealed record MemberColumn(MemberInfo Member, string ColumnName, DataViewType ColumnType, DataViewSchema.Annotations Annotations)
{
    internal Type MemberType => Members.TypeOf(Member);

    internal DataViewSchema.DetachedColumn Detached => new(ColumnName, ColumnType, Annotations);

    /// <summary>The columns of a class: those of the definition given, else those that the members make.</summary>
    internal static MemberColumn[] Create(Type type, SchemaDefinition definition, SchemaDefinition.Direction direction)
    {
        definition ??= SchemaDefinition.Create(type, direction);
        MemberInfo[] members = [.. Members.Of(type, direction)];
        var columns = new MemberColumn[definition.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            SchemaDefinition.Column column = definition[i];
            Check.Param(column.MemberName != null, "schemaDefinition", "A column of the schema definition names no member.");
            MemberInfo member = Array.Find(members, m => m.Name == column.MemberName)
                ?? throw new ArgumentException($"No field or property with name '{column.MemberName}' found in type '{type}'", "schemaDefinition");
            string name = column.ColumnName ?? member.Name;
            Check.Param(!columns.Take(i).Any(c => c.ColumnName == name), "schemaDefinition", $"Duplicate column name '{name}' in '{type}'");
            DataViewType columnType = column.ColumnType ?? Members.ColumnType(member);
            if (Members.RawType(Members.TypeOf(member)) != columnType.RawType)
                throw new ArgumentException($"Column '{name}' of type '{columnType}' cannot come from member '{member.Name}' of type '{Members.TypeOf(member)}'", "schemaDefinition");
            columns[i] = new MemberColumn(member, name, columnType, column.Annotations);
        }
        return columns;
    }

    /// <summary>The columns that a schema has; a missing one is an error, or left out.</summary>
    internal static MemberColumn[] Match(MemberColumn[] columns, DataViewSchema schema, bool ignoreMissing)
    {
        var found = new List<MemberColumn>();
        foreach (MemberColumn column in columns)
        {
            if (schema.GetColumnOrNull(column.ColumnName) is not { } there)
            {
                if (ignoreMissing)
                    continue;
                throw new InvalidOperationException($"Column '{column.ColumnName}' not found in the data view");
            }
            if (there.Type.RawType != Members.RawType(column.MemberType))
            {
                throw new InvalidOperationException(
                    $"Can't bind the IDataView column '{there.Name}' of type '{there.Type}' to field or property '{column.Member.Name}' of type '{column.MemberType}'.");
            }
            found.Add(column);
        }
        return [.. found];
    }
}

/// <summary>Delegates that read and write members, made once for each.</summary>
internal static class MemberAccess<TRow> where TRow : class
{
    private static readonly ConcurrentDictionary<MemberInfo, Delegate> _readers = [];
    private static readonly ConcurrentDictionary<MemberInfo, Delegate> _writers = [];

    internal static Func<TRow, T> Reader<T>(MemberInfo member) => (Func<TRow, T>)_readers.GetOrAdd(member, static m =>
    {
        if (m is PropertyInfo property)
            return property.GetGetMethod()?.CreateDelegate<Func<TRow, T>>();
        var row = Expression.Parameter(typeof(TRow));
        return Expression.Lambda<Func<TRow, T>>(Expression.Field(row, (FieldInfo)m), row).Compile();
    });

    internal static Action<TRow, T> Writer<T>(MemberInfo member) => (Action<TRow, T>)_writers.GetOrAdd(member, static m =>
    {
        if (m is PropertyInfo property)
            return property.GetSetMethod()?.CreateDelegate<Action<TRow, T>>();
        var row = Expression.Parameter(typeof(TRow));
        var value = Expression.Parameter(typeof(T));
        var assign = Expression.Assign(Expression.Field(row, (FieldInfo)m), value);
        return Expression.Lambda<Action<TRow, T>>(assign, row, value).Compile();
    });
}
