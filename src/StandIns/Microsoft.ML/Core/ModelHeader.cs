using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML;

/// <summary>The layout of a Model.key: a header of 256 bytes, the component's block, its strings, the assembly's name, a tail.</summary>
internal sealed record ModelHeader(
    byte[] Block, string[] Strings, string Signature, uint Written, uint Readable, string LoaderSignature, string Alternate, string AssemblyName)
{
    internal const string FileName = "Model.key";

    private const int Size = 0x100;
    private const uint Format = 0x00010002;
    private const uint OldestFormat = 0x00010001;

    private static ReadOnlySpan<byte> Head => "ML\0MODEL"u8;

    private static ReadOnlySpan<byte> Tail => "LEDOM\0LM"u8;

    internal static void Write(Stream stream, byte[] block, VersionInfo version, IReadOnlyList<string> strings)
    {
        byte[] assembly = Encoding.Unicode.GetBytes(version.AssemblyFullName);
        // As they are, half surrogate pairs too.
        byte[] chars = MemoryMarshal.AsBytes(string.Concat(strings).AsSpan()).ToArray();
        byte[] table = new byte[8 * strings.Count];
        long end = 0;
        for (int i = 0; i < strings.Count; i++)
        {
            end += 2 * strings[i].Length;
            BinaryPrimitives.WriteInt64LittleEndian(table.AsSpan(8 * i), end);
        }

        byte[] header = new byte[Size];
        Head.CopyTo(header);
        WriteUInt32(header, 0x08, Format);
        WriteUInt32(header, 0x0C, Format);
        long at = Size;
        WriteInt64(header, 0x10, at);
        WriteInt64(header, 0x18, block.Length);
        at += block.Length;
        Place(0x20, table);
        Place(0x30, chars);
        Encoding.Latin1.GetBytes(version.Signature.Replace(' ', '\0')).CopyTo(header, 0x40);
        WriteUInt32(header, 0x48, version.Written);
        WriteUInt32(header, 0x4C, version.Readable);
        Encoding.Latin1.GetBytes(version.LoaderSignature).CopyTo(header, 0x50);
        Encoding.Latin1.GetBytes(version.Alternate).CopyTo(header, 0x68);
        WriteInt64(header, 0x90, at);
        WriteUInt32(header, 0x98, (uint)assembly.Length);
        at += assembly.Length;
        WriteInt64(header, 0x80, at);
        WriteInt64(header, 0x88, at + Tail.Length);

        stream.Write(header);
        stream.Write(block);
        stream.Write(table);
        stream.Write(chars);
        stream.Write(assembly);
        stream.Write(Tail);

        // A part that is absent has offset and size 0.
        void Place(int field, byte[] part)
        {
            WriteInt64(header, field, strings.Count == 0 ? 0 : at);
            WriteInt64(header, field + 8, part.Length);
            at += part.Length;
        }
    }

    /// <summary>Reads a Model.key and checks every offset and size in it. Throws <see cref="FormatException"/>.</summary>
    internal static ModelHeader Read(byte[] file)
    {
        Require(file.Length >= Size + Tail.Length, "is cut off");
        Require(file.AsSpan(0, Head.Length).SequenceEqual(Head), "does not begin like a model");
        Require(ReadUInt32(file, 0x0C) <= ReadUInt32(file, 0x08), "contradicts itself in its version");
        Require(ReadUInt32(file, 0x0C) <= Format, $"is of format {ReadUInt32(file, 0x0C):x8}, which is newer than this version reads ({Format:x8})");
        Require(ReadUInt32(file, 0x08) >= OldestFormat, $"is of format {ReadUInt32(file, 0x08):x8}, which is older than this version reads ({OldestFormat:x8})");
        // The parts follow each other without gaps; an absent one has offset and size 0.
        long end = Size;
        byte[] block = Part(file, 0x10, ReadInt64(file, 0x18), ref end);
        byte[] table = Part(file, 0x20, ReadInt64(file, 0x28), ref end);
        byte[] chars = Part(file, 0x30, ReadInt64(file, 0x38), ref end);
        byte[] assembly = ReadUInt32(file, 0x08) < Format ? [] : Part(file, 0x90, ReadUInt32(file, 0x98), ref end);
        long tail = ReadInt64(file, 0x80);
        Require(
            tail == end && ReadInt64(file, 0x88) == file.Length && tail == file.Length - Tail.Length && file.AsSpan((int)tail).SequenceEqual(Tail),
            "is cut off or altered at its end");

        Require(table.Length % 8 == 0, "has a damaged string table");
        var strings = new string[table.Length / 8];
        int start = 0;
        for (int i = 0; i < strings.Length; i++)
        {
            long limit = ReadInt64(table, 8 * i);
            Require(limit >= start && limit <= chars.Length && limit % 2 == 0, "has a damaged string table");
            strings[i] = new string(MemoryMarshal.Cast<byte, char>(chars.AsSpan(start, (int)limit - start)));
            start = (int)limit;
        }
        Require(start == chars.Length, "has a damaged string table");
        return new ModelHeader(
            block,
            strings,
            Encoding.Latin1.GetString(file, 0x40, 8).Replace('\0', ' '),
            ReadUInt32(file, 0x48),
            ReadUInt32(file, 0x4C),
            Encoding.Latin1.GetString(file, 0x50, 24).TrimEnd('\0'),
            Encoding.Latin1.GetString(file, 0x68, 24).TrimEnd('\0'),
            Encoding.Unicode.GetString(assembly));
    }

    private static byte[] Part(byte[] file, int field, long size, ref long end)
    {
        long offset = ReadInt64(file, field);
        if (offset == 0 && size == 0)
            return [];
        Require(size >= 0 && offset <= file.Length && size <= file.Length - offset, "has a part outside the file");
        Require(offset == end, "has a part where none belongs");
        end += size;
        return file.AsSpan((int)offset, (int)size).ToArray();
    }

    private static void Require(bool ok, string what)
    {
        if (!ok)
            throw new FormatException(what);
    }

    private static void WriteUInt32(byte[] bytes, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);

    private static void WriteInt64(byte[] bytes, int at, long value) => BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at), value);

    private static uint ReadUInt32(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    private static long ReadInt64(byte[] bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));
}
