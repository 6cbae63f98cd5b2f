using System.Buffers;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Data;

/// <summary>PNG and JPEG between memory blocks, over the native shim.</summary>
internal static unsafe partial class Codec
{
    private const string Library = "MedSslImage";
    private const int MessageSize = 256;

    private enum Result { Ok, Incomplete, Failed }

    [StructLayout(LayoutKind.Sequential)]
    private struct Header
    {
        public uint Width, Height;
    }

    /// <summary>
    /// Decodes into blue, green, red, alpha, with the colours multiplied by alpha. Data that end early give the rows before that and black after,
    /// as the real package does; data that are no image give null and why. The array is of the shared pool, and may be longer.
    /// </summary>
    internal static byte[] Decode(ReadOnlySpan<byte> data, out int width, out int height, out string reason)
    {
        byte* message = stackalloc byte[MessageSize];
        message[0] = 0;
        Header header;
        byte[] pixels = null;
        width = height = 0;
        fixed (byte* from = data)
        {
            if (HeaderOf(from, (nuint)data.Length, &header, message) == Result.Ok)
            {
                (width, height) = ((int)header.Width, (int)header.Height);
                pixels = ArrayPool<byte>.Shared.Rent(checked(width * height * 4));
                fixed (byte* to = pixels)
                {
                    if (Decode(from, (nuint)data.Length, to, message) == Result.Failed)
                    {
                        ArrayPool<byte>.Shared.Return(pixels);
                        pixels = null;
                    }
                }
            }
        }
        reason = Marshal.PtrToStringUTF8((nint)message);
        return pixels;
    }

    /// <summary>Writes pixels as PNG, or as JPEG of quality 100, to a stream that <paramref name="open"/> opens once they are encoded.</summary>
    internal static void Encode(ReadOnlySpan<byte> pixels, int width, int height, bool rgba, bool jpeg, Func<Stream> open)
    {
        byte* message = stackalloc byte[MessageSize];
        byte* block = null;
        try
        {
            nuint length;
            fixed (byte* from = pixels)
            {
                if (Encode(from, (uint)width, (uint)height, rgba ? 1 : 0, jpeg ? 1 : 0, &block, &length, message) != Result.Ok)
                {
                    throw new ArgumentException(Marshal.PtrToStringUTF8((nint)message));
                }
            }
            using var encoded = new UnmanagedMemoryStream(block, (long)length);
            using var stream = open();
            encoded.CopyTo(stream);
        }
        finally
        {
            Free(block);
        }
    }

    [LibraryImport(Library, EntryPoint = "medssl_image_header")]
    private static partial Result HeaderOf(byte* data, nuint size, Header* header, byte* message);

    [LibraryImport(Library, EntryPoint = "medssl_image_decode")]
    private static partial Result Decode(byte* data, nuint size, byte* bgra, byte* message);

    [LibraryImport(Library, EntryPoint = "medssl_image_encode")]
    private static partial Result Encode(byte* pixels, uint width, uint height, int rgba, int jpeg, byte** block, nuint* size, byte* message);

    [LibraryImport(Library, EntryPoint = "medssl_image_free")]
    private static partial void Free(byte* block);
}
