using System.Runtime.InteropServices;

namespace MedSsl.MLNet;

/// <summary>
/// The part of libjpeg-turbo's TurboJPEG library (its interface of version 1.2, in all since) that decodes at a reduced scale. The library is the system's:
/// Debian's libturbojpeg0, Homebrew's jpeg-turbo, or turbojpeg.dll beside the program. Where it is not found, nothing needs it.
/// </summary>
internal sealed class TurboJpeg
{
    private const int Bgrx = 3, Gray = 6, AccurateTransform = 4096;
    private static readonly Lazy<TurboJpeg?> _loaded = new(Load);
    private readonly Init _init;
    private readonly Header _header;
    private readonly Decompress _decompress;
    private readonly Destroy _destroy;

    private TurboJpeg(nint library)
    {
        T Function<T>(string name) => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, name));
        _init = Function<Init>("tjInitDecompress");
        _header = Function<Header>("tjDecompressHeader3");
        _decompress = Function<Decompress>("tjDecompress2");
        _destroy = Function<Destroy>("tjDestroy");
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint Init();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Header(nint handle, ref byte file, CULong length, out int width, out int height, out int subsampling, out int colours);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Decompress(nint handle, ref byte file, CULong length, ref byte pixels, int width, int pitch, int height, int format, int flags);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Destroy(nint handle);

    /// <summary>The library, or null where the system has none.</summary>
    internal static TurboJpeg? Instance => _loaded.Value;

    private static TurboJpeg? Load()
    {
        string[] names = OperatingSystem.IsWindows() ? ["turbojpeg.dll", "libturbojpeg.dll"]
            : OperatingSystem.IsMacOS() ? ["libturbojpeg.0.dylib", "libturbojpeg.dylib", "/opt/homebrew/lib/libturbojpeg.dylib"]
            : ["libturbojpeg.so.0", "libturbojpeg.so"];
        foreach (string name in names)
            if (NativeLibrary.TryLoad(name, typeof(TurboJpeg).Assembly, null, out nint library))
                try
                {
                    return new TurboJpeg(library);
                }
                catch (EntryPointNotFoundException)
                {
                    NativeLibrary.Free(library);
                }
        return null;
    }

    /// <summary>A decoder, for one thread at a time.</summary>
    internal Decoder NewDecoder() => new(this);

    /// <summary>Decodes JPEG files.</summary>
    internal sealed class Decoder : SafeHandle
    {
        private readonly TurboJpeg _library;

        internal Decoder(TurboJpeg library) : base(0, true)
        {
            _library = library;
            SetHandle(library._init());
        }

        public override bool IsInvalid => handle == 0;

        /// <summary>The size of a file's image; false where the file is none that can be decoded.</summary>
        internal bool TryReadSize(Span<byte> file, out int width, out int height)
        {
            (width, height) = (0, 0);
            return !IsInvalid && _library._header(handle, ref MemoryMarshal.GetReference(file), new((uint)file.Length), out width, out height, out _, out _) == 0;
        }

        /// <summary>Decodes at a size that is the image's divided by 1, 2, 4 or 8, rounded up; false where anything is wrong with the file.</summary>
        /// <param name="file">The file.</param>
        /// <param name="width">Of the pixels, not of the file's image.</param>
        /// <param name="height">Likewise.</param>
        /// <param name="gray">A byte a pixel, the luma; else blue, green, red and one byte without meaning.</param>
        /// <param name="pixels">Rows from the top.</param>
        internal bool TryDecode(Span<byte> file, int width, int height, bool gray, Span<byte> pixels)
        {
            int pitch = gray ? width : 4 * width;
            ArgumentOutOfRangeException.ThrowIfLessThan(pixels.Length, (long)pitch * height);
            return _library._decompress(handle, ref MemoryMarshal.GetReference(file), new((uint)file.Length), ref MemoryMarshal.GetReference(pixels),
                width, pitch, height, gray ? Gray : Bgrx, AccurateTransform) == 0;
        }

        protected override bool ReleaseHandle() => _library._destroy(handle) == 0;
    }
}
