using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>Reads images from a cache, and from their files those that are not there, which it then adds. Safe to use from several threads.</summary>
internal sealed class CachedImageReader
{
    /// <summary>To be raised when the same file with the same options gives other pixels than before.</summary>
    private const int Version = 1;

    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };
    private readonly ImageReader _reader;
    private readonly ImageCache _cache;
    private readonly byte[] _preparation;
    private readonly Action<string> _warn;
    private volatile bool _missed;
    private int _warned;

    /// <param name="reader">Reads files.</param>
    /// <param name="size">The images' side.</param>
    /// <param name="options">How images are prepared.</param>
    /// <param name="cache">The cache.</param>
    /// <param name="warn">Told once when nothing can be added to the cache.</param>
    internal CachedImageReader(ImageReader reader, int size, ImageLoadOptions options, ImageCache cache, Action<string> warn)
    {
        (_reader, _cache, _warn) = (reader, cache, warn);
        _preparation = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new
        {
            Version,
            Decoder = typeof(MLImage).Assembly.FullName,
            cache.KeepFloats,
            IsReduced = options.JpegAtReducedScale && TurboJpeg.Instance is not null,
            Size = size,
            Options = options with { OnBadImage = default, BadImageFound = null, Cache = null },
        }, Json));
    }

    internal ImageCache Cache => _cache;

    /// <summary>The key of a file as it is now; null where there is none.</summary>
    internal CacheKey? KeyOf(string path) => path.Length == 0 ? null : CacheKey.Of(path, _preparation);

    /// <summary>To be called before some images are read: finds what other processes have added, where anything was missing before.</summary>
    internal void BeginBatch()
    {
        if (!_missed)
            return;
        _missed = false;
        try
        {
            _cache.Refresh();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What others have added is then not found.
        }
    }

    /// <summary>Reads one image into <paramref name="pixels"/>; gives what is wrong with its file, or null.</summary>
    internal string? TryRead(string path, Span<float> pixels)
    {
        while (true)
        {
            string? fault = TryFind(path, pixels, out int slot, out bool isRead);
            if (fault is not null || isRead || _cache.TryRead(slot, pixels))
                return fault;
        }
    }

    /// <summary>Finds one image in the cache, or reads its file and adds it; gives what is wrong with the file, or null.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pixels">Takes the image where it is read from its file.</param>
    /// <param name="slot">Where the image is in the cache; -1 where it is not.</param>
    /// <param name="isRead">Whether the image was read from its file.</param>
    internal string? TryFind(string path, Span<float> pixels, out int slot, out bool isRead)
    {
        var key = KeyOf(path);
        slot = key is { } known ? _cache.Find(known) : -1;
        isRead = slot < 0;
        if (!isRead)
            return null;
        _missed = true;
        if (_reader.TryRead(path, pixels) is { } fault)
            return fault;
        if (key is null || KeyOf(path) != key)     // it changed while it was read
            return null;
        slot = _cache.Add(key.Value, pixels);
        if (slot < 0 && Interlocked.Exchange(ref _warned, 1) == 0)
            _warn($"Nothing more is added to the image cache '{_cache.Folder}': {_cache.Fault}. Images that are not in it are read from their files each time.");
        return null;
    }
}
