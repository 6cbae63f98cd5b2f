using System.Numerics;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>A column of a text file: its type, the fields it is read from, and how.</summary>
internal sealed class TextColumn
{
    private static readonly MethodInfo _getter = ((Func<TextColumn, TextFields, Action, Delegate>)Getter<int>).Method.GetGenericMethodDefinition();
    private static readonly MethodInfo _key = ((Func<ulong, TextParser<byte>>)TextParsing.Key<byte>).Method.GetGenericMethodDefinition();

    private readonly int[] _fields;
    private readonly PrimitiveDataViewType _item;
    private readonly Delegate _parser;
    private readonly object _missing;

    private TextColumn(TextLoader.Column column, int[] fields, TextLoader.Options options)
    {
        Name = column.Name;
        _fields = fields;
        _item = ItemType(column);
        _parser = _item is KeyDataViewType key
            ? (Delegate)Reflected.Call(_key, key.RawType, key.Count)
            : TextParsing.For(column.DataKind, options.DecimalMarker);
        if (options.MissingRealsAsNaNs && _item is not KeyDataViewType)
            _missing = column.DataKind == DataKind.Single ? float.NaN : column.DataKind == DataKind.Double ? double.NaN : null;
        bool isScalar = column.Source.Length == 1 && fields.Length == 1 && !column.Source[0].ForceVector;
        Type = isScalar ? _item : new VectorDataViewType(_item, fields.Length);
    }

    internal string Name { get; }

    internal DataViewType Type { get; }

    /// <summary>The columns of a loader. Ranges to the end of the line need the count of fields, null when unknown.</summary>
    internal static TextColumn[] Create(TextLoader.Options options, int? fieldCount)
    {
        Check.NonEmpty(options.Columns, "columns");
        var named = new HashSet<int>();
        foreach (TextLoader.Range range in options.Columns.SelectMany(c => c.Source).Where(r => !r.AllOther))
            named.UnionWith(Fields(range, fieldCount));
        return Array.ConvertAll(options.Columns, column =>
        {
            Check.NonEmpty(column.Name, "columns");
            Check.NonEmpty(column.Source, "columns");
            int[] fields = [.. column.Source.SelectMany(r => r.AllOther
                ? Enumerable.Range(0, Known(fieldCount)).Where(i => !named.Contains(i))
                : Fields(r, fieldCount))];
            Check.Param(fields.Length > 0, "columns", $"Column '{column.Name}' is read from no field.");
            return new TextColumn(column, fields, options);
        });
    }

    internal DataViewSchema.Annotations Annotations(string[] header)
    {
        if (header == null || Type is not VectorDataViewType)
            return null;
        // The text saver writes "" for a slot without a name.
        string[] names = Array.ConvertAll(_fields, i => i < header.Length && header[i] != "\"\"" ? header[i] : "");
        if (Array.TrueForAll(names, name => name.Length == 0))
            return null;
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddSlotNames(names);
        return builder.ToAnnotations();
    }

    /// <summary>A getter that reads the line the fields hold. What cannot be read becomes missing, and is reported.</summary>
    internal Delegate CreateGetter(TextFields fields, Action onBadValue) => (Delegate)Reflected.Call(_getter, _item.RawType, this, fields, onBadValue);

    private static Delegate Getter<T>(TextColumn column, TextFields fields, Action onBadValue)
    {
        var parse = (TextParser<T>)column._parser;
        T missing = column._missing is T value ? value : default;
        int[] indices = column._fields;
        if (column.Type is not VectorDataViewType)
            return (ValueGetter<T>)((ref T destination) => destination = Read(indices[0]));
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> destination) =>
        {
            var editor = VBufferEditor.Create(ref destination, indices.Length);
            for (int i = 0; i < indices.Length; i++)
                editor.Values[i] = Read(indices[i]);
            destination = editor.Commit();
        });

        T Read(int index)
        {
            ReadOnlyMemory<char> text = fields[index];
            if (text.IsEmpty)
                return fields.IsLeftOut(index) ? default : missing;
            if (!parse(text, out T result))
                onBadValue();
            return result;
        }
    }

    private static IEnumerable<int> Fields(TextLoader.Range range, int? fieldCount)
    {
        if (range.VariableEnd)
            throw new NotSupportedException("A range of fields with VariableEnd is not supported: give it an end, or AutoEnd.");
        int max = range.Max ?? (range.AutoEnd ? Known(fieldCount) - 1 : range.Min);
        Check.Param(max >= range.Min, "columns", $"A range of fields begins at {range.Min}, but the lines have {max + 1} fields.");
        return Enumerable.Range(range.Min, max - range.Min + 1);
    }

    private static int Known(int? fieldCount) => fieldCount
        ?? throw new ArgumentException("A range to the end of the line needs InputSize, or a data sample to count the fields of.", "columns");

    private static PrimitiveDataViewType ItemType(TextLoader.Column column)
    {
        PrimitiveDataViewType type = column.DataKind.ToPrimitiveType();
        if (column.KeyCount == null)
            return type;
        // A key is a UInt32 unless the column says otherwise.
        Type raw = KeyDataViewType.IsValidDataType(type.RawType) ? type.RawType : typeof(uint);
        ulong most = raw == typeof(byte) ? byte.MaxValue : raw == typeof(ushort) ? ushort.MaxValue : raw == typeof(uint) ? uint.MaxValue : ulong.MaxValue;
        return new KeyDataViewType(raw, column.KeyCount.Count ?? most);
    }
}
