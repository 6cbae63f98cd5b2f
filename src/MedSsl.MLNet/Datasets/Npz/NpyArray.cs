using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MedSsl.MLNet;

/// <summary>
/// An array of unsigned bytes in NumPy's .npy format, versions 1 to 3: magic, version, a header length, a header that is a Python dictionary literal
/// with descr, fortran_order and shape, then the values (NEP 1 of NumPy). Other element types and column-major order are refused.
/// </summary>
internal sealed partial record NpyArray(int[] Shape, byte[] Values)
{
    private const int LongestHeader = 1 << 16;

    /// <summary>Reads one array and nothing beyond it.</summary>
    /// <param name="stream">At the start of the array.</param>
    /// <param name="name">For messages.</param>
    /// <param name="largest">Most values that are taken, whatever the header claims.</param>
    /// <exception cref="InvalidDataException">The bytes are no such array, or fewer or more than the shape says.</exception>
    internal static NpyArray Read(Stream stream, string name, long largest)
    {
        byte[] start = Exactly(stream, 8, name);
        if (!start.AsSpan(0, 6).SequenceEqual<byte>([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y']))
            throw new InvalidDataException($"{name}: no NumPy array: it does not begin with \\x93NUMPY.");
        if (start[6] is < 1 or > 3)
            throw new InvalidDataException($"{name}: NumPy format version {start[6]}.{start[7]}; 1 to 3 can be read.");
        byte[] length = Exactly(stream, start[6] == 1 ? 2 : 4, name);
        uint headerLength = length.Length == 2 ? BitConverter.ToUInt16(length) : BitConverter.ToUInt32(length);
        if (headerLength > LongestHeader)
            throw new InvalidDataException($"{name}: a header of {headerLength} bytes; at most {LongestHeader} are read.");
        string header = Encoding.UTF8.GetString(Exactly(stream, (int)headerLength, name));
        int[] shape = Shaped(header, name);
        UInt128 count = shape.Length > 4 ? UInt128.MaxValue : shape.Aggregate(UInt128.One, (product, axis) => product * (UInt128)axis);
        if (count > (UInt128)largest)
            throw new InvalidDataException($"{name}: shape ({string.Join(", ", shape)}); at most 4 axes and {largest} values are read.");
        byte[] values = Exactly(stream, (int)count, name);
        return stream.ReadByte() < 0 ? new NpyArray(shape, values) : throw new InvalidDataException($"{name}: bytes are left behind its {values.Length} values.");
    }

    private static int[] Shaped(string header, string name)
    {
        Match match = Header().Match(header);
        string type = Type().Match(header).Groups[1].Value;
        if (type is not ("|u1" or "u1" or "<u1" or ">u1"))
            throw new InvalidDataException($"{name}: values of type '{type}'; unsigned bytes ('|u1') can be read.");
        if (!match.Success || header.Contains("'fortran_order': True", StringComparison.Ordinal))
            throw new InvalidDataException($"{name}: the header is not understood, or the array is in column-major order.");
        try
        {
            return [.. match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(axis => int.Parse(axis, NumberStyles.None, CultureInfo.InvariantCulture))];
        }
        catch (OverflowException)
        {
            throw new InvalidDataException($"{name}: shape ({match.Groups[1].Value}) is too large.");
        }
    }

    private static byte[] Exactly(Stream stream, int count, string name)
    {
        // In pieces: a count that lies costs no more memory than the file has.
        using var bytes = new MemoryStream();
        var piece = new byte[Math.Min(count, 1 << 20)];
        while (bytes.Length < count)
        {
            int read = stream.Read(piece, 0, (int)Math.Min(piece.Length, count - bytes.Length));
            if (read == 0)
                throw new InvalidDataException($"{name}: it ends after {bytes.Length} of {count} bytes.");
            bytes.Write(piece, 0, read);
        }
        return bytes.ToArray();
    }

    [GeneratedRegex(@"'shape':\s*\(([0-9,\s]*)\)")]
    private static partial Regex Header();

    [GeneratedRegex(@"'descr':\s*'([^']*)'")]
    private static partial Regex Type();
}
