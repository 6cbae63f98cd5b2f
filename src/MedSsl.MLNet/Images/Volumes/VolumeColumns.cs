using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>The columns of loaded volumes and their annotations.</summary>
internal static class VolumeColumns
{
    /// <summary>Annotation: <c>Vector&lt;Single, 3&gt;</c>, the distance between voxels in mm along depth, height and width. Only where all rows have the same.</summary>
    internal const string SpacingAnnotation = "MedSsl.VolumeSpacing";

    /// <summary>Annotation: text, where width, height and depth run to: LPS or RAS. Only where all rows have the same.</summary>
    internal const string OrientationAnnotation = "MedSsl.VolumeOrientation";

    private static readonly string[] Sides = ["Width", "Height", "Depth"];

    /// <summary>The slot names of the geometry column.</summary>
    internal static IReadOnlyList<string> GeometryNames { get; } =
    [
        .. Sides.Select(s => $"Source{s}"), .. Sides.Select(s => $"SourceSpacing{s}"), .. Affine("SourceAffine"), .. Affine("Affine"),
    ];

    /// <summary>The volume column.</summary>
    internal static DataViewSchema.DetachedColumn Volume(string name, VolumeGrid grid, VolumeLoadOptions options)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        if (options.Spacing is { } spacing)
        {
            float[] values = [(float)spacing.Depth, (float)spacing.Height, (float)spacing.Width];
            ValueGetter<VBuffer<float>> getter = (ref VBuffer<float> value) =>
            {
                var editor = VBufferEditor.Create(ref value, values.Length);
                values.CopyTo(editor.Values);
                value = editor.Commit();
            };
            annotations.Add(SpacingAnnotation, new VectorDataViewType(NumberDataViewType.Single, values.Length), getter);
        }
        if (options.Orientation != VolumeOrientation.AsStored)
        {
            string text = options.Orientation.ToString().ToUpperInvariant();
            annotations.Add(OrientationAnnotation, TextDataViewType.Instance, (ref ReadOnlyMemory<char> value) => value = text.AsMemory());
        }
        return new(name, new VectorDataViewType(NumberDataViewType.Single, 1, grid.Depth, grid.Height, grid.Width), annotations.ToAnnotations());
    }

    /// <summary>The geometry column.</summary>
    internal static DataViewSchema.DetachedColumn Geometry(string name) =>
        new(name, new VectorDataViewType(NumberDataViewType.Single, GeometryNames.Count), SlotNames.Annotations(GeometryNames));

    /// <summary>Writes the geometry column's numbers.</summary>
    internal static void Describe(VolumeGeometry source, double[] affine, Span<float> values)
    {
        for (int axis = 0; axis < 3; axis++)
            (values[axis], values[3 + axis]) = (source.Size[axis], (float)source.Spacing(axis));
        for (int i = 0; i < 12; i++)
            (values[6 + i], values[18 + i]) = ((float)source.Affine[i], (float)affine[i]);
    }

    private static IEnumerable<string> Affine(string name) => Enumerable.Range(0, 12).Select(i => $"{name}{i / 4 + 1}{i % 4 + 1}");
}
