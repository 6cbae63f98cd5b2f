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

    internal static IdvCodec ReadDefinition(BinaryReader reader)
    {
        string name = reader.ReadString();
        byte[] bytes = reader.ReadBytes(reader.Read7BitEncodedInt());
        using var parameters = new BinaryReader(new MemoryStream(bytes));
        switch (name)
        {
            case "VBuffer":
                DataViewType item = ReadDefinition(parameters).Type;
                int[] dimensions = new int[IdvFile.Count(parameters.ReadInt32(), bytes.Length / 4)];
                for (int i = 0; i < dimensions.Length; i++)
                    dimensions[i] = parameters.ReadInt32();
                return For(new VectorDataViewType((PrimitiveDataViewType)item, dimensions.Length == 0 ? [0] : dimensions));
            case "Key2":
                Type keyType = ReadDefinition(parameters).Type.RawType;
                return For(new KeyDataViewType(keyType, parameters.ReadUInt64()));
            case "TextSpan":
                return new IdvTextCodec();
            case "Boolean":
                return new IdvBooleanCodec();
            case "DateTime":
                return new IdvDateTimeCodec();
            case "TimeSpan":
                return For(TimeSpanDataViewType.Instance);
            case "DataViewRowId" or "UInt128":
                return For(RowIdDataViewType.Instance);
            default:
                if (!Enum.TryParse(name, out DataKind kind) || kind.ToPrimitiveType() is not NumberDataViewType number)
                    throw new NotSupportedException($"This version cannot read values of kind '{name}'.");
                return For(number);
        }
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

    internal abstract void Write(BinaryWriter writer, ReadOnlySpan<T> values);

    internal abstract T[] Read(BinaryReader reader, int count);
}

/// <summary>Numbers and times: their bytes, little-endian.</summary>
internal sealed class IdvNumberCodec<T> : IdvCodec<T> where T : unmanaged
{
    public IdvNumberCodec(DataViewType type) : base(typeof(T).Name, type)
    {
    }

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

    internal override void Write(BinaryWriter writer, ReadOnlySpan<T> values) => _inner.Write(writer, values);

    internal override T[] Read(BinaryReader reader, int count) => _inner.Read(reader, count);

    protected override void WriteParameters(BinaryWriter writer)
    {
        _inner.WriteDefinition(writer);
        writer.Write(((KeyDataViewType)Type).Count);
    }
}
