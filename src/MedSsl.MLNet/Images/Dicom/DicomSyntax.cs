using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace MedSsl.MLNet;

/// <summary>What the first bytes say: whether a file is DICOM (PS3.10 7.1), and how large a deflated one becomes (PS3.5 A.5).</summary>
internal static class DicomSyntax
{
    /// <summary>A deflated data set of more than this is not read: 512 MB.</summary>
    internal const long LargestInflated = 1L << 29;

    private const int PreambleSize = 128;
    private const string Deflated = "1.2.840.10008.1.2.1.99";

    /// <summary>DICM after the preamble, or, without a preamble, a first element of group 2 or 8 with a plausible length.</summary>
    internal static bool Is(ReadOnlySpan<byte> file)
    {
        if (file.Length > PreambleSize + 4 && file.Slice(PreambleSize, 4).SequenceEqual("DICM"u8))
            return true;
        if (file.Length < 64 || BinaryPrimitives.ReadUInt16LittleEndian(file) is not (2 or 8) || BinaryPrimitives.ReadUInt16LittleEndian(file[2..]) > 0xFF)
            return false;
        bool explicitLength = char.IsAsciiLetterUpper((char)file[4]) && char.IsAsciiLetterUpper((char)file[5]);
        return (explicitLength ? BinaryPrimitives.ReadUInt16LittleEndian(file[6..]) : BinaryPrimitives.ReadUInt32LittleEndian(file[4..])) <= file.Length - 8;
    }

    /// <summary>Refuses a deflated file whose data set would be too large.</summary>
    /// <exception cref="DicomFault">It would, or it cannot be inflated.</exception>
    internal static void CheckDeflated(ArraySegment<byte> file)
    {
        int start = DeflatedFrom(file);
        if (start < 0)
            return;
        using var stream = new DeflateStream(new MemoryStream(file.Array!, file.Offset + start, file.Count - start, writable: false), CompressionMode.Decompress);
        var buffer = new byte[1 << 16];
        long size = 0;
        try
        {
            for (int read; (read = stream.Read(buffer)) > 0;)
                if ((size += read) > LargestInflated)
                    throw new DicomFault($"its deflated data set is larger than the {LargestInflated >> 20} MB that are read");
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw new DicomFault("its deflated data set cannot be inflated: the file is damaged");
        }
    }

    /// <summary>Where a deflated data set begins; -1 if the file is not deflated.</summary>
    private static int DeflatedFrom(ReadOnlySpan<byte> file)
    {
        bool deflated = false;
        int at = file.Length > PreambleSize + 4 && file.Slice(PreambleSize, 4).SequenceEqual("DICM"u8) ? PreambleSize + 4 : 0;
        while (at + 8 <= file.Length && BinaryPrimitives.ReadUInt16LittleEndian(file[at..]) == 2)
        {
            bool wide = file[at + 4] == 'O' || (file[at + 4] == 'U' && file[at + 5] is (byte)'N' or (byte)'T');
            if (wide && at + 12 > file.Length)
                return -1;
            long length = wide ? BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 8)..]) : BinaryPrimitives.ReadUInt16LittleEndian(file[(at + 6)..]);
            int value = at + (wide ? 12 : 8);
            if (length > file.Length - value)
                return -1;
            if (BinaryPrimitives.ReadUInt16LittleEndian(file[(at + 2)..]) == 0x10)
                deflated = Encoding.ASCII.GetString(file.Slice(value, (int)length)).TrimEnd('\0', ' ') == Deflated;
            at = value + (int)length;
        }
        return deflated ? at : -1;
    }
}
