using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>The checks that fine-tuning and evaluation make of a label column, each with one message that says what to do.</summary>
internal static class LabelColumn
{
    /// <summary>The label column, or an error if it is missing or no vector of Single of known length.</summary>
    internal static DataViewSchema.Column Find(DataViewSchema schema, string name)
        => FindVector(schema, name, "label", "LoadManifest makes one from the manifest's label columns, and Concatenate makes one from Single columns");

    /// <summary>A column of vectors of Single of known length, or an error.</summary>
    internal static DataViewSchema.Column FindVector(DataViewSchema schema, string name, string role, string remedy)
    {
        var column = schema.GetColumnOrNull(name)
            ?? throw new ArgumentException($"There is no {role} column '{name}'; {remedy}. The columns are {string.Join(", ", schema.Select(c => c.Name))}.");
        if (column.Type is not VectorDataViewType { Size: > 0 } vector || vector.ItemType != NumberDataViewType.Single)
            throw new ArgumentException($"The {role} column '{name}' is {column.Type}; it must be a vector of Single of known length ({remedy}).");
        return column;
    }

    internal static int Size(DataViewSchema.Column column) => ((VectorDataViewType)column.Type).Size;

    /// <summary>An error at the first label that is neither 0, 1 nor NaN: its row (from 1), name and value.</summary>
    internal static void CheckValues(ReadOnlySpan<float> labels, long row, DataViewSchema.Column column)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] is not (0 or 1) && !float.IsNaN(labels[i]))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"Row {row + 1} of the data has {labels[i]} for label '{SlotNames.Of(column)[i]}' (column '{column.Name}'); a label is 1, 0 or NaN = unknown."));
            }
        }
    }
}
