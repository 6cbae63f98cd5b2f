using System.Globalization;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>Data to a manifest: the inverse of <see cref="ManifestLoading"/>.</summary>
internal static class ManifestWriting
{
    internal static void Write(IDataView data, string path)
    {
        DataViewSchema.Column[] columns = [.. data.Schema.Where(c => !c.IsHidden && (c.Type is TextDataViewType or NumberDataViewType or BooleanDataViewType || IsLabels(c)))];
        string[][] headers = [.. columns.Select(c => IsLabels(c) ? [.. SlotNames.Of(c)] : new[] { Header(c) })];
        foreach (string required in (string[])[ManifestFile.ImagePath, ManifestFile.PatientId])
            if (!headers.Any(h => h.Contains(required)))
                throw new ArgumentException($"The data has no column '{ManifestColumns.PascalCase(required)}', so it is no manifest. The columns are {string.Join(", ", data.Schema.Select(c => c.Name))}.");

        using var file = new CsvFile(path);
        file.Row(headers.SelectMany(h => h));
        using var cursor = data.GetRowCursor(columns);
        var getters = columns.Select(c => IsLabels(c) ? Labels(cursor, c) : Scalar(cursor, c, file.Folder)).ToArray();
        while (cursor.MoveNext())
            file.Row(getters.SelectMany(getter => getter()));
        file.Finish();
    }

    private static bool IsLabels(DataViewSchema.Column column) =>
        column.Name == ManifestColumns.Labels && column.Type is VectorDataViewType { Size: > 0 } vector && vector.ItemType.Equals(NumberDataViewType.Single);

    /// <summary>DuplicateOf is duplicate_of. Numbers are labels, whose names stay as they are.</summary>
    private static string Header(DataViewSchema.Column column)
    {
        if (column.Type is not TextDataViewType)
            return column.Name;
        var header = new StringBuilder();
        for (int i = 0; i < column.Name.Length; i++)
        {
            if (i > 0 && char.IsUpper(column.Name[i]) && char.IsLetterOrDigit(column.Name[i - 1]) && !char.IsUpper(column.Name[i - 1]))
                header.Append('_');
            header.Append(char.ToLowerInvariant(column.Name[i]));
        }
        return header.ToString();
    }

    private static Func<string[]> Labels(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<VBuffer<float>>(column);
        VBuffer<float> labels = default;
        return () =>
        {
            getter(ref labels);
            return [.. labels.DenseValues().Select(label => float.IsNaN(label) ? "" : label.ToString(CultureInfo.InvariantCulture))];
        };
    }

    private static Func<string[]> Scalar(DataViewRow row, DataViewSchema.Column column, string folder)
    {
        if (column.Type is BooleanDataViewType)
        {
            var getter = row.GetGetter<bool>(column);
            bool value = false;
            return () =>
            {
                getter(ref value);
                return [value ? "1" : "0"];
            };
        }
        var text = GroupColumn.Getter(row, column);
        bool isPath = Header(column) == ManifestFile.ImagePath;
        return () => [text() is { } value ? isPath ? Path.GetRelativePath(folder, Path.GetFullPath(value)).Replace('\\', '/') : value : ""];
    }
}
