using System.Buffers.Binary;

namespace MedSsl.MLNet;

/// <summary>One image file directory of a TIFF file (TIFF 6.0, section 2): tags with numbers.</summary>
internal sealed class TiffDirectory
{
    private const int MostEntries = 4096, MostPages = 65536;
    private readonly byte[] _file;
    private readonly int _start, _length;
    private readonly bool _bigEndian;
    private readonly Dictionary<int, (int Type, int Count, int At)> _entries = [];

    private TiffDirectory(ArraySegment<byte> file, bool bigEndian) => (_file, _start, _length, _bigEndian) = (file.Array!, file.Offset, file.Count, bigEndian);

    /// <summary>Whether 16-bit samples have their high byte first.</summary>
    internal bool BigEndian => _bigEndian;

    internal static bool Is(ReadOnlySpan<byte> file) => file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8) || file.StartsWith("II+\0"u8) || file.StartsWith("MM\0+"u8);

    /// <summary>Reads the directories of the pages that are images: not the smaller copies (NewSubfileType bit 0) or masks (bit 2) of others.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="pages">The pages.</param>
    /// <returns>What is wrong with the file, or null.</returns>
    internal static string? TryRead(ArraySegment<byte> file, List<TiffDirectory> pages)
    {
        pages.Clear();
        ReadOnlySpan<byte> bytes = file;
        bool bigEndian = bytes[0] == 'M';
        if (bytes[2] == '+' || bytes[3] == '+')
            return "it is a BigTIFF image; TIFF 6.0 is read: convert it";
        if (bytes.Length < 8)
            return Truncated(bytes.Length);
        var seen = new HashSet<uint>();
        uint at = bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        while (at != 0)
        {
            if (!seen.Add(at) || seen.Count > MostPages)
                return "its TIFF directories form a circle: the file is damaged";
            var page = new TiffDirectory(file, bigEndian);
            if (page.TryReadEntries(ref at) is { } fault)
                return fault;
            if ((page.Number(254, 0) & 0b101) == 0)
                pages.Add(page);
        }
        return pages.Count == 0 ? "its TIFF file has no image" : null;
    }

    /// <summary>Whether the tag is there, with numbers.</summary>
    internal bool Has(int tag) => _entries.ContainsKey(tag);

    /// <summary>The tag's first number.</summary>
    internal long Number(int tag, long otherwise) => _entries.TryGetValue(tag, out var entry) && entry.Count > 0 ? Value(entry, 0) : otherwise;

    /// <summary>How many numbers the tag has.</summary>
    internal int Count(int tag) => _entries.TryGetValue(tag, out var entry) ? entry.Count : 0;

    /// <summary>One of the tag's numbers.</summary>
    internal long Number(int tag, int index, long otherwise) => _entries.TryGetValue(tag, out var entry) && index < entry.Count ? Value(entry, index) : otherwise;

    private string? TryReadEntries(ref uint at)
    {
        if (at > _length - 2)
            return Truncated(_length);
        int count = Short((int)at), first = (int)at + 2;
        if (count > MostEntries)
            return $"its TIFF directory has {count} entries: the file is damaged";
        if (first + 12L * count + 4 > _length)
            return Truncated(_length);
        for (int i = 0; i < count; i++)
        {
            int entry = first + 12 * i, type = Short(entry + 2);
            int size = type switch { 1 => 1, 3 => 2, 4 => 4, _ => 0 };              // BYTE, SHORT, LONG; no other holds what is read here
            long number = Long(entry + 4);
            if (size == 0)
                continue;
            long place = size * number <= 4 ? entry + 8 : Long(entry + 8);
            if (place + size * number > _length)
                return Truncated(_length);
            _entries[Short(entry)] = (type, (int)number, (int)place);
        }
        at = Long(first + 12 * count);
        return null;
    }

    private long Value((int Type, int Count, int At) entry, int index) => entry.Type switch
    {
        1 => _file[_start + entry.At + index],
        3 => Short(entry.At + 2 * index),
        _ => Long(entry.At + 4 * index),
    };

    private int Short(int at)
    {
        var bytes = _file.AsSpan(_start + at, 2);
        return _bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    private uint Long(int at)
    {
        var bytes = _file.AsSpan(_start + at, 4);
        return _bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    private static string Truncated(int length) => $"it is truncated: its {length} bytes end before a part that the TIFF file names";
}
