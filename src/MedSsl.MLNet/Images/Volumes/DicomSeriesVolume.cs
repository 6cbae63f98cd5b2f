using FellowOakDicom;

namespace MedSsl.MLNet;

/// <summary>The volume of a DICOM series: slices are decompressed on all cores, each by its own modality transform. Padding has no value.</summary>
internal sealed class DicomSeriesVolume(SliceStack stack) : VolumeSource(stack.Geometry)
{
    internal IReadOnlyList<DicomSlice> Slices => stack.Slices;

    internal override bool IsInverted => stack.Slices[0].File.Header.Photometric == "MONOCHROME1";

    /// <summary>That of every slice; null where slices differ.</summary>
    internal override ValueMap? FindWindow(WindowOptions options)
    {
        ValueMap? common = null;
        foreach (var slice in stack.Slices)
        {
            var dataset = slice.File.Dataset;
            bool stored = slice.File.Header.Cell.Signed;
            var window = DicomWindows.Find(dataset, slice.Groups, options, DicomTables.Modality(dataset, slice.Groups, stored).IsSigned(stored));
            if (window is null || common is not null && window != common)
                return null;
            common = window;
        }
        return common;
    }

    internal override float[] Read()
    {
        var values = new float[Geometry.Voxels];
        int size = Geometry.Size[0] * Geometry.Size[1];
        try
        {
            Parallel.For(0, stack.Slices.Count, () => new Worker(), (i, _, worker) => worker.Read(stack.Slices[i], values.AsSpan(i * size, size)), _ => { });
        }
        catch (AggregateException errors)
        {
            throw errors.InnerExceptions.OfType<DicomFault>().OrderBy(f => f.Message, StringComparer.Ordinal).FirstOrDefault() ?? errors.InnerException!;
        }
        return values;
    }

    private sealed class Worker
    {
        private readonly DicomFrames _frames = new();
        private readonly Dictionary<string, DicomDataset> _opened = [];
        private int[] _row = [];

        internal Worker Read(DicomSlice slice, Span<float> values)
        {
            try
            {
                Decode(slice, values);
            }
            catch (DicomFault fault)
            {
                throw new DicomFault($"{slice.Name}: {fault.Message}");
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                throw new DicomFault($"{slice.Name} cannot be read as DICOM: it is truncated or damaged");
            }
            return this;
        }

        private void Decode(DicomSlice slice, Span<float> values)
        {
            var dataset = slice.File.Header.Frames == 1 ? slice.File.Dataset : OfThisThread(slice.File.Path);
            bool signed = slice.File.Header.Cell.Signed;
            var modality = DicomTables.Modality(dataset, new(dataset, slice.Frame), signed);
            var padding = PixelPadding.Of(dataset, signed);
            var header = _frames.Read(dataset, slice.File.Header, slice.Frame);
            int width = header.Width;
            if (_row.Length != width)
                _row = new int[width];
            for (int y = 0; y < header.Height; y++)
            {
                header.Cell.Read(_frames.Bytes, _frames.FirstCell + (long)y * width, 1, _row);
                var target = values.Slice(y * width, width);
                for (int x = 0; x < width; x++)
                    target[x] = padding.Contains(_row[x]) ? float.NaN : (float)modality.Of(_row[x] + header.Cell.Offset);
            }
        }

        /// <summary>A data set reads its values when they are asked for: frames of one file, which several threads read, need one for each.</summary>
        private DicomDataset OfThisThread(string path)
        {
            if (!_opened.TryGetValue(path, out var dataset))
                _opened[path] = dataset = DicomSeriesFile.OpenHeader(path) ?? throw new DicomFault("it has changed while it was read");
            return dataset;
        }
    }
}
