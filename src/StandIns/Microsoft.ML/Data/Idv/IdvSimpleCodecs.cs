using System.Text;

namespace Microsoft.ML.Data;

/// <summary>Text: the count, where each value ends in characters, then all of it as one string.</summary>
internal sealed class IdvTextCodec : IdvCodec<ReadOnlyMemory<char>>
{
    public IdvTextCodec() : base("TextSpan", TextDataViewType.Instance)
    {
    }

    internal override void Write(BinaryWriter writer, ReadOnlySpan<ReadOnlyMemory<char>> values)
    {
        writer.Write(values.Length);
        int end = 0;
        foreach (ReadOnlyMemory<char> value in values)
        {
            end = checked(end + value.Length);
            writer.Write(end);
        }
        int bytes = 0;
        foreach (ReadOnlyMemory<char> value in values)
            bytes = checked(bytes + Encoding.UTF8.GetByteCount(value.Span));
        writer.Write7BitEncodedInt(bytes);
        // In pieces: a value may be a large model's weights.
        Encoder encoder = Encoding.UTF8.GetEncoder();
        byte[] buffer = new byte[1 << 16];
        foreach (ReadOnlyMemory<char> value in values)
        {
            ReadOnlySpan<char> rest = value.Span;
            bool completed;
            do
            {
                encoder.Convert(rest, buffer, flush: true, out int used, out int written, out completed);
                writer.Write(buffer.AsSpan(0, written));
                rest = rest[used..];
            }
            while (!completed);
        }
    }

    internal override long Size(in ReadOnlyMemory<char> value) => sizeof(int) + value.Length;

    internal override ReadOnlyMemory<char>[] Read(BinaryReader reader, int count)
    {
        IdvFile.Require(reader.ReadInt32() == count, "a count of texts is wrong");
        int[] ends = new int[IdvFile.Count(count, IdvFile.Rest(reader) / 4)];
        for (int i = 0; i < ends.Length; i++)
            ends[i] = reader.ReadInt32();
        // BinaryReader.ReadString would hold the text twice.
        byte[] bytes = reader.ReadBytes(IdvFile.Count(reader.Read7BitEncodedInt(), IdvFile.Rest(reader)));
        string all = Encoding.UTF8.GetString(bytes);
        var values = new ReadOnlyMemory<char>[count];
        int start = 0;
        for (int i = 0; i < count; i++)
        {
            // The sign bit marked missing texts once; they are empty now.
            int end = ends[i] & int.MaxValue;
            IdvFile.Require(end >= start && end <= all.Length, "a text has an impossible length");
            values[i] = ends[i] < 0 ? default : all.AsMemory(start, end - start);
            start = end;
        }
        IdvFile.Require(start == all.Length, "texts have characters left over");
        return values;
    }
}

/// <summary>Booleans: a bit each, lowest first.</summary>
internal sealed class IdvBooleanCodec : IdvCodec<bool>
{
    public IdvBooleanCodec() : base("Boolean", BooleanDataViewType.Instance)
    {
    }

    internal override void Write(BinaryWriter writer, ReadOnlySpan<bool> values)
    {
        for (int i = 0; i < values.Length; i += 8)
        {
            int bits = 0;
            for (int bit = 0; bit < 8 && i + bit < values.Length; bit++)
                bits |= values[i + bit] ? 1 << bit : 0;
            writer.Write((byte)bits);
        }
    }

    internal override bool[] Read(BinaryReader reader, int count)
    {
        bool[] values = new bool[IdvFile.Count(count, 8 * IdvFile.Rest(reader))];
        int bits = 0;
        for (int i = 0; i < count; i++)
        {
            bits = i % 8 == 0 ? reader.ReadByte() : bits >> 1;
            values[i] = (bits & 1) != 0;
        }
        return values;
    }
}

/// <summary>Dates: their ticks.</summary>
internal sealed class IdvDateTimeCodec : IdvCodec<DateTime>
{
    public IdvDateTimeCodec() : base("DateTime", DateTimeDataViewType.Instance)
    {
    }

    internal override void Write(BinaryWriter writer, ReadOnlySpan<DateTime> values)
    {
        foreach (DateTime value in values)
            writer.Write(value.Ticks);
    }

    internal override DateTime[] Read(BinaryReader reader, int count)
    {
        var values = new DateTime[IdvFile.Count(count, IdvFile.Rest(reader) / 8)];
        for (int i = 0; i < count; i++)
        {
            // The least number stood for a missing date once.
            long ticks = reader.ReadInt64();
            values[i] = ticks == long.MinValue ? default : new DateTime(ticks);
        }
        return values;
    }
}

/// <summary>Dates with their distance from Greenwich: the distances in minutes of all, then the local ticks of all.</summary>
internal sealed class IdvDateTimeOffsetCodec : IdvCodec<DateTimeOffset>
{
    public IdvDateTimeOffsetCodec() : base("DateTimeOffset", DateTimeOffsetDataViewType.Instance)
    {
    }

    internal override void Write(BinaryWriter writer, ReadOnlySpan<DateTimeOffset> values)
    {
        foreach (DateTimeOffset value in values)
            writer.Write((short)value.Offset.TotalMinutes);
        foreach (DateTimeOffset value in values)
            writer.Write(value.DateTime.Ticks);
    }

    internal override DateTimeOffset[] Read(BinaryReader reader, int count)
    {
        var offsets = new short[IdvFile.Count(count, IdvFile.Rest(reader) / 10)];
        for (int i = 0; i < count; i++)
            offsets[i] = reader.ReadInt16();
        var values = new DateTimeOffset[count];
        for (int i = 0; i < count; i++)
        {
            long ticks = reader.ReadInt64();
            values[i] = new DateTimeOffset(ticks == long.MinValue ? 0 : ticks, TimeSpan.FromMinutes(offsets[i] == short.MinValue ? 0 : offsets[i]));
        }
        return values;
    }
}
