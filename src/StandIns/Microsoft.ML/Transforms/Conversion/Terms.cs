using System.Reflection;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Data;

/// <summary>Distinct values of a column with their numbers. Empty text and NaN have none.</summary>
internal abstract class Terms
{
    private protected const byte AsStrings = 0, ByCodec = 1;
    private static readonly MethodInfo _create = ((Func<PrimitiveDataViewType, Terms>)CreateTyped<int>).Method;

    private protected Terms(PrimitiveDataViewType type) => Type = type;

    internal PrimitiveDataViewType Type { get; }

    internal abstract int Count { get; }

    internal static Terms Create(PrimitiveDataViewType type) => (Terms)Reflected.Call(_create, type.RawType, type);

    /// <summary>The values of a column, in the order they occur or sorted.</summary>
    internal static Terms Collect(IDataView data, DataViewSchema.Column column, int maximum, bool sort)
    {
        DataViewType item = (column.Type as VectorDataViewType)?.ItemType ?? column.Type;
        if (item is not PrimitiveDataViewType primitive || item is KeyDataViewType)
            throw Check.SchemaMismatch("input", column.Name, "a primitive type or a vector", column.Type.ToString());
        Terms terms = Create(primitive);
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        terms.Collect(cursor, column, maximum, sort);
        return terms;
    }

    /// <summary>What <see cref="Save"/> wrote: text as strings of the block, other values by their codec.</summary>
    internal static Terms Load(ModelLoadContext ctx)
    {
        byte kind = ctx.Reader.ReadByte();
        ctx.Require(kind <= ByCodec, $"vocabulary kind {kind} is unknown");
        IdvCodec codec = kind == ByCodec ? IdvCodec.ReadDefinition(ctx.Reader) : null;
        ctx.Require(kind != ByCodec || codec?.Type is PrimitiveDataViewType, "the values of the vocabulary are of an unknown type");
        Terms terms = Create(codec == null ? TextDataViewType.Instance : (PrimitiveDataViewType)codec.Type);
        terms.Fill(ctx, codec);
        return terms;
    }

    internal abstract void Save(ModelSaveContext ctx);

    private protected abstract void Fill(ModelLoadContext ctx, IdvCodec codec);

    internal abstract Delegate CreateGetter(DataViewRow row, DataViewSchema.Column input);

    internal abstract void AddKeyValues(DataViewSchema.Annotations.Builder annotations, bool asText);

    private protected abstract void Collect(DataViewRowCursor cursor, DataViewSchema.Column column, int maximum, bool sort);

    private static Terms CreateTyped<T>(PrimitiveDataViewType type) => new Terms<T>(type);
}

internal sealed class Terms<T>(PrimitiveDataViewType type) : Terms(type)
{
    private readonly Dictionary<T, uint> _keys = new((object)TextComparer.Instance as IEqualityComparer<T>);
    private readonly List<T> _values = [];

    internal override int Count => _values.Count;

    internal override Delegate CreateGetter(DataViewRow row, DataViewSchema.Column input)
    {
        if (input.Type is VectorDataViewType)
        {
            ValueGetter<VBuffer<T>> getVector = row.GetGetter<VBuffer<T>>(input);
            VBuffer<T> vector = default;
            return (ValueGetter<VBuffer<uint>>)((ref VBuffer<uint> keys) =>
            {
                getVector(ref vector);
                VBufferEditor<uint> editor = VBufferEditor.Create(ref keys, vector.Length);
                int slot = 0;
                foreach (T item in vector.DenseValues())
                    editor.Values[slot++] = KeyOf(item);
                keys = editor.Commit();
            });
        }
        ValueGetter<T> get = row.GetGetter<T>(input);
        T value = default;
        return (ValueGetter<uint>)((ref uint key) =>
        {
            get(ref value);
            key = KeyOf(value);
        });
    }

    internal override void AddKeyValues(DataViewSchema.Annotations.Builder annotations, bool asText)
    {
        if (asText && Type is not TextDataViewType)
            annotations.AddKeyValues(TextDataViewType.Instance, [.. _values.Select(v => FormattableString.Invariant($"{v}").AsMemory())]);
        else
            annotations.AddKeyValues(Type, [.. _values]);
    }

    internal override void Save(ModelSaveContext ctx)
    {
        if (_values is List<ReadOnlyMemory<char>> texts)
        {
            ctx.Writer.Write(AsStrings);
            ctx.Writer.Write(texts.Count);
            foreach (ReadOnlyMemory<char> text in texts)
                ctx.SaveString(text.ToString());
            return;
        }
        IdvCodec codec = IdvCodec.For(Type);
        ctx.Writer.Write(ByCodec);
        codec.WriteDefinition(ctx.Writer);
        ctx.Writer.Write(_values.Count);
        codec.As<T>().Write(ctx.Writer, CollectionsMarshal.AsSpan(_values));
    }

    private protected override void Fill(ModelLoadContext ctx, IdvCodec codec)
    {
        if (codec == null)
        {
            for (int count = ctx.LoadCount(sizeof(int)); count > 0; count--)
                Add((T)(object)ctx.LoadString().AsMemory());
            return;
        }
        int items = ctx.Reader.ReadInt32();
        ctx.Require(items >= 0, $"a count of {items} does not fit");
        foreach (T value in items == 0 ? [] : codec.As<T>().Read(ctx.Reader, items))
            Add(value);

        void Add(T value) => ctx.Require(TryAdd(value), $"the vocabulary has the value '{value}' twice, or a missing one");
    }

    private protected override void Collect(DataViewRowCursor cursor, DataViewSchema.Column column, int maximum, bool sort)
    {
        Func<IEnumerable<T>> read = Reader(cursor, column);
        while (_values.Count < maximum && cursor.MoveNext())
        {
            foreach (T value in read())
            {
                if (_values.Count < maximum)
                    TryAdd(value);
            }
        }
        if (!sort)
            return;
        T[] sorted = typeof(T) == typeof(ReadOnlyMemory<char>)
            ? [.. _values.OrderBy(v => v.ToString(), StringComparer.Ordinal)]
            : [.. _values.Order()];
        _values.Clear();
        _keys.Clear();
        foreach (T value in sorted)
            TryAdd(value);
    }

    private static Func<IEnumerable<T>> Reader(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType)
        {
            ValueGetter<VBuffer<T>> getVector = cursor.GetGetter<VBuffer<T>>(column);
            VBuffer<T> vector = default;
            return () =>
            {
                getVector(ref vector);
                return vector.DenseValues();
            };
        }
        ValueGetter<T> get = cursor.GetGetter<T>(column);
        T[] value = new T[1];
        return () =>
        {
            get(ref value[0]);
            return value;
        };
    }

    private uint KeyOf(T value) => _keys.GetValueOrDefault(value);

    private bool TryAdd(T value)
    {
        bool isMissing = value is ReadOnlyMemory<char> { IsEmpty: true } or float.NaN or double.NaN;
        if (isMissing || !_keys.TryAdd(value, (uint)_values.Count + 1))
            return false;
        _values.Add(value);
        return true;
    }
}
