namespace MedSsl.MLNet;

/// <summary>PackBits (TIFF 6.0, section 9): runs of one byte, and of bytes as they are.</summary>
internal static class PackBits
{
    /// <summary>Two bytes make at most 128.</summary>
    internal const int LargestRatio = 64;

    /// <summary>Fills <paramref name="destination"/>; false if the data end before.</summary>
    internal static bool TryDecode(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            if (data.Length < 2)
                return false;
            int control = (sbyte)data[0], length = Math.Min(Math.Abs(control) + 1, destination.Length);
            data = data[1..];
            if (control == -128)
                continue;
            if (control < 0)
            {
                destination[..length].Fill(data[0]);
                data = data[1..];
            }
            else
            {
                if (data.Length < length)
                    return false;
                data[..length].CopyTo(destination);
                data = data[length..];
            }
            destination = destination[length..];
        }
        return true;
    }
}
