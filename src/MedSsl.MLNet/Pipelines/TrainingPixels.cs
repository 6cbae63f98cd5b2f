using System.Security.Cryptography;

namespace MedSsl.MLNet;

/// <summary>
/// The pixels of a training set's images: slots of a cache where there is one, else bytes in memory, and beyond a limit in a temporary file. It
/// belongs to one thread, but for <see cref="Touch"/>.
/// </summary>
/// <param name="size">Numbers in one image.</param>
/// <param name="memory">Bytes that images may take in memory before a file takes the rest.</param>
internal sealed class TrainingPixels(int size, long memory)
{
    private readonly List<int> _places = [];             // a slot, or the complement of a place in _stored
    private readonly List<Stored> _stored = [];
    private CachedRows? _cached;
    private SpilledImages? _file;
    private long _used;

    /// <summary>Half of the memory that the process may use.</summary>
    internal static long DefaultMemory => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes is > 0 and var bytes ? bytes / 2 : long.MaxValue;

    internal int Count => _places.Count;

    /// <summary>Bytes of pixels in managed memory.</summary>
    internal long BytesInMemory => _stored.Sum(stored => (long)(stored.Bytes?.Length ?? 0));

    /// <summary>Whether any image must be fetched from a file.</summary>
    internal bool IsOnDisk => _cached is not null || _file is not null;

    /// <summary>Adds an image that is kept here.</summary>
    internal void Add(StoredImage image)
    {
        _places.Add(~_stored.Count);
        _used += image.Bytes.Length;
        if (_used <= memory)
            _stored.Add(new(image.Kind, image.Bytes, 0));
        else
            _stored.Add(new(image.Kind, null, (_file ??= new()).Append(image.Bytes)));
    }

    /// <summary>Adds an image that is in a cache.</summary>
    internal void Add(int slot, CachedRows rows)
    {
        _cached = rows;
        _places.Add(slot);
    }

    /// <summary>Fills <paramref name="pixels"/> with an image.</summary>
    internal void CopyTo(int image, Span<float> pixels)
    {
        int place = _places[image];
        if (place < 0 && _stored[~place] is { Bytes: { } bytes } stored)
        {
            PixelCode.Decode(stored.Kind, bytes, pixels);
            return;
        }
        using var rented = Rent(image);
        PixelCode.Decode(rented.Kind, rented.Bytes, pixels);
    }

    /// <summary>Fetches images into the system's file cache; on any thread once all are added.</summary>
    internal void Touch(ReadOnlySpan<int> images)
    {
        foreach (int image in images)
        {
            int place = _places[image];
            if (place >= 0)
                _cached!.Cache.Touch(place, size);
            else if (_stored[~place].Bytes is null)
                FromFile(_stored[~place]).Dispose();
        }
    }

    /// <summary>Adds an image to a hash.</summary>
    internal void AppendTo(IncrementalHash hash, int image)
    {
        int place = _places[image];
        if (place < 0 && _stored[~place] is { Bytes: { } bytes } stored)
        {
            PixelCode.AppendTo(hash, stored.Kind, bytes);
            return;
        }
        using var rented = Rent(image);
        PixelCode.AppendTo(hash, rented.Kind, rented.Bytes);
    }

    private RentedPixels Rent(int image)
    {
        int place = _places[image];
        return place < 0 ? FromFile(_stored[~place])
            : _cached!.Cache.TryRent(place, size, out var rented) ? rented
            : Renew(image);
    }

    private RentedPixels FromFile(Stored stored)
    {
        var pixels = new RentedPixels(stored.Kind, size * stored.Kind.Size());
        _file!.Read(stored.Offset, pixels.Bytes);
        return pixels;
    }

    /// <summary>An image whose slot is damaged, from its file; it is kept as others are.</summary>
    private RentedPixels Renew(int image)
    {
        var (renewed, slot) = _cached!.Renew(image, _places[image]);
        if (slot < 0)
        {
            _stored.Add(new(renewed.Kind, renewed.Bytes, 0));
            slot = ~(_stored.Count - 1);
        }
        _places[image] = slot;
        var rented = new RentedPixels(renewed.Kind, renewed.Bytes.Length);
        renewed.Bytes.CopyTo(rented.Bytes);
        return rented;
    }

    private readonly record struct Stored(PixelKind Kind, byte[]? Bytes, long Offset);
}
