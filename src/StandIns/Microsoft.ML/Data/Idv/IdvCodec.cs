using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Data;

/// <summary>How the values of a type are laid out in an .idv file.</summary>
internal abstract class IdvCodec
{
    protected IdvCodec(string name, DataViewType type)
    {
        Name = name;
        Type = type;
    }

    internal string Name { get; }

    internal DataViewType Type { get; }

    internal abstract IdvCodec<T> As<T>();

    /// <summary>The codec of a type, or null: users' own types have none.</summary>
    internal static IdvCodec For(DataViewType type)
    {
        switch (type)
        {
            case VectorDataViewType vector:
                IdvCodec inner = For(vector.ItemType);
                return inner == null ? null : Make(typeof(IdvVectorCodec<>), vector.ItemType.RawType, vector, inner);
            case KeyDataViewType:
                return Make(typeof(IdvKeyCodec<>), type.RawType, type);
            case TextDataViewType:
                return new IdvTextCodec();
            case BooleanDataViewType:
                return new IdvBooleanCodec();
            case DateTimeDataViewType:
                return new IdvDateTimeCodec();
            case DateTimeOffsetDataViewType:
                return new IdvDateTimeOffsetCodec();
            case NumberDataViewType or TimeSpanDataViewType or RowIdDataViewType:
                return Make(typeof(IdvNumberCodec<>), type.RawType, type);
            default:
                return null;
        }
    }

    internal void WriteDefinition(BinaryWriter writer)
    {
        using var parameters = new MemoryStream();
        using (var parameterWriter = new BinaryWriter(parameters))
            WriteParameters(parameterWriter);
        byte[] bytes = parameters.ToArray();
        writer.Write(Name);
        writer.Write7BitEncodedInt(bytes.Length);
        writer.Write(bytes);
    }

    /// <summary>
    /// Reads a definition and moves past it. Null for a name that these sources do not know: the real package leaves such a column out.
    /// </summary>
    internal static IdvCodec ReadDefinition(BinaryReader reader, bool mayBeVector = true)
    {
        string name = reader.ReadString();
        int length = IdvFile.Count(reader.Read7BitEncodedInt(), IdvFile.Rest(reader));
        using var parameters = new BinaryReader(new MemoryStream(reader.ReadBytes(length)));
        IdvCodec codec = ReadParameters(name, parameters, mayBeVector);
        IdvFile.Require(codec == null || IdvFile.Rest(parameters) == 0, $"the definition of a '{name}' has bytes left over");
        return codec;
    }

    private static IdvCodec ReadParameters(string name, BinaryReader parameters, bool mayBeVector)
    {
        switch (name)
        {
            case "VBuffer":
                // Vectors hold plain values: a definition within a definition within a definition is no honest file's.
                IdvFile.Require(mayBeVector, "a vector of vectors is defined");
                if (ReadDefinition(parameters, mayBeVector: false)?.Type is not PrimitiveDataViewType item)
                    return null;
                int[] dimensions = new int[IdvFile.Count(parameters.ReadInt32(), IdvFile.Rest(parameters) / 4)];
                for (int i = 0; i < dimensions.Length; i++)
                {
                    dimensions[i] = parameters.ReadInt32();
                    IdvFile.Require(dimensions[i] >= 0, "a vector has a negative dimension");
                }
                return For(new VectorDataViewType(item, dimensions.Length == 0 ? [0] : dimensions));
            case "Key2":
                return For(new KeyDataViewType(KeyNumber(parameters), parameters.ReadUInt64()));
            case "Key":
                // Older files: whether contiguous, the least key, how many there are (0 for no bound).
                Type raw = KeyNumber(parameters);
                bool contiguous = parameters.ReadByte() == 1;
                IdvFile.Require(parameters.ReadUInt64() == 0 && contiguous, "keys that are not counted from 0 cannot be read");
                int count = parameters.ReadInt32();
                IdvFile.Require(count >= 0, "keys have a negative count");
                ulong most = raw == typeof(byte) ? byte.MaxValue : raw == typeof(ushort) ? ushort.MaxValue : raw == typeof(uint) ? uint.MaxValue : ulong.MaxValue;
                return For(new KeyDataViewType(raw, count == 0 ? most : (ulong)count));
            case "TextSpan":
                return new IdvTextCodec();
            case "Boolean":
                return new IdvBooleanCodec();
            case "DateTime":
                return new IdvDateTimeCodec();
            case "DateTimeOffset":
                return new IdvDateTimeOffsetCodec();
            case "TimeSpan":
                return For(TimeSpanDataViewType.Instance);
            case "DataViewRowId" or "UInt128":
                return For(RowIdDataViewType.Instance);
            default:
                return Enum.TryParse(name, out DataKind kind) && kind.ToString() == name && kind.ToPrimitiveType() is NumberDataViewType number ? For(number) : null;
        }
    }

    private static Type KeyNumber(BinaryReader parameters)
    {
        Type raw = ReadDefinition(parameters, mayBeVector: false)?.Type.RawType;
        IdvFile.Require(raw == typeof(byte) || raw == typeof(ushort) || raw == typeof(uint) || raw == typeof(ulong), "keys are no unsigned numbers");
        return raw;
    }

    protected virtual void WriteParameters(BinaryWriter writer)
    {
    }

    private static IdvCodec Make(Type generic, Type argument, params object[] arguments) =>
        (IdvCodec)Activator.CreateInstance(generic.MakeGenericType(argument), arguments);
}

internal abstract class IdvCodec<T> : IdvCodec
{
    protected IdvCodec(string name, DataViewType type) : base(name, type)
    {
    }

    internal override IdvCodec<TOther> As<TOther>() => this as IdvCodec<TOther>;

    /// <summary>Whether values can be written one after the other, nothing being before or between them.</summary>
    internal virtual bool IsPlain => false;

    internal abstract void Write(BinaryWriter writer, ReadOnlySpan<T> values);

    /// <summary>About how many bytes a value takes.</summary>
    internal virtual long Size(in T value) => Unsafe.SizeOf<T>();

    internal abstract T[] Read(BinaryReader reader, int count);
}

/// <summary>Numbers and times: their bytes, little-endian.</summary>
internal sealed class IdvNumberCodec<T> : IdvCodec<T> where T : unmanaged
{
    public IdvNumberCodec(DataViewType type) : base(typeof(T).Name, type)
    {
    }

    internal override bool IsPlain => true;

    internal override void Write(BinaryWriter writer, ReadOnlySpan<T> values) => writer.Write(MemoryMarshal.AsBytes(values));

    internal override T[] Read(BinaryReader reader, int count)
    {
        var values = new T[IdvFile.Count(count, IdvFile.Rest(reader) / Marshal.SizeOf<T>())];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}

/// <summary>Keys: as their numbers, with the count of keys as a parameter.</summary>
internal sealed class IdvKeyCodec<T> : IdvCodec<T> where T : unmanaged
{
    private readonly IdvNumberCodec<T> _inner;

    public IdvKeyCodec(DataViewType type) : base("Key2", type) => _inner = new IdvNumberCodec<T>(typeof(T).ToDataKind().Value.ToPrimitiveType());

    internal override bool IsPlain => true;

    internal override void Write(BinaryWriter writer, ReadOnlySpan<T> values) => _inner.Write(writer, values);

    internal override T[] Read(BinaryReader reader, int count) => _inner.Read(reader, count);

    protected override void WriteParameters(BinaryWriter writer)
    {
        _inner.WriteDefinition(writer);
        writer.Write(((KeyDataViewType)Type).Count);
    }
}
