namespace MedSsl.MLNet;

/// <summary>LZW as TIFF has it (TIFF 6.0, section 13): codes of 9 to 12 bits, the highest bit first, one code wider one entry early.</summary>
internal sealed class TiffLzw
{
    private const int Clear = 256, End = 257, Size = 4096;

    /// <summary>An entry of n codes makes at most n bytes; the longest table makes 4,096 bytes of 12 bits.</summary>
    internal const int LargestRatio = 2731;

    private readonly short[] _prefix = new short[Size];
    private readonly byte[] _suffix = new byte[Size];
    private readonly ushort[] _length = new ushort[Size];

    internal TiffLzw()
    {
        for (int i = 0; i < 256; i++)
            (_suffix[i], _length[i], _prefix[i]) = ((byte)i, 1, -1);
    }

    /// <summary>Fills <paramref name="destination"/>; false if the data are damaged or end before.</summary>
    internal bool TryDecode(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        int written = 0, next = End + 1, width = 9, previous = -1, bits = 0, at = 0;
        uint pending = 0;
        while (written < destination.Length)
        {
            while (bits < width)
            {
                if (at == data.Length)
                    return false;
                pending = pending << 8 | data[at++];
                bits += 8;
            }
            bits -= width;
            int code = (int)(pending >> bits & (1u << width) - 1);
            if (code == End)
                return false;
            if (code == Clear)
            {
                (next, width, previous) = (End + 1, 9, -1);
                continue;
            }
            if (previous < 0 ? code > 255 : code > next)
                return false;
            int start = written;
            if (code < next)
                Write(code, destination, ref written);
            else
            {
                // The entry that is about to be made: the previous one and its own first byte.
                Write(previous, destination, ref written);
                if (written < destination.Length)
                    destination[written++] = destination[start];
            }
            if (previous >= 0 && next < Size)
            {
                (_prefix[next], _suffix[next], _length[next]) = ((short)previous, destination[start], (ushort)(_length[previous] + 1));
                next++;
            }
            if (next >= (1 << width) - 1 && width < 12)
                width++;
            previous = code;
        }
        return true;
    }

    private void Write(int code, Span<byte> destination, ref int written)
    {
        int length = _length[code], start = written;
        for (int i = length - 1; i >= 0; i--, code = _prefix[code])
            if (start + i < destination.Length)
                destination[start + i] = _suffix[code];
        written = Math.Min(destination.Length, start + length);
    }
}
