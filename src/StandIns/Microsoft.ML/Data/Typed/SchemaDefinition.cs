using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>How the members of a user's class become columns; may be changed before use.</summary>
public sealed class SchemaDefinition : List<SchemaDefinition.Column>
{
    private SchemaDefinition()
    {
    }

    /// <summary>Whether the members are read, written or both.</summary>
    [Flags]
    public enum Direction
    {
        Read = 1,
        Write = 2,
        Both = Read | Write,
    }

    public Column this[string columnName]
    {
        get => Find(c => c.ColumnName == columnName) ?? throw new ArgumentOutOfRangeException(nameof(columnName), $"Column '{columnName}' not found");
        set
        {
            Check.Value(value, nameof(value));
            int index = FindIndex(c => c.ColumnName == columnName);
            value.ColumnName = columnName;
            if (index < 0)
                Add(value);
            else
                this[index] = value;
        }
    }

    /// <summary>The columns that the public fields and properties give.</summary>
    public static SchemaDefinition Create(Type userType, Direction direction = Direction.Both)
    {
        Check.Value(userType, nameof(userType));
        var definition = new SchemaDefinition();
        foreach (MemberInfo member in Members.Of(userType, direction))
        {
            string name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name;
            Check.Param(definition.TrueForAll(c => c.ColumnName != name), nameof(userType), $"Duplicate column name '{name}' in '{userType}'");
            definition.Add(new Column(member.Name, name, Members.ColumnType(member)));
        }
        return definition;
    }

    public sealed class Column
    {
        private readonly Dictionary<string, (DataViewType Type, Delegate Getter)> _annotations = [];

        internal Column(string memberName, string columnName, DataViewType columnType)
        {
            MemberName = memberName;
            ColumnName = columnName;
            ColumnType = columnType;
        }

        public string MemberName { get; }

        public string ColumnName { get; set; }

        public DataViewType ColumnType { get; set; }

        public DataViewSchema.Annotations Annotations
        {
            get
            {
                var builder = new DataViewSchema.Annotations.Builder();
                foreach ((string kind, (DataViewType type, Delegate getter)) in _annotations)
                    builder.Add(kind, type, getter);
                return builder.ToAnnotations();
            }
        }

        public void AddAnnotation<T>(string kind, T value, DataViewType annotationType)
        {
            Check.NonEmpty(kind, nameof(kind));
            Check.Value(annotationType, nameof(annotationType));
            Check.Param(!_annotations.ContainsKey(kind), nameof(kind), $"Column '{ColumnName}' already has an annotation '{kind}'.");
            Delegate getter = MemberGetter.Constant(value, annotationType.RawType)
                ?? throw new ArgumentException($"A value of '{typeof(T)}' cannot be an annotation of type '{annotationType}'.", nameof(value));
            _annotations.Add(kind, (annotationType, getter));
        }

        internal void CopyAnnotations(DataViewSchema.Annotations annotations)
        {
            foreach (DataViewSchema.Column column in annotations.Schema)
                _annotations[column.Name] = (column.Type, Reflected.Getter(annotations, column));
        }
    }
}
