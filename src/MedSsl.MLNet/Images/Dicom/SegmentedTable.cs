namespace MedSsl.MLNet;

/// <summary>Expands a segmented palette (PS3.3 C.7.9.2): discrete, linear and indirect segments.</summary>
internal static class SegmentedTable
{
    /// <summary>The entries; null if the segments are not valid or make more than <paramref name="most"/>.</summary>
    internal static ushort[]? TryExpand(ReadOnlySpan<ushort> segments, int most)
    {
        var entries = new List<ushort>();
        return TryExpand(segments, segments, segments.Length, most, entries, nested: false) ? [.. entries] : null;
    }

    private static bool TryExpand(ReadOnlySpan<ushort> all, ReadOnlySpan<ushort> at, int segments, int most, List<ushort> entries, bool nested)
    {
        for (int segment = 0; segment < segments && at.Length >= 2; segment++)
        {
            int kind = at[0], length = at[1];
            at = at[2..];
            switch (kind)
            {
                case 0:
                    if (at.Length < length || entries.Count + length > most)
                        return false;
                    entries.AddRange(at[..length]);
                    at = at[length..];
                    break;
                case 1:
                    if (at.IsEmpty || entries.Count == 0 || entries.Count + length > most)
                        return false;
                    int from = entries[^1], to = at[0];
                    for (int i = 1; i <= length; i++)
                        entries.Add((ushort)Math.Round(from + (to - from) * (double)i / length));
                    at = at[1..];
                    break;
                case 2:
                    if (nested || at.Length < 2)
                        return false;
                    long offset = (at[0] | (long)at[1] << 16) / 2;                     // bytes from the start of the data
                    if (offset >= all.Length || !TryExpand(all, all[(int)offset..], length, most, entries, nested: true))
                        return false;
                    at = at[2..];
                    break;
                default:
                    return false;
            }
        }
        return true;
    }
}
