namespace MedSsl.MLNet.Tests;

/// <summary>Headers and values of NIfTI-1; affines were computed by nibabel 5.0 (tests/peers/volume_cases.py).</summary>
public sealed class NiftiVolumeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private VolumeSource Open(byte[] bytes, int? frame = null, string name = "v.nii") => NiftiVolume.TryOpen(_folder.Write(name, bytes), frame)!;

    private string Fault(byte[] bytes, int? frame = null) => Assert.Throws<InvalidDataException>(() => Open(bytes, frame).Read()).Message;

    [Theory]
    [InlineData(2, 0, 255)]
    [InlineData(256, -128, 127)]
    [InlineData(4, -32768, 32767)]
    [InlineData(512, 0, 65535)]
    [InlineData(8, -70000, 70000)]
    [InlineData(768, 0, 4294967295.0)]
    [InlineData(16, -1.5, 0.25)]
    [InlineData(64, -1.5, 1e20)]
    [InlineData(1024, -5e9, 5e9)]
    [InlineData(1280, 0, 5e9)]
    public void EveryTypeIsReadInBothByteOrders(short type, double low, double high)
    {
        double[] values = [low, high, 1, 2, 3, 4];
        foreach (bool bigEndian in new[] { false, true })
        {
            var file = new NiftiFile(3, 2, 1, type, bigEndian);
            Assert.Equal(values.Select(v => (float)v), Open(file.With(values)).Read());
            Assert.Equal(values.Select(v => (float)(v * 2 - 1)), Open(file.Single(112, 2, -1).With(values)).Read());
            Assert.Equal(values.Select(v => (float)v), Open(NiftiFile.Zip(file.Single(112, 0, 7).With(values))).Read());     // slope 0: no scaling
        }
    }

    [Fact]
    public void AffinesAreThoseOfNibabelInLeftPosteriorSuperior()
    {
        var file = new NiftiFile(4, 5, 6).Int16(254, 0).Single(76, -1, 1.5f, 2, 2.5f);
        var none = Open(file.With(NiftiFile.Ramp(120))).Geometry;
        Near([1.5, 0, 0, -2.25, 0, -2, 0, 4, 0, 0, 2.5, -6.25], none);
        var quaternion = Open(file.Int16(252, 1).Single(256, 0.1f, 0.2f, -0.3f, 10, -20, 30).With(NiftiFile.Ramp(120))).Geometry;
        Near([-1.11, -1.192834, 0.7773619, -10, 0.7746257, -1.6, -0.7636809, 20, -0.6464171, 0.1309447, -2.25, 30], quaternion);
        Assert.Equal([1.5, 2, 2.5], Enumerable.Range(0, 3).Select(a => Math.Round(quaternion.Spacing(a), 6)));
        var matrix = Open(file.Affine(0, 0, 3, 1, 2, 0, 0, 2, 0, -1, 0, 3).With(NiftiFile.Ramp(120))).Geometry;
        Near([0, 0, -3, -1, -2, 0, 0, -2, 0, -1, 0, 3], matrix);
        file.Header[123] = 1;                                                    // metres
        Near([0, 0, -3000, -1000, -2000, 0, 0, -2000, 0, -1000, 0, 3000], Open(file.With(NiftiFile.Ramp(120))).Geometry);
    }

    [Fact]
    public void OneVolumeOfSeveralIsReadByNumber()
    {
        var file = new NiftiFile(3, 2, 2).Int16(40, 4, 3, 2, 2, 3);
        byte[] bytes = NiftiFile.Zip(file.With(NiftiFile.Ramp(36)));
        Assert.Equal(NiftiFile.Ramp(36).Skip(12).Take(12).Select(v => (float)v), Open(bytes, 2).Read());
        Assert.Contains("3 volumes", Fault(bytes));
        Assert.Contains("VolumeLoadOptions.Frame", Fault(bytes));
        Assert.Contains("number 4", Fault(bytes, 4));
    }

    [Fact]
    public void HeaderAndValuesInTwoFilesAreReadByEitherName()
    {
        var file = new NiftiFile(3, 2, 2).Single(108, 0);
        "ni1\0"u8.CopyTo(file.Header[344..]);
        _folder.Write("pair.img.gz", NiftiFile.Zip(file.Values(NiftiFile.Ramp(12))));
        string header = _folder.Write("pair.hdr", file.Header[..348].ToArray());
        Assert.Equal(NiftiFile.Ramp(12).Select(v => (float)v), NiftiVolume.TryOpen(header, null)!.Read());
        _folder.Write("two.hdr", file.Header[..348].ToArray());
        Assert.Equal(NiftiFile.Ramp(12).Select(v => (float)v), NiftiVolume.TryOpen(_folder.Write("two.img", file.Values(NiftiFile.Ramp(12))), null)!.Read());
        File.Delete(_folder["two.img"]);
        Assert.Contains(".img", Assert.Throws<InvalidDataException>(() => NiftiVolume.TryOpen(_folder["two.hdr"], null)).Message);
    }

    /// <summary>cal_max and cal_min, at bytes 124 and 128.</summary>
    [Fact]
    public void TheFilesWindowIsWhatItSaysIsDisplayed()
    {
        ValueMap? Window(NiftiFile file) => NiftiVolume.TryOpen(_folder.Write("window.nii", file.With(NiftiFile.Ramp(12))), null)!.FindWindow(new());
        Assert.Equal(new RangeMap(-20, 300), Window(new NiftiFile(3, 2, 2).Single(124, 300).Single(128, -20)));
        Assert.Null(Window(new NiftiFile(3, 2, 2)));
    }

    [Fact]
    public void DamagedFilesAreRefusedWithTheReason()
    {
        byte[] whole = new NiftiFile(8, 8, 8).With(NiftiFile.Ramp(512)), zipped = NiftiFile.Zip(whole);
        Assert.Contains("1376 bytes, the file has 1366", Fault(whole[..^10]));
        Assert.Contains("ends before its values", Fault(zipped[..^200]));
        byte[] altered = [.. zipped];
        altered[^6] ^= 1;                                                        // the stream's checksum
        Assert.Contains("gzip stream is damaged", Fault(altered));
        Assert.Contains("Analyze", Fault(new byte[] { 0x5C, 1 }.Concat(new byte[400]).ToArray()));
        Assert.Contains("RGB24", Fault(new NiftiFile(8, 8, 8).Int16(70, 128, 24).With(NiftiFile.Ramp(512))));
        Assert.Contains("contradicts itself", Fault(new NiftiFile(8, 8, 8).Int16(72, 8).With(NiftiFile.Ramp(512))));
        Assert.Contains("9 dimensions", Fault(new NiftiFile(8, 8, 8).Int16(40, 9).With(NiftiFile.Ramp(512))));
        Assert.Contains("dimension 5 is 3", Fault(new NiftiFile(8, 8, 8).Int16(40, 5, 8, 8, 8, 1, 3).With(NiftiFile.Ramp(512))));
        Assert.Contains("-8 x 8 x 8", Fault(new NiftiFile(-8, 8, 8).With(NiftiFile.Ramp(512))));
        Assert.Contains("begin at byte 100", Fault(new NiftiFile(8, 8, 8).Single(108, 100).With(NiftiFile.Ramp(512))));
        Assert.Contains("no three directions", Fault(new NiftiFile(8, 8, 8).Affine(1, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0).With(NiftiFile.Ramp(512))));
        Assert.Contains("no three directions", Fault(new NiftiFile(8, 8, 8).Affine(1, 0, 0, 0, 0, float.NaN, 0, 0, 0, 0, 1, 0).With(NiftiFile.Ramp(512))));
        Assert.Null(NiftiVolume.TryOpen(_folder.Write("a.txt", new string(' ', 500)), null));
    }

    [Fact]
    public void SizesThatTheFileCannotHoldTakeNoMemory()
    {
        Assert.Contains("32767 x 32767 x 32767", Fault(new NiftiFile(32767, 32767, 32767).With([])));
        byte[] bomb = NiftiFile.Zip(new NiftiFile(1024, 1024, 512, 64).With([]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("promises 4294967648 bytes", Fault(bomb));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4 << 20);
    }

    private static void Near(double[] expected, VolumeGeometry geometry)
    {
        for (int i = 0; i < 12; i++)
            Assert.Equal(expected[i], geometry.Affine[i], 5e-6 * Math.Max(1, Math.Abs(expected[i])));
    }
}
