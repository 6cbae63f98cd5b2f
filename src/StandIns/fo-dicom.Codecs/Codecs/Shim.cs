using System.Runtime.InteropServices;
using FellowOakDicom.Imaging.Codec;

namespace FellowOakDicom.Imaging.NativeCodec;

/// <summary>The native shim. Its functions have no state, throw nothing and never end the process.</summary>
internal static unsafe partial class Shim
{
    private const string Library = "MedSslDicom";
    private const int MessageSize = 256;

    [StructLayout(LayoutKind.Sequential)]
    internal struct Frame
    {
        public uint Width, Height, Samples, BytesPerSample;

        /// <summary>JPEG: convert to RGB what is not RGB.</summary>
        public int ToRgb;

        /// <summary>A plane for each sample.</summary>
        public int Planar;
    }

    internal delegate int Decoder(byte* data, nuint size, Frame* frame, byte* to, byte* message);

    /// <summary>Decodes into a new array of the frame's size.</summary>
    internal static byte[] Decode(Decoder decoder, string name, ReadOnlySpan<byte> data, in FrameShape shape, bool toRgb)
    {
        var frame = new Frame
        {
            Width = (uint)shape.Width,
            Height = (uint)shape.Height,
            Samples = (uint)shape.Samples,
            BytesPerSample = (uint)shape.BytesPerSample,
            ToRgb = toRgb ? 1 : 0,
            Planar = shape.IsPlanar ? 1 : 0,
        };
        byte* message = stackalloc byte[MessageSize];
        message[0] = 0;
        var pixels = GC.AllocateUninitializedArray<byte>((int)shape.Size);
        fixed (byte* from = data, to = pixels)
        {
            return decoder(from, (nuint)data.Length, &frame, to, message) == 0 ? pixels
                : throw new DicomCodecException($"{name}: {Marshal.PtrToStringUTF8((nint)message)}.");
        }
    }

    [LibraryImport(Library, EntryPoint = "medssl_dicom_jpeg8")]
    internal static partial int Jpeg8(byte* data, nuint size, Frame* frame, byte* to, byte* message);

    [LibraryImport(Library, EntryPoint = "medssl_dicom_jpeg12")]
    internal static partial int Jpeg12(byte* data, nuint size, Frame* frame, byte* to, byte* message);

    [LibraryImport(Library, EntryPoint = "medssl_dicom_jpeg16")]
    internal static partial int Jpeg16(byte* data, nuint size, Frame* frame, byte* to, byte* message);

    [LibraryImport(Library, EntryPoint = "medssl_dicom_jpegls")]
    internal static partial int JpegLs(byte* data, nuint size, Frame* frame, byte* to, byte* message);

    [LibraryImport(Library, EntryPoint = "medssl_dicom_jpeg2000")]
    internal static partial int Jpeg2000(byte* data, nuint size, Frame* frame, byte* to, byte* message);
}
