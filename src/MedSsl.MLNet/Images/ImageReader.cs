using System.Collections.Concurrent;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>
/// Reads image files into squares of floats in [0, 1]. It may be used from several threads at once; the buffers of as many readings as happen at a time
/// are kept.
/// </summary>
internal sealed class ImageReader(int size, int channels, ResizeMode mode)
{
    private readonly ConcurrentBag<Worker> _workers = [];

    /// <summary>Numbers in one image.</summary>
    internal int ImageSize => channels * size * size;

    /// <summary>Reads one file into [channels, size, size]; gives what is wrong with it, or null.</summary>
    internal string? TryRead(string path, Span<float> destination)
    {
        if (!_workers.TryTake(out var worker))
            worker = new Worker(new ImageResizer(size, channels, mode));
        string? fault = worker.TryRead(path, destination);
        _workers.Add(worker);
        return fault;
    }

    private sealed class Worker(ImageResizer resizer)
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
            if (length < 0)
                return $"the file is larger than {Array.MaxLength} bytes";
            return ImageFileProbe.FindFault(_file.AsSpan(0, length)) ?? Decode(length, destination);
        }

        private string? Decode(int length, Span<float> destination)
        {
            using var stream = new MemoryStream(_file, 0, length, writable: false);
            MLImage image;
            try
            {
                image = MLImage.CreateFromStream(stream);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                return $"it cannot be decoded: {error.Message}";
            }
            using (image)
                resizer.Resize(image.Pixels, image.Width, image.Height, image.PixelFormat == MLPixelFormat.Bgra32, destination);
            return null;
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
