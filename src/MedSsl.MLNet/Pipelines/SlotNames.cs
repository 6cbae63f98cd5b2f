using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>The names of a vector column's slots: the labels' names.</summary>
internal static class SlotNames
{
    /// <summary>ML.NET's name of the annotation.</summary>
    internal const string Name = "SlotNames";

    /// <summary>Adds slot names to a column's annotations.</summary>
    internal static void Add(DataViewSchema.Annotations.Builder builder, IReadOnlyList<string> names) => Add(builder, Name, names);

    /// <summary>Adds an annotation of texts.</summary>
    internal static void Add(DataViewSchema.Annotations.Builder builder, string annotation, IReadOnlyList<string> names)
    {
        ReadOnlyMemory<char>[] texts = [.. names.Select(n => n.AsMemory())];
        ValueGetter<VBuffer<ReadOnlyMemory<char>>> getter = (ref VBuffer<ReadOnlyMemory<char>> value) =>
        {
            var editor = VBufferEditor.Create(ref value, texts.Length);
            texts.CopyTo(editor.Values);
            value = editor.Commit();
        };
        builder.Add(annotation, new VectorDataViewType(TextDataViewType.Instance, texts.Length), getter);
    }

    /// <summary>Annotations that hold nothing but slot names.</summary>
    internal static DataViewSchema.Annotations Annotations(IReadOnlyList<string> names)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        Add(builder, names);
        return builder.ToAnnotations();
    }

    /// <summary>The slot names of a vector column of known size; slots without one are called Slot0, Slot1, and so on.</summary>
    internal static IReadOnlyList<string> Of(DataViewSchema.Column column)
    {
        int size = ((VectorDataViewType)column.Type).Size;
        string[] names = [.. Enumerable.Range(0, size).Select(i => $"Slot{i}")];
        if (column.Annotations?.Schema.GetColumnOrNull(Name) is { Type: VectorDataViewType { ItemType: TextDataViewType } type } && type.Size == size)
        {
            VBuffer<ReadOnlyMemory<char>> texts = default;
            column.Annotations.GetValue(Name, ref texts);
            foreach (var (slot, text) in texts.Items())
                if (!text.IsEmpty)
                    names[slot] = text.ToString();
        }
        return names;
    }
}
