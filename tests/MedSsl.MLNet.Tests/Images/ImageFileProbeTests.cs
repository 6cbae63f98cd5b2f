using System.Buffers.Binary;

namespace MedSsl.MLNet.Tests;

public class ImageFileProbeTests
{
    private static byte[] Png => PngFile.Gray(40, 30, (x, y) => x * y * 37 % 256);

    [Fact]
    public void WholeFilesHaveNoFault()
    {
        Assert.Null(ImageFileProbe.FindFault(Png));
        Assert.Null(ImageFileProbe.FindFault(PngFile.Colour(3, 4, (x, y, c) => x + y + c)));
        Assert.Null(ImageFileProbe.FindFault(SampleJpeg.Gray));
        Assert.Null(ImageFileProbe.FindFault(SampleJpeg.Progressive));
        Assert.Null(ImageFileProbe.FindFault([.. SampleJpeg.Gray, 0, 0, 0]));       // bytes after the end are common and harmless
    }

    [Fact]
    public void EveryCutOfAFileIsFound()
    {
        foreach (byte[] file in (byte[][])[Png, SampleJpeg.Gray, SampleJpeg.Progressive])
            for (int length = 4; length < file.Length; length++)
                Assert.Contains("truncated", ImageFileProbe.FindFault(file.AsSpan(0, length)) ?? "whole");
    }

    [Fact]
    public void EveryAlteredByteOfAPngIsFound()
    {
        byte[] file = Png;
        for (int i = 0; i < file.Length; i++)
        {
            file[i] ^= 0x20;
            Assert.NotNull(ImageFileProbe.FindFault(file));
            file[i] ^= 0x20;
        }
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("GIF89a....", "GIF")]
    [InlineData("BM......", "BMP")]
    [InlineData("image_path,patient_id", "no PNG, JPEG, TIFF or DICOM image")]
    public void OtherFilesAreNamed(string text, string expected) => Assert.Contains(expected, ImageDecoders.Unknown(System.Text.Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void TwelveBitsAreSaid()
    {
        byte[] jpeg = SampleJpeg.Gray;
        jpeg[Frame(jpeg) + 4] = 12;
        Assert.Contains("12 bits", ImageFileProbe.FindFault(jpeg));
    }

    [Theory]
    [InlineData(0xC3, "lossless")]
    [InlineData(0xC9, "arithmetic")]
    public void UnreadableKindsOfJpegAreSaid(int marker, string expected)
    {
        byte[] jpeg = SampleJpeg.Gray;
        jpeg[Frame(jpeg) + 1] = (byte)marker;
        Assert.Contains(expected, ImageFileProbe.FindFault(jpeg));
    }

    [Fact]
    public void FourColoursAreSaid()
    {
        byte[] jpeg = SampleJpeg.Gray;
        jpeg[Frame(jpeg) + 9] = 4;
        Assert.Contains("4 colour channels", ImageFileProbe.FindFault(jpeg));
    }

    [Theory]
    [InlineData(70000, 10)]
    [InlineData(8193, 8192)]
    [InlineData(-1, 8)]
    [InlineData(0, 8)]
    public void SizesAreCheckedBeforeMemoryIsTaken(int width, int height)
    {
        byte[] file = [.. PngFile.Signature, .. PngFile.Chunk("IHDR", PngFile.Header(width, height, 8, 0)), .. PngFile.Chunk("IDAT", [1]), .. PngFile.Chunk("IEND", [])];
        Assert.Contains("pixels", ImageFileProbe.FindFault(file));
    }

    [Fact]
    public void AJpegFrameOfTooManyPixelsIsFound()
    {
        byte[] jpeg = SampleJpeg.Gray;
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(Frame(jpeg) + 5), 60000);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(Frame(jpeg) + 7), 60000);
        Assert.Contains("60000 x 60000 pixels", ImageFileProbe.FindFault(jpeg));
    }

    private static int Frame(byte[] jpeg) => jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);

    /// <summary>8,000 x 8,000 pixels take memory; 100 bytes of data cannot be that many.</summary>
    [Fact]
    public void AClaimThatTheFileCannotHoldIsRefused()
    {
        byte[] png = PngFile.Gray(10, 10, (_, _) => 1), large = [.. PngFile.Signature, .. PngFile.Chunk("IHDR", PngFile.Header(8000, 8000, 8, 0)), .. png[33..]];
        Assert.Contains("cannot hold the 8000 x 8000 pixels", ImageFileProbe.FindFault(large));
        byte[] jpeg = SampleJpeg.Gray;
        int frame = jpeg.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        (jpeg[frame + 5], jpeg[frame + 7]) = (0x1F, 0x1F);
        Assert.Contains("cannot hold the 7952 x 7952 pixels", ImageFileProbe.FindFault(jpeg));
    }
}
