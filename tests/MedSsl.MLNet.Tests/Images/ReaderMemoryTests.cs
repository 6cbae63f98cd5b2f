namespace MedSsl.MLNet.Tests;

/// <summary>Reading the next image takes little memory beyond what the one before took: buffers are kept.</summary>
public class ReaderMemoryTests
{
    [Theory]
    [InlineData("gray-16.png", 4)]
    [InlineData("gray-raw-16.tif", 4)]
    [InlineData("ct", 128)]
    public void BuffersAreUsedAgain(string name, int mostKilobytes)
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(AppContext.BaseDirectory, "Images", "Fixtures", name);
        if (DicomCases.Files.TryGetValue(name, out byte[]? dicom))
            path = folder.Write("file.dcm", dicom);
        var reader = new ImageReader(32, new());
        var pixels = new float[32 * 32];
        for (int i = 0; i < 3; i++)
            Assert.Null(reader.TryRead(path, pixels));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
            reader.TryRead(path, pixels);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 10, 0, mostKilobytes * 1024);
    }
}
