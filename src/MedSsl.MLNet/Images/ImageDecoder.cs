namespace MedSsl.MLNet;

/// <summary>
/// Decodes one kind of image file, told by its content. Belongs to one thread at a time and keeps its buffers. A new kind is a new class here and a line in
/// <see cref="ImageDecoders"/>.
/// </summary>
internal abstract class ImageDecoder
{
    /// <summary>Whether a file is of this kind, by its first bytes; it need not be whole.</summary>
    internal abstract bool Is(ReadOnlySpan<byte> file);

    /// <summary>Decodes a file of this kind.</summary>
    /// <param name="file">The whole file; it stays as it is until <see cref="Release"/>.</param>
    /// <param name="image">The image, where nothing is wrong.</param>
    /// <returns>What is wrong with the file, as a clause that follows its path, or null.</returns>
    internal abstract string? TryDecode(ArraySegment<byte> file, out ImageRows? image);

    /// <summary>The image is no longer read: frees what is not kept for the next.</summary>
    internal virtual void Release()
    {
    }
}
