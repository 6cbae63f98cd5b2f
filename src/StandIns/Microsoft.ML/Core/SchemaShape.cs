using System.Collections;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>What is known of a schema before there is data: names, kinds and item types, but no sizes.</summary>
public sealed class SchemaShape : IReadOnlyList<SchemaShape.Column>
{
    private readonly Column[] _columns;

    public SchemaShape(IEnumerable<Column> columns)
    {
        Check.Value(columns, nameof(columns));
        _columns = [.. columns];
    }

    internal static SchemaShape Empty { get; } = new([]);

    public int Count => _columns.Length;

    public Column this[int index] => _columns[index];

    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The shape of a schema; hidden columns are left out.</summary>
    internal static SchemaShape Create(DataViewSchema schema) => new(schema.Where(c => !c.IsHidden).Select(c => Column.Create(c.Name, c.Type, c.Annotations)));

    internal bool TryFindColumn(string name, out Column column)
    {
        Check.NonEmpty(name, nameof(name));
        int index = Array.FindLastIndex(_columns, c => c.Name == name);
        column = index < 0 ? default : _columns[index];
        return index >= 0;
    }

    /// <summary>This shape with columns added, each in place of the one of its name.</summary>
    internal SchemaShape With(params IEnumerable<Column> added)
    {
        var columns = _columns.ToDictionary(c => c.Name);
        foreach (Column column in added)
            columns[column.Name] = column;
        return new SchemaShape(columns.Values);
    }

    public struct Column
    {
        public readonly string Name;
        public readonly VectorKind Kind;
        public readonly DataViewType ItemType;
        public readonly bool IsKey;
        public readonly SchemaShape Annotations;

        internal Column(string name, VectorKind kind, DataViewType itemType, bool isKey, SchemaShape annotations = null)
        {
            Check.NonEmpty(name, nameof(name));
            Check.Value(itemType, nameof(itemType));
            Name = name;
            Kind = kind;
            ItemType = itemType;
            IsKey = isKey;
            Annotations = annotations ?? Empty;
        }

        public enum VectorKind
        {
            Scalar,
            Vector,
            VariableVector,
        }

        /// <summary>The shape of a column. A key's item type is the number that holds it.</summary>
        internal static Column Create(string name, DataViewType type, DataViewSchema.Annotations annotations = null)
        {
            var vector = type as VectorDataViewType;
            DataViewType item = vector?.ItemType ?? type;
            bool isKey = item is KeyDataViewType;
            if (isKey)
                item = item.RawType.ToDataKind().Value.ToPrimitiveType();
            VectorKind kind = vector == null ? VectorKind.Scalar : vector.IsKnownSize ? VectorKind.Vector : VectorKind.VariableVector;
            return new Column(name, kind, item, isKey, annotations == null ? Empty : SchemaShape.Create(annotations.Schema));
        }

        internal Column Renamed(string name) => new(name, Kind, ItemType, IsKey, Annotations);

        /// <summary>Whether a column like <paramref name="source"/> can serve where this one is wanted.</summary>
        internal bool IsCompatibleWith(Column source) =>
            source.Name == Name && source.Kind == Kind && ItemType.Equals(source.ItemType) && IsKey == source.IsKey
            && Annotations.All(wanted => source.Annotations.TryFindColumn(wanted.Name, out Column found) && wanted.IsCompatibleWith(found));

        internal string TypeString()
        {
            string item = IsKey ? $"Key<{ItemType}>" : ItemType.ToString();
            return Kind switch
            {
                VectorKind.Scalar => item,
                VectorKind.Vector => $"Vector<{item}>",
                _ => $"VarVector<{item}>",
            };
        }
    }
}
