using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// Writes a data view as text, a row a line: a comment that tells the text loader how to read it, a line of names, then the rows.
/// Each line is dense, or ends in the values that are not the default with their indices where that is shorter.
/// </summary>
internal sealed class TextSaver(IHostEnvironment env, char separator, bool headerRow, bool schema, bool keepHidden, bool forceDense)
{
    internal void Save(Stream stream, IDataView data)
    {
        DataViewSchema.Column[] columns = [.. data.Schema.Where(c => (keepHidden || !c.IsHidden) && TextFormat.CanWrite(c.Type))];
        if (columns.Length == 0)
            throw new InvalidOperationException("No valid columns to save");
        WarnOfOthers(data.Schema, columns);
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
        using DataViewRowCursor cursor = data.GetRowCursor(columns);
        TextSlots[] slots = Array.ConvertAll(columns, c => TextSlots.Create(cursor, c, separator));
        // Names are worth a line where there are any: a scalar has its column's, a vector those of its slots.
        bool hasNames = headerRow && Array.Exists(columns, c => c.Type is not VectorDataViewType || c.HasSlotNames());
        if (schema)
            TextLoaderComment.Write(writer, columns, separator, hasNames);
        var lines = new TextLineWriter(writer, separator, forceDense);
        if (hasNames)
        {
            foreach (TextSlots column in slots)
                column.ReadNames();
            lines.Write(slots, "\"\"");
        }
        while (cursor.MoveNext())
        {
            foreach (TextSlots column in slots)
                column.Read();
            lines.Write(slots, null);
        }
    }

    private void WarnOfOthers(DataViewSchema all, DataViewSchema.Column[] saved)
    {
        string[] others = [.. all.Where(c => !c.IsHidden && !TextFormat.CanWrite(c.Type)).Select(c => c.Name)];
        using IChannel channel = env.Start("Saving data");
        if (others.Length > 0)
            channel.Warning($"The following columns cannot be saved as text: '{string.Join("', '", others)}'");
        DataViewSchema.Column variable = saved[..^1].FirstOrDefault(c => c.Type is VectorDataViewType { IsKnownSize: false });
        if (variable.Name != null)
            channel.Warning($"Column '{variable.Name}' has vectors of any length and is not the last: the file cannot be read again");
    }
}
