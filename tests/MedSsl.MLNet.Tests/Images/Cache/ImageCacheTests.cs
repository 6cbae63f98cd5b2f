namespace MedSsl.MLNet.Tests;

public sealed class ImageCacheTests : IDisposable
{
    private const int Pixels = 10, Images = 4;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private ImageCache Open(bool keepFloats = false, long maximumBytes = long.MaxValue) => new(_folder.Path, keepFloats, maximumBytes);

    private static CacheKey Key(int image) => new(7, (ulong)image);

    private static float[] Levels(int image, int count = Pixels) => [.. Enumerable.Range(0, count).Select(i => (image * 31 + i * 7) % 256 / 255f)];

    private static float[]? Read(ImageCache cache, int image, int count = Pixels)
    {
        var pixels = new float[count];
        return cache.Find(Key(image)) is >= 0 and var slot && cache.TryRead(slot, pixels) ? pixels : null;
    }

    private void Fill()
    {
        using var cache = Open();
        for (int i = 0; i < Images; i++)
            Assert.Equal(i, cache.Add(Key(i), Levels(i)));
    }

    [Fact]
    public void ImagesAreThereForTheNextToOpen()
    {
        Fill();
        using var cache = Open();
        Assert.Equal((Images, (long)Images * Pixels), (cache.Count, cache.Bytes));
        for (int i = 0; i < Images; i++)
            Assert.Equal(Levels(i), Read(cache, i));
        Assert.Equal(-1, cache.Find(Key(Images)));
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 4)]
    public void OtherPixelsAreRoundedToSixteenBitsOrKept(bool keepFloats, int bytes)
    {
        float[] image = [0, 1, 0.1f, MathF.PI / 4, 1e-6f, 0.5f], given = [.. image];
        using (var cache = Open(keepFloats))
            cache.Add(Key(1), given);
        using var again = Open(keepFloats);
        Assert.Equal(bytes * image.Length, again.Bytes);
        float[] read = Read(again, 1, image.Length)!;
        Assert.Equal(given, read);      // whoever adds an image goes on with the values that others will read
        for (int i = 0; i < image.Length; i++)
            Assert.Equal(image[i], read[i], keepFloats ? 0 : 1 / 131070f);
    }

    /// <summary>Damage to any byte of an entry shows.</summary>
    [Fact]
    public void EntriesHaveTheirOwnChecksum()
    {
        var entries = new[] { new CacheEntry { Key = Key(3), Offset = 40, Written = 50, Length = 60, Checksum = 70, Kind = PixelKind.Byte } };
        entries[0].Seal();
        Assert.True(entries[0].IsWhole);
        var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(entries.AsSpan());
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            Assert.False(entries[0].IsWhole);
            bytes[i] ^= 1;
        }
    }

    /// <summary>What another process is writing at this moment is found when it is whole.</summary>
    [Fact]
    public void AHalfWrittenEntryIsReadLater()
    {
        Fill();
        string index = Directory.GetFiles(_folder.Path, "*" + CacheSegment.IndexEnding).Single();
        byte[] whole = File.ReadAllBytes(index), half = [.. whole];
        half.AsSpan(half.Length - CacheEntry.Size / 2).Clear();
        File.WriteAllBytes(index, half);
        using var cache = Open();
        Assert.Equal(Images - 1, cache.Count);
        File.WriteAllBytes(index, whole);
        cache.Refresh();
        Assert.Equal(Images, cache.Count);
    }

    /// <summary>What a killed process or a full disk left after the last whole entry goes with the next that is written.</summary>
    [Fact]
    public void TornEntriesAreCutOff()
    {
        Fill();
        string index = Directory.GetFiles(_folder.Path, "*" + CacheSegment.IndexEnding).Single();
        long length = new FileInfo(index).Length;
        File.WriteAllBytes(index, [.. File.ReadAllBytes(index), .. new byte[3 * CacheEntry.Size + 5]]);
        using var cache = Open();
        cache.Add(Key(Images), Levels(Images));
        Assert.Equal(length + CacheEntry.Size, new FileInfo(index).Length);
    }

    /// <summary>A file is another when its length or its time of change is, or that of the file that a link leads to.</summary>
    [Fact]
    public void AChangedFileHasAnotherKey()
    {
        using var folder = new TemporaryFolder();
        var time = new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        string path = folder.Write("a.png", [1, 2, 3]), link = folder["link.png"];
        CacheKey?[] Keys() => [CacheKey.Of(path, [1]), CacheKey.Of(OperatingSystem.IsWindows() ? path : link, [1])];
        if (!OperatingSystem.IsWindows())
            File.CreateSymbolicLink(link, path);
        File.SetLastWriteTimeUtc(path, time);
        var first = Keys();
        Assert.Equal(first, Keys());
        Assert.NotEqual(first[0], CacheKey.Of(path, [2]));
        File.SetLastWriteTimeUtc(path, time.AddSeconds(1));
        var second = Keys();
        File.WriteAllBytes(path, [1, 2, 3, 4]);
        File.SetLastWriteTimeUtc(path, time);
        var third = Keys();
        for (int i = 0; i < 2; i++)
            Assert.Equal(3, new[] { first[i], second[i], third[i] }.Distinct().Count());
        Assert.Null(CacheKey.Of(folder["none.png"], [1]));
    }

    [Fact]
    public void AFolderThatIsMadeIsItsOwnersAlone()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "cache");
        new ImageCache(path).Dispose();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
    }

    [Fact]
    public void PixelsOutsideTheRangeAreKept()
    {
        float[] image = [-1, 0, 2, float.NaN];
        using var cache = Open();
        Assert.Equal(image, Read(cache, cache.Add(Key(0), [.. image]), image.Length));
    }

    [Fact]
    public void TwoAtOnceFindWhatTheOtherAdds()
    {
        using var first = Open();
        using var second = Open();
        first.Add(Key(0), Levels(0));
        second.Add(Key(1), Levels(1));
        Assert.Equal(-1, second.Find(Key(0)));
        second.Refresh();
        first.Refresh();
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(Levels(i), Read(first, i));
            Assert.Equal(Levels(i), Read(second, i));
        }
        Assert.Equal(2, Directory.GetFiles(_folder.Path, "*.pixels").Length);
    }

    [Fact]
    public void ManyThreadsOfTwoAddAndReadAtOnce()
    {
        using (var first = Open())
        using (var second = Open())
            Parallel.For(0, 2000, i =>
            {
                var cache = i % 2 == 0 ? first : second;
                cache.Add(Key(i / 3), Levels(i / 3, 700));
                if (i % 100 == 0)
                    cache.Refresh();
                Assert.Equal(Levels(i / 3, 700), Read(cache, i / 3, 700));
            });
        using var all = Open();
        Assert.Equal(667, all.Count);
        for (int i = 0; i < 667; i++)
            Assert.Equal(Levels(i, 700), Read(all, i, 700));
    }

    [Fact]
    public void ASegmentThatNobodyWritesIsGoneOnWith()
    {
        for (int i = 0; i < 5; i++)
            using (var cache = Open())
                cache.Add(Key(i), Levels(i));
        Assert.Single(Directory.GetFiles(_folder.Path, "*.pixels"));
        using var all = Open();
        Assert.Equal(5, all.Count);
    }

    /// <summary>A kill, a full disk or a power failure leaves a file short.</summary>
    [Theory]
    [InlineData(".index")]
    [InlineData(".pixels")]
    public void CutAtEveryByteNothingFalseIsRead(string ending) => EveryByte(ending, (bytes, at) => bytes[..at]);

    [Theory]
    [InlineData(".index")]
    [InlineData(".pixels")]
    public void FlippedAtEveryByteNothingFalseIsRead(string ending) => EveryByte(ending, (bytes, at) =>
    {
        bytes[at] ^= 0x10;
        return bytes;
    });

    private void EveryByte(string ending, Func<byte[], int, byte[]> damage)
    {
        Fill();
        string name = Path.GetFileNameWithoutExtension(Directory.GetFiles(_folder.Path, "*.index").Single());
        byte[] index = File.ReadAllBytes(_folder[name + ".index"]), pixels = File.ReadAllBytes(_folder[name + ".pixels"]);
        int length = (ending == ".index" ? index : pixels).Length, lost = 0;
        for (int at = 0; at < length; at++)
        {
            foreach (string file in Directory.GetFiles(_folder.Path))
                File.Delete(file);
            _folder.Write(name + ".index", index);
            _folder.Write(name + ".pixels", pixels);
            _folder.Write(name + ".lock", "");
            _folder.Write(name + ending, damage(File.ReadAllBytes(_folder[name + ending]), at));
            using (var cache = Open())
                for (int i = 0; i < Images; i++)
                    if (Read(cache, i) is { } read)
                        Assert.Equal(Levels(i), read);
                    else
                    {
                        lost++;
                        Assert.True(cache.Add(Key(i), Levels(i)) >= 0);
                    }
            using var again = Open();
            for (int i = 0; i < Images; i++)
                Assert.Equal(Levels(i), Read(again, i));
        }
        Assert.True(lost >= length / 2, $"{lost} images were lost in {length} tries");
    }

    [Fact]
    public void AtTheLimitNothingIsAdded()
    {
        using var cache = Open(maximumBytes: 2 * Pixels);
        Assert.Equal([0, 1, -1, -1], Enumerable.Range(0, Images).Select(i => cache.Add(Key(i), Levels(i))));
        Assert.Contains("limit of 20 bytes", cache.Fault);
        Assert.Equal(Levels(1), Read(cache, 1));
    }

    [Fact]
    public void AFolderIsEmptiedUnlessSomebodyWrites()
    {
        Fill();
        _folder.Write("images.txt", "the user's own");
        using (var cache = Open())
        {
            cache.Add(Key(Images), Levels(0));
            Assert.Contains("being written", Assert.Throws<IOException>(() => ImageCache.Clear(_folder.Path)).Message);
        }
        Assert.Equal((Images + 1) * (Pixels + 48) + 48, ImageCache.Clear(_folder.Path));
        Assert.Equal(["images.txt"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
        Assert.Equal(0, ImageCache.Clear(_folder["nowhere"]));
        using var empty = Open();
        Assert.Equal(0, empty.Count);
    }

    [Fact]
    public void ArgumentsAreChecked()
    {
        Assert.Contains("folder", Assert.Throws<ArgumentException>(() => new ImageCache(" ")).Message);
        Assert.Contains("maximumBytes", Assert.Throws<ArgumentException>(() => new ImageCache(_folder.Path, maximumBytes: -1)).Message);
        Assert.Throws<IOException>(() => new ImageCache(_folder.Write("file", "")));
        var closed = Open();
        closed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => closed.Find(Key(0)));
        Assert.EndsWith(Path.Combine("medssl", "images"), ImageCache.UserFolder);
    }
}
