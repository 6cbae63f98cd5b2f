using Microsoft.ML.Data;

namespace StandIns.Tests.ImageAnalytics;

public sealed class MLImageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlimage").FullName;

    public static TheoryData<string, string, int, int, string> Cases => ImageCases.All;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public void DecodesAsPillow(string name, string file, int width, int height, string pixels)
    {
        using var image = MLImage.CreateFromStream(new MemoryStream(Convert.FromBase64String(file)));
        Assert.Equal((width, height, 32, MLPixelFormat.Bgra32), (image.Width, image.Height, image.BitsPerPixel, image.PixelFormat));
        Assert.True(Convert.FromBase64String(pixels).AsSpan().SequenceEqual(image.Pixels), name + ": " + Convert.ToHexString(image.Pixels));
    }

    [Fact]
    public void ReadsFilesAndTheRestOfAStream()
    {
        string path = Path.Combine(_folder, "a.png");
        File.WriteAllBytes(path, ImageCases.File("PNG gray"));
        using var fromFile = MLImage.CreateFromFile(path);
        using var stream = new MemoryStream([1, 2, 3, .. ImageCases.File("PNG gray")]) { Position = 3 };
        using var fromStream = MLImage.CreateFromStream(stream);
        Assert.Equal(ImageCases.Pixels("PNG gray"), fromFile.Pixels.ToArray());
        Assert.Equal(ImageCases.Pixels("PNG gray"), fromStream.Pixels.ToArray());
    }

    [Fact]
    public void RefusesWhatIsNoImage()
    {
        Assert.Throws<ArgumentNullException>(() => MLImage.CreateFromFile(null));
        Assert.Throws<ArgumentNullException>(() => MLImage.CreateFromStream(null));
        string missing = Path.Combine(_folder, "missing.png");
        Assert.Contains(missing, Assert.Throws<ArgumentException>(() => MLImage.CreateFromFile(missing)).Message);
        string text = Path.Combine(_folder, "text.png");
        File.WriteAllText(text, "patient_id,label\n");
        string message = Assert.Throws<ArgumentException>(() => MLImage.CreateFromFile(text)).Message;
        Assert.Contains(text, message);
        Assert.Contains("neither PNG nor JPEG", message);
        Assert.Throws<ArgumentException>(() => MLImage.CreateFromStream(new MemoryStream()));
    }

    [Theory]
    [InlineData("PNG RGB", true)]
    [InlineData("PNG interlaced", true)]
    [InlineData("JPEG colour", true)]
    [InlineData("JPEG progressive", false)]
    [InlineData("JPEG CMYK", true)]
    public void EveryPrefixOfAFileIsAnImageOrRefused(string name, bool cutOffDataAreAnImage)
    {
        byte[] file = ImageCases.File(name), pixels = ImageCases.Pixels(name);
        int refused = 0;
        for (int length = 0; length < file.Length; length++)
        {
            try
            {
                using var image = MLImage.CreateFromStream(new MemoryStream(file, 0, length));
                Assert.Equal(pixels.Length, image.Pixels.Length);
            }
            catch (ArgumentException)
            {
                refused++;
            }
        }
        // As Skia does: rows before the end are kept. A progressive JPEG has no row before its last scan.
        Assert.InRange(refused, 8, file.Length);
        Assert.Equal(cutOffDataAreAnImage, refused < file.Length);
    }

    [Theory]
    [InlineData("PNG gray")]
    [InlineData("PNG palette with a transparent entry")]
    [InlineData("JPEG gray")]
    [InlineData("JPEG progressive")]
    public void AlteredBytesNeverCrash(string name)
    {
        byte[] file = ImageCases.File(name);
        var random = new Random(7);
        for (int trial = 0; trial < 3000; trial++)
        {
            byte[] altered = (byte[])file.Clone();
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                altered[random.Next(altered.Length)] = (byte)random.Next(256);
            }
            try
            {
                MLImage.CreateFromStream(new MemoryStream(altered)).Dispose();
            }
            catch (ArgumentException)
            {
            }
        }
    }

    [Fact]
    public void RefusesAChecksumError()
    {
        byte[] file = ImageCases.File("PNG RGB");
        file[^17] ^= 1; // in the checksum of IDAT, before the 12 bytes of IEND
        Assert.Throws<ArgumentException>(() => MLImage.CreateFromStream(new MemoryStream(file)));
    }

    [Theory]
    [InlineData(0x7FFFFFFF)] // more pixels than 2^28
    [InlineData(100_000)] // fewer, but more than the file can hold
    public void RefusesAPngHeaderThatClaimsTooMuch(int width)
    {
        byte[] file = ImageCases.File("PNG gray");
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(16), width);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(29), Crc(file.AsSpan(12, 17)));
        Assert.Contains("claims", Assert.Throws<ArgumentException>(() => MLImage.CreateFromStream(new MemoryStream(file))).Message);
    }

    [Theory]
    [InlineData(65_500, 65_500)] // more pixels than 2^28
    [InlineData(9_000, 9_000)] // fewer, but more than the file can hold
    public void RefusesAJpegHeaderThatClaimsTooMuch(ushort width, ushort height)
    {
        byte[] file = ImageCases.File("JPEG gray");
        int size = file.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]) + 5;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(size), height);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(size + 2), width);
        Assert.Contains("claims", Assert.Throws<ArgumentException>(() => MLImage.CreateFromStream(new MemoryStream(file))).Message);
    }

    [Fact]
    public void DecodesOnManyThreads()
    {
        string[] names = ["PNG RGBA", "PNG palette", "JPEG colour", "JPEG progressive", "PNG gray 16 bit"];
        Parallel.For(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            string name = names[i % names.Length];
            if (i % 7 == 0)
            {
                Assert.Throws<ArgumentException>(() => MLImage.CreateFromStream(new MemoryStream(ImageCases.File(name), 0, 20)));
            }
            using var image = MLImage.CreateFromStream(new MemoryStream(ImageCases.File(name)));
            Assert.True(image.Pixels.SequenceEqual(ImageCases.Pixels(name)));
        });
    }

    [Theory]
    [InlineData(MLPixelFormat.Bgra32)]
    [InlineData(MLPixelFormat.Rgba32)]
    public void SavesPngWithoutLoss(MLPixelFormat format)
    {
        byte[] pixels = Enumerable.Range(0, 7 * 5 * 4).Select(i => (byte)(i % 4 == 3 ? 255 : i * 37)).ToArray();
        string path = Path.Combine(_folder, "a.PNG");
        using var image = MLImage.CreateFromPixels(7, 5, format, pixels);
        image.Save(path);
        using var back = MLImage.CreateFromFile(path);
        Assert.Equal((7, 5, MLPixelFormat.Bgra32), (back.Width, back.Height, back.PixelFormat));
        Assert.Equal(image.GetBGRPixels, back.GetBGRPixels);
        int red = format == MLPixelFormat.Rgba32 ? 0 : 2;
        Assert.Equal(pixels[red], back.Pixels[2]);
        Assert.Equal(pixels[2 - red], back.Pixels[0]);
    }

    [Fact]
    public void SavesAlpha()
    {
        byte[] pixels = [100, 50, 25, 128, 0, 0, 0, 0, 9, 8, 7, 255];
        string path = Path.Combine(_folder, "a.png");
        using (var image = MLImage.CreateFromPixels(3, 1, MLPixelFormat.Bgra32, pixels))
        {
            image.Save(path);
        }
        using var back = MLImage.CreateFromFile(path);
        Assert.Equal(pixels, back.Pixels.ToArray());
    }

    [Theory]
    [InlineData(".jpg")]
    [InlineData(".jpeg")]
    public void SavesJpegClosely(string extension)
    {
        byte[] pixels = Enumerable.Range(0, 16 * 16).SelectMany(i => new byte[] { 200, (byte)(i / 16 * 10), 30, 255 }).ToArray();
        string path = Path.Combine(_folder, "a" + extension);
        using var image = MLImage.CreateFromPixels(16, 16, MLPixelFormat.Bgra32, pixels);
        image.Save(path);
        Assert.Equal(0xFF, File.ReadAllBytes(path)[0]);
        using var back = MLImage.CreateFromFile(path);
        Assert.All(image.GetBGRPixels.Zip(back.GetBGRPixels), pair => Assert.InRange(pair.First - pair.Second, -3, 3));
    }

    [Fact]
    public void RefusesToSaveOtherFormats()
    {
        using var image = MLImage.CreateFromPixels(1, 1, MLPixelFormat.Bgra32, new byte[4]);
        string path = Path.Combine(_folder, "a.bmp");
        Assert.Contains(".bmp", Assert.Throws<ArgumentException>(() => image.Save(path)).Message);
        Assert.False(File.Exists(path));
    }

    [Theory]
    [InlineData(0, 1, MLPixelFormat.Bgra32, 4)]
    [InlineData(1, -1, MLPixelFormat.Bgra32, 4)]
    [InlineData(1, 1, MLPixelFormat.Unknown, 4)]
    [InlineData(1, 1, MLPixelFormat.Rgba32, 3)]
    public void RefusesPixelsThatDoNotFit(int width, int height, MLPixelFormat format, int bytes) =>
        Assert.Throws<ArgumentException>(() => MLImage.CreateFromPixels(width, height, format, new byte[bytes]));

    [Fact]
    public void ADisposedImageSaysSo()
    {
        var image = MLImage.CreateFromPixels(1, 1, MLPixelFormat.Bgra32, new byte[4]);
        image.Tag = "a";
        Assert.Equal("a", image.Tag);
        image.Dispose();
        image.Dispose();
        Assert.Throws<InvalidOperationException>(() => image.Width);
        Assert.Throws<InvalidOperationException>(() => image.Pixels.Length);
        Assert.Throws<InvalidOperationException>(() => image.Tag = "b");
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
            }
        }
        return ~crc;
    }
}
