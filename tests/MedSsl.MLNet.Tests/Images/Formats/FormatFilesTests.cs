using System.Buffers.Binary;

namespace MedSsl.MLNet.Tests;

/// <summary>Files that Pillow 9.4, tifffile 2022 and zlib wrote (tests/peers/image_files.py, which also checks what OpenCV and tifffile read from them).</summary>
public class FormatFilesTests
{
    private const int Width = 37, Height = 21;

    private static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Images", "Fixtures", name);

    /// <summary>The script's formula.</summary>
    private static int Deep(int x, int y, int c) => (x * 2311 + y * 7919 + x * y * 37 + c * 12345) % 65536;

    /// <summary>The file's pixels as floats, all red, all green, all blue.</summary>
    private static float[] Decode(byte[] file, int channels, ImageLoadOptions? options = null)
    {
        var decoder = ImageDecoders.Make(64, options ?? new()).First(d => d.Is(file));
        Assert.Null(decoder.TryDecode(file, out var image));
        Assert.False(image!.HasLevels);
        Assert.Equal((Width, Height, 1.0), (image.Width, image.Height, image.PixelAspect));
        var row = new float[channels * Width];
        var pixels = new float[channels * Width * Height];
        for (int y = 0; y < Height; y++)
        {
            image.Read(y, channels, row);
            for (int c = 0; c < channels; c++)
                row.AsSpan(c * Width, Width).CopyTo(pixels.AsSpan((c * Height + y) * Width));
        }
        decoder.Release();
        return pixels;
    }

    private static string? Fault(byte[] file, ImageLoadOptions? options = null) => ImageDecoders.Make(64, options ?? new()).First(d => d.Is(file)).TryDecode(file, out _);

    public static TheoryData<string> Files() => [.. Directory.GetFiles(Fixture("")).Where(f => !f.EndsWith(".json", StringComparison.Ordinal)).Select(f => Path.GetFileName(f)!).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public void PixelsKeepTheirDepth(string name)
    {
        bool deep = name.Contains("16", StringComparison.Ordinal), colour = name.StartsWith("rgb", StringComparison.Ordinal);
        float[] pixels = Decode(File.ReadAllBytes(Fixture(name)), 3, new() { Frame = 1 });
        for (int c = 0; c < 3; c++)
            for (int y = 0; y < Height; y++)
                for (int x = 0; x < Width; x++)
                {
                    int value = Deep(x, y, colour ? c : 0), level = value >> 8;
                    double expected = name switch
                    {
                        "palette-8.tif" => (c switch { 0 => level, 1 => 255 - level, _ => level * 7 % 256 }) / 255.0,
                        "bilevel-1.tif" => level >= 128 ? 1 : 0,
                        "gray-white-is-zero-16.tif" => 1 - value / 65535.0,
                        _ => deep ? value / 65535.0 : level / 255.0,
                    };
                    Assert.Equal(expected, pixels[(c * Height + y) * Width + x], 1e-6);
                }
    }

    [Fact]
    public void DeepColourBecomesLuma()
    {
        float[] gray = Decode(File.ReadAllBytes(Fixture("rgb-16.png")), 1);
        Assert.Equal((0.299 * Deep(5, 3, 0) + 0.587 * Deep(5, 3, 1) + 0.114 * Deep(5, 3, 2)) / 65535, gray[3 * Width + 5], 1e-6);
    }

    /// <summary>A level of 1 in 65,535 is still there after the resize: nothing goes through 8 bits.</summary>
    [Fact]
    public void SixteenBitsReachTheColumn()
    {
        using var folder = new TemporaryFolder();
        var pixels = new float[64 * 64];
        Assert.Null(new ImageReader(64, new()).TryRead(Fixture("gray-16.png"), pixels));
        Assert.True(pixels.Select(p => MathF.Round(p * 65535)).Distinct().Count() > 1000);
        Assert.All(pixels, p => Assert.InRange(p, 0, 1));
    }

    [Fact]
    public void PagesAreChosen()
    {
        byte[] file = File.ReadAllBytes(Fixture("two-pages-16.tif"));
        Assert.Contains("2 pages", Fault(file));
        Assert.Contains("number 3", Fault(file, new() { Frame = 3 }));
        Assert.Equal(1 - Deep(5, 3, 0) / 65535.0, Decode(file, 1, new() { Frame = 2 })[3 * Width + 5], 1e-6);
    }

    /// <summary>A cut file is refused, or gives its image where only what follows the image was cut.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void CutFilesAreRefused(string name)
    {
        byte[] file = File.ReadAllBytes(Fixture(name));
        int refused = 0;
        for (int length = 30; length < file.Length; length += 13)
            refused += Fault(file[..length], new() { Frame = 1 }) is null ? 0 : 1;
        Assert.InRange(refused, (file.Length - 30) / 13 / 2, file.Length);
    }

    /// <summary>Any damage ends in pixels or in a sentence.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void AlteredFilesNeverThrow(string name)
    {
        var random = new Random(1);
        byte[] file = File.ReadAllBytes(Fixture(name));
        var decoders = ImageDecoders.Make(64, new() { Frame = 1 });
        for (int i = 0; i < 400; i++)
        {
            byte[] altered = [.. file];
            for (int n = random.Next(1, 4); n > 0; n--)
                altered[random.Next(i < 200 ? Math.Min(400, file.Length) : file.Length)] = (byte)random.Next(256);
            if (name.EndsWith(".png", StringComparison.Ordinal))
                Mend(altered);
            var decoder = decoders.FirstOrDefault(d => d.Is(altered));
            ImageRows? image = null;
            if (decoder?.TryDecode(altered, out image) is null && image is not null)
                image.Read(image.Height - 1, 3, new float[3 * image.Width]);
            decoder?.Release();
        }
    }

    [Theory]
    [InlineData("rgb-raw-8.tif", 259, 7, "compression is number 7")]
    [InlineData("rgb-raw-8.tif", 262, 6, "kind 6")]
    [InlineData("gray-raw-16.tif", 258, 32, "32 bits")]
    [InlineData("gray-raw-16.tif", 256, 60000, "cannot hold")]
    [InlineData("gray-tiff_lzw-16.tif", 257, 65000, "lacks parts")]
    public void TiffFaultsAreNamed(string name, int tag, int value, string expected)
    {
        byte[] file = File.ReadAllBytes(Fixture(name));
        int directory = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4));
        for (int at = directory + 2; ; at += 12)
            if (BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at)) == tag)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at + 2), 4);
                BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at + 4), 1);
                BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at + 8), value);
                break;
            }
        Assert.Contains(expected, Fault(file));
    }

    /// <summary>TIFF 6.0, tag 266 (FillOrder): 2 turns the bits of each byte round.</summary>
    [Fact]
    public void TurnedBitsAreRefused()
    {
        byte[] Entry(short tag, int value) => [.. BitConverter.GetBytes(tag), 4, 0, 1, 0, 0, 0, .. BitConverter.GetBytes(value)];
        byte[] Tiff(int order) => [.. "II*\0"u8, 8, 0, 0, 0, 8, 0, .. Entry(256, 8), .. Entry(257, 1), .. Entry(258, 1), .. Entry(262, 1), .. Entry(266, order), .. Entry(273, 110), .. Entry(278, 1), .. Entry(279, 1), 0, 0, 0, 0, 0x0F];
        Assert.Null(Fault(Tiff(1)));
        Assert.Contains("fill order", Fault(Tiff(2)));
    }

    /// <summary>TIFF 6.0, tag 254 (NewSubfileType): a page that is a mask (bit 2) or a smaller copy (bit 0) of another is none.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void MasksAndCopiesAreNoPages(int kind)
    {
        byte[] file = File.ReadAllBytes(Fixture("two-pages-16.tif"));
        int entry = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4)) + 2;
        while (BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(entry)) != 296)          // the unit of resolution, which nobody needs
            entry += 12;
        byte[] tag = [254, 0, 4, 0, 1, 0, 0, 0, (byte)kind, 0, 0, 0];
        tag.CopyTo(file, entry);
        Assert.Equal(1 - Deep(5, 3, 0) / 65535.0, Decode(file, 1)[3 * Width + 5], 1e-6);
    }

    /// <summary>TIFF 6.0, section 9: -128 stands for nothing.</summary>
    [Fact]
    public void PackBitsMayHoldNothing()
    {
        var bytes = new byte[6];
        Assert.True(PackBits.TryDecode([0x80, 2, 1, 2, 3, 0x80, 0xFE, 7], bytes));
        Assert.Equal([1, 2, 3, 7, 7, 7], bytes);
    }

    /// <summary>A header that claims 8,192 x 8,192 pixels of 8 bytes over 1 KB of data takes no memory.</summary>
    [Fact]
    public void ClaimedSizesTakeNoMemory()
    {
        byte[] file = [.. PngFile.Signature, .. PngFile.Chunk("IHDR", PngFile.Header(8192, 8192, 16, 6)), .. PngFile.Chunk("IDAT", new byte[1024]), .. PngFile.Chunk("IEND", [])];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("cannot hold", Fault(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    /// <summary>Makes the chunks' checksums right, so that damage gets as far as the decoder.</summary>
    private static void Mend(byte[] png)
    {
        for (int at = 8; at + 12 <= png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            if (length < 0 || length > png.Length - at - 12)
                return;
            BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(at + 8 + length), Crc32.Of(png.AsSpan(at + 4, length + 4)));
            at += 12 + length;
        }
    }
}
