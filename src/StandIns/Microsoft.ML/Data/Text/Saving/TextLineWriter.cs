namespace Microsoft.ML.Data;

/// <summary>
/// Writes lines of slots. From the column on from which it is shortest, counting a value with its index as two and a half, and if that
/// part has five slots or more and a fifth of the rest, a line is sparse: the number of slots, then index:value.
/// </summary>
internal sealed class TextLineWriter(TextWriter writer, char separator, bool forceDense)
{
    private const double SparseItem = 2.5;

    internal void Write(TextSlots[] columns, string defaultText)
    {
        int denseColumns = forceDense ? columns.Length : FirstSparse(columns);
        bool isFirst = true;
        foreach (TextSlots column in columns.AsSpan(0, denseColumns))
        {
            int next = 0;
            for (int slot = 0; slot < column.Length; slot++)
            {
                bool isGiven = next < column.Items.Count && column.Items[next].Slot == slot;
                Write(ref isFirst, isGiven ? column.Items[next++].Text : defaultText ?? column.Default);
            }
        }
        if (denseColumns < columns.Length)
            WriteSparse(columns.AsSpan(denseColumns), ref isFirst, defaultText);
        writer.WriteLine();
    }

    private void WriteSparse(ReadOnlySpan<TextSlots> columns, ref bool isFirst, string defaultText)
    {
        int slots = 0, items = 0;
        foreach (TextSlots column in columns)
            slots += column.Length;
        Write(ref isFirst, $"{slots}");
        int offset = 0;
        foreach (TextSlots column in columns)
        {
            foreach ((int slot, string text) in column.Items)
            {
                Write(ref isFirst, $"{offset + slot}:{text}");
                items++;
            }
            offset += column.Length;
        }
        // One item shows that the line is sparse.
        if (items == 0)
            Write(ref isFirst, $"0:{defaultText ?? columns[0].Default}");
    }

    private static int FirstSparse(TextSlots[] columns)
    {
        int dense = 0, items = columns.Sum(c => c.Items.Count), total = columns.Sum(c => c.Length);
        (double Cost, int Columns, int Slots) best = (SparseItem * items, 0, 0);
        for (int c = 0; c < columns.Length; c++)
        {
            dense += columns[c].Length;
            items -= columns[c].Items.Count;
            if (dense + SparseItem * items < best.Cost)
                best = (dense + SparseItem * items, c + 1, dense);
        }
        int sparse = total - best.Slots;
        return sparse < 5 || sparse < best.Slots / 5 ? columns.Length : best.Columns;
    }

    private void Write(ref bool isFirst, string text)
    {
        if (!isFirst)
            writer.Write(separator);
        isFirst = false;
        writer.Write(text);
    }
}
