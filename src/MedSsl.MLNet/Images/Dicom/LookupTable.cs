namespace MedSsl.MLNet;

/// <summary>
/// A table of DICOM (PS3.3 C.11.1.1, C.11.2.1.1, C.7.6.3.1.5): values below the first that it maps get its first entry, those above the last its last.
/// </summary>
/// <param name="First">The value that gets the first entry.</param>
/// <param name="Bits">Bits of an entry.</param>
/// <param name="Entries">The entries.</param>
internal sealed record LookupTable(int First, int Bits, ushort[] Entries)
{
    /// <summary>The largest number that an entry can be.</summary>
    internal double Largest => (1 << Bits) - 1;

    /// <summary>The entry of a value.</summary>
    internal ushort this[double value] => Entries[(int)Math.Clamp(Math.Floor(value) - First, 0, Entries.Length - 1)];

    /// <summary>Makes a table of its descriptor and data; gives what is wrong with them, or null.</summary>
    /// <param name="descriptor">Number of entries (0 for 65,536), first value, bits of an entry.</param>
    /// <param name="data">The entries: words, or bytes in pairs where entries have 8 bits and the data are half as long.</param>
    /// <param name="signed">Whether the first value is signed: that of the pixels.</param>
    /// <param name="table">The table.</param>
    internal static string? TryMake(ReadOnlySpan<int> descriptor, ReadOnlySpan<ushort> data, bool signed, out LookupTable? table)
    {
        table = null;
        if (descriptor.Length != 3)
            return "a lookup table's descriptor has not three values";
        int count = (ushort)descriptor[0] is 0 ? 65536 : (ushort)descriptor[0], bits = descriptor[2];
        int first = signed ? (short)descriptor[1] : (ushort)descriptor[1];
        if (bits is < 8 or > 16)
            return $"a lookup table has entries of {bits} bits; 8 to 16 are possible";
        var entries = new ushort[count];
        if (data.Length >= count)
            data[..count].CopyTo(entries);
        else if (bits == 8 && data.Length >= (count + 1) / 2)
            for (int i = 0; i < count; i++)
                entries[i] = (byte)(data[i / 2] >> (i % 2 * 8));
        else
            return $"a lookup table of {count} entries has data for {data.Length}";
        table = new(first, bits, entries);
        return null;
    }
}
