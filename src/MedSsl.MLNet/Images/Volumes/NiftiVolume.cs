using System.IO.Compression;

namespace MedSsl.MLNet;

/// <summary>
/// A volume of a NIfTI-1 file: .nii, or .hdr with .img, each also with gzip; told by content. No more is inflated than the header promises, and no memory is taken
/// that the file's length cannot bear out.
/// </summary>
internal sealed class NiftiVolume : VolumeSource
{
    private const int MostRatio = 1040;                                         // deflate makes at most 1,032 bytes of one
    private readonly string _file;
    private readonly NiftiHeader _header;
    private readonly int _frame;

    private NiftiVolume(string file, NiftiHeader header, int frame) : base(header.Geometry) => (_file, _header, _frame) = (file, header, frame);

    internal override ValueMap? FindWindow(WindowOptions options)
    {
        if (options.Source == WindowSource.File && (options.Index > 1 || options.Name is not null))
            throw new InvalidDataException("NIfTI files have at most one window, without a name (cal_min and cal_max); another was asked for");
        return options.Source switch
        {
            WindowSource.File => _header.Displayed is var (low, high) ? new RangeMap(low, high) : null,
            WindowSource.Tissue => TissueWindows.Of(options.Tissue) is var (centre, width) ? new WindowMap(centre, width) : null,
            WindowSource.Values => new WindowMap(options.Centre, options.Width),
            _ => null,
        };
    }

    /// <summary>The volume of a file that has a NIfTI-1 header; null for other files.</summary>
    /// <exception cref="InvalidDataException">The header contradicts itself, or the file is too short.</exception>
    internal static NiftiVolume? TryOpen(string path, int? frame)
    {
        string headerPath = HeaderOf(path);
        byte[] bytes = new byte[NiftiHeader.Length];
        int read;
        try
        {
            using var stream = OpenStream(headerPath, out _);
            read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException)
        {
            return null;                                                        // gzip that is none: another reader may know it
        }
        if (!NiftiHeader.Is(bytes.AsSpan(0, read)))
            return null;
        var header = NiftiHeader.Read(bytes);
        string? fault = FrameChoice.TryFind(frame, header.Frames, "volumes", out int index, nameof(VolumeLoadOptions));
        if (fault is not null)
            throw new InvalidDataException(fault);
        return new NiftiVolume(header.IsPair ? ValuesOf(headerPath) : headerPath, header, index);
    }

    internal override float[] Read()
    {
        int bytes = NiftiType.Size(_header.Type);
        long start = _header.Offset + _frame * Geometry.Voxels * bytes, end = start + Geometry.Voxels * bytes;
        using var stream = OpenStream(_file, out bool zipped);
        long length = new FileInfo(_file).Length;
        if (end > (zipped ? length * MostRatio : length))
            throw new InvalidDataException($"it ends before its values do: its header promises {end} bytes, the file has {length}{(zipped ? " with gzip" : "")}");
        try
        {
            byte[] buffer = new byte[1 << 18];
            for (long at = 0; at < start;)
                at += Take(stream, buffer.AsSpan(0, (int)Math.Min(buffer.Length, start - at)), at, end);
            var values = new float[Geometry.Voxels];
            for (int at = 0; at < values.Length;)
            {
                int count = Math.Min(buffer.Length / bytes, values.Length - at);
                Take(stream, buffer.AsSpan(0, count * bytes), start + (long)at * bytes, end);
                NiftiType.Convert(_header.Type, _header.Swap, buffer.AsSpan(0, count * bytes), _header.Scaling.Slope, _header.Scaling.Intercept, values.AsSpan(at, count));
                at += count;
            }
            if (zipped && _frame == _header.Frames - 1)
                stream.ReadByte();                                              // the end of the stream has its checksum, which is compared there
            return values;
        }
        catch (InvalidDataException error) when (error.InnerException is null && zipped && !error.Message.StartsWith("it ", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"its gzip stream is damaged: {error.Message}", error);
        }
    }

    private static int Take(Stream stream, Span<byte> bytes, long at, long end)
    {
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length ? read : throw new InvalidDataException($"it ends before its values do, after {at + read} of {end} bytes");
    }

    private static Stream OpenStream(string path, out bool zipped)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        zipped = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return zipped ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private static string HeaderOf(string path) => Other(path, ".img", ".hdr") is { } other && File.Exists(other) ? other : path;

    private static string ValuesOf(string headerPath) => Other(headerPath, ".hdr", ".img") is { } other && File.Exists(other) ? other
        : throw new InvalidDataException("its values should be in a file of the same name that ends in .img beside it, and there is none");

    private static string? Other(string path, string from, string to)
    {
        foreach (string gzip in (string[])["", ".gz"])
            if (path.EndsWith(from + gzip, StringComparison.OrdinalIgnoreCase))
            {
                string stem = path[..^(from + gzip).Length];
                return File.Exists(stem + to + gzip) ? stem + to + gzip : stem + to + (gzip.Length > 0 ? "" : ".gz");
            }
        return null;
    }
}
