namespace MedSsl.MLNet;

/// <summary>Reads volumes into one grid. It may be used from several threads at once.</summary>
internal sealed class VolumeReader(VolumeGrid grid, VolumeLoadOptions options)
{
    private readonly VolumeMemory _memory = new(VolumeSource.LargestVoxels);

    /// <summary>Reads one volume into [depth, height, width]; gives what is wrong with it, or null.</summary>
    /// <param name="path">A file, or a folder of a series.</param>
    /// <param name="destination">The values.</param>
    /// <param name="geometry">The numbers of <see cref="VolumeColumns.GeometryNames"/>, where they are wanted.</param>
    internal string? TryRead(string path, Memory<float> destination, Memory<float> geometry)
    {
        if (path.Length == 0)
            return "the path is empty";
        try
        {
            var source = Open(path);
            _memory.Run(source.Geometry.Voxels, () => Read(source, destination, geometry));
            return null;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return "there is no such file or folder";
        }
        catch (Exception error) when (error is InvalidDataException or DicomFault)
        {
            return error.Message;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return $"it cannot be read: {error.Message}";
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return "it cannot be read: it is truncated or damaged";    // another library's message may quote the file, and with it a patient
        }
    }

    private VolumeSource Open(string path) =>
        (Directory.Exists(path) ? null : NiftiVolume.TryOpen(path, options.Frame)) as VolumeSource
        ?? DicomSeries.TryOpen(path, options.SeriesInstanceUid)
        ?? throw new InvalidDataException("it is no NIfTI-1 file, no DICOM image and no folder of DICOM images");

    private void Read(VolumeSource source, Memory<float> destination, Memory<float> geometry)
    {
        float[] values = source.Read();
        var map = VolumeIntensity.Map(values, options.Window is { } window ? source.FindWindow(window) : null, options.Window, source.IsInverted);
        var resampler = new VolumeResampler(source.Geometry, grid, options);
        resampler.Run(values, map, destination);
        if (!geometry.IsEmpty)
            VolumeColumns.Describe(source.Geometry, resampler.Affine(), geometry.Span);
    }
}
