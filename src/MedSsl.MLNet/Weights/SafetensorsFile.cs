using System.Runtime.InteropServices;

namespace MedSsl.MLNet;

/// <summary>
/// Reads safetensors files: 8 bytes with the header's length, the header, the tensors' bytes. The file is mapped; a tensor's bytes are fetched when
/// the tensor is used, and only the header is read before.
/// </summary>
internal static class SafetensorsFile
{
    private const int LengthSize = sizeof(long);

    /// <exception cref="InvalidDataException">The file's header is damaged, or does not fit the file.</exception>
    internal static TensorFile Open(string path)
    {
        var file = new MappedFile(path);
        try
        {
            var length = new long[1];
            file.Read<long>(0, length);
            if (length[0] < 0 || length[0] > SafetensorsHeader.LongestHeader || length[0] > file.Length - LengthSize)
            {
                throw new InvalidDataException($"It claims a header of {(ulong)length[0]} bytes; the file has {file.Length}, and the format allows " +
                    $"{SafetensorsHeader.LongestHeader}.");
            }
            long dataAt = LengthSize + length[0];
            var header = SafetensorsHeader.Parse(file.Bytes(LengthSize, length[0]), file.Length - dataAt);
            var tensors = header.Entries.Select(entry => new StoredTensor(entry.Name, entry.Type, entry.Shape, () => Read(file, dataAt, entry)));
            return new TensorFile(path, "safetensors", [new TensorGroup("", [.. tensors])], header.Metadata, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static float[] Read(MappedFile file, long dataAt, SafetensorsEntry entry)
    {
        var values = new float[(entry.End - entry.Begin) / entry.Type.Size()];
        if (entry.Type == TensorType.Float32 && BitConverter.IsLittleEndian)
            file.Read(dataAt + entry.Begin, MemoryMarshal.AsBytes(values.AsSpan()));
        else
            entry.Type.ReadSingles(file.Bytes(dataAt + entry.Begin, entry.End - entry.Begin), values);
        return values;
    }
}
