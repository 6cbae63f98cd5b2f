using System.Collections.Concurrent;

namespace MedSsl.MLNet;

/// <summary>
/// Reads image files into squares of floats in [0, 1]. It may be used from several threads at once; the buffers of as many readings as happen at a time
/// are kept.
/// </summary>
internal sealed class ImageReader(int size, ImageLoadOptions options)
{
    private readonly ConcurrentBag<Worker> _workers = [];

    /// <summary>Numbers in one image.</summary>
    internal int ImageSize => options.Channels * size * size;

    /// <summary>Reads one file into [channels, size, size]; gives what is wrong with it, or null.</summary>
    internal string? TryRead(string path, Span<float> destination)
    {
        if (!_workers.TryTake(out var worker))
            worker = new Worker(new ImageResizer(size, options.Channels, options.Resize), ImageDecoders.Make(size, options));
        string? fault = worker.TryRead(path, destination);
        _workers.Add(worker);
        return fault;
    }

    private sealed class Worker(ImageResizer resizer, ImageDecoder[] decoders)
    {
        private byte[] _file = [];

        internal string? TryRead(string path, Span<float> destination)
        {
            if (path.Length == 0)
                return "the path is empty";
            int length;
            try
            {
                length = ReadFile(path);
            }
            catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
            {
                return "there is no such file";
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
            {
                return $"the file cannot be read: {error.Message}";
            }
            return length < 0 ? $"the file is larger than {Array.MaxLength} bytes" : Decode(new(_file, 0, length), destination);
        }

        private string? Decode(ArraySegment<byte> file, Span<float> destination)
        {
            foreach (var decoder in decoders)
                if (decoder.Is(file))
                {
                    string? fault = decoder.TryDecode(file, out var image);
                    if (fault is null)
                        resizer.Resize(image!, destination);
                    decoder.Release();
                    return fault;
                }
            return ImageDecoders.Unknown(file);
        }

        private int ReadFile(string path)
        {
            using var handle = File.OpenHandle(path, options: FileOptions.SequentialScan);
            long length = RandomAccess.GetLength(handle);
            if (length > Array.MaxLength)
                return -1;
            if (_file.Length < length)
                _file = new byte[Math.Min(Array.MaxLength, length + length / 4)];
            int read = 0;
            for (int count; read < length && (count = RandomAccess.Read(handle, _file.AsSpan(read, (int)length - read), read)) > 0;)
                read += count;
            return read;
        }
    }
}
