namespace MedSsl.MLNet.Tests;

public class WindowOptionsTests
{
    [Fact]
    public void TextsAreRead()
    {
        Assert.Equal(new WindowOptions(), WindowOptions.Parse("file"));
        Assert.Equal(new WindowOptions { Index = 3 }, WindowOptions.Parse("File:3"));
        Assert.Equal(new WindowOptions { Name = "Soft tissue" }, WindowOptions.Parse("file:Soft tissue"));
        Assert.Equal(new WindowOptions { Source = WindowSource.Tissue, Tissue = TissueWindow.Lung }, WindowOptions.Parse("lung"));
        Assert.Equal(new WindowOptions { Source = WindowSource.Tissue, Tissue = TissueWindow.TemporalBone }, WindowOptions.Parse("temporal-bone"));
        Assert.Equal(new WindowOptions { Source = WindowSource.Values, Centre = -50.5, Width = 400 }, WindowOptions.Parse("-50.5,400"));
        Assert.Equal(new WindowOptions { Source = WindowSource.Percentiles, LowPercentile = 0.5, HighPercentile = 99.5 }, WindowOptions.Parse("percentiles:0.5,99.5"));
        Assert.Equal(new WindowOptions { Source = WindowSource.Percentiles }, WindowOptions.Parse("percentiles"));
        Assert.Equal(new WindowOptions { Source = WindowSource.Full }, WindowOptions.Parse("FULL"));
    }

    [Theory]
    [InlineData("lungs", "lung")]
    [InlineData("0", "file:2")]
    [InlineData("40", "40,400")]
    [InlineData("40,400,2", "40,400")]
    [InlineData("file:", "file:NAME")]
    [InlineData("lung:2", "file:2")]
    [InlineData("40,0", "Width is 0")]
    [InlineData("percentiles:99,1", "LowPercentile is 99")]
    [InlineData("percentiles:-1,50", "LowPercentile is -1")]
    [InlineData("file:0", "Index is 0")]
    public void OthersAreRefusedWithWhatIsPossible(string text, string expected) => Assert.Contains(expected, Assert.Throws<ArgumentException>(() => WindowOptions.Parse(text)).Message);

    [Fact]
    public void OptionsAreCheckedBeforeAnyFileIsRead()
    {
        var ml = new Microsoft.ML.MLContext(1);
        string Message(ImageLoadOptions options) => Assert.Throws<ArgumentException>(() => ml.MedicalImages.Load("Image", "ImagePath", 16, options)).Message;
        Assert.Contains("Frame is 0", Message(new() { Frame = 0 }));
        Assert.Contains("Width is NaN", Message(new() { Window = new() { Width = double.NaN } }));
        Assert.Contains("Source is 9", Message(new() { Window = new() { Source = (WindowSource)9 } }));
        Assert.Contains("Tissue is 99", Message(new() { Window = new() { Tissue = (TissueWindow)99 } }));
    }

    [Fact]
    public void EveryTissueHasAWindow()
    {
        foreach (var tissue in Enum.GetValues<TissueWindow>())
            Assert.InRange(TissueWindows.Of(tissue).Width, 8, 4000);
    }

    /// <summary>Frame and window are saved with the model; a model of before there were any loads with the file's own window.</summary>
    [Fact]
    public void OptionsAreSavedWithTheModel()
    {
        using var folder = new TemporaryFolder();
        var ml = new Microsoft.ML.MLContext(1);
        string path = folder.Write("enhanced.dcm", DicomCases.Files["enhanced"]);
        var options = new ImageLoadOptions { Frame = 2, Window = WindowOptions.Parse("percentiles:5,80") };
        float[] expected = Read(new ImageReader(16, options), path);
        byte[] saved = new ImageLoadingTransformer(ml, "Image", "ImagePath", 16, options).ToPayload();
        var loaded = Assert.IsType<ImageLoadingTransformer>(StageKinds.Build(ml, saved));
        Assert.Equal(expected, Images(ml, loaded, path));
        byte[] old = StagePayload.Write(ImageLoadingTransformer.StageName, new { Output = "Image", Input = "ImagePath", Size = 16, Options = new { Channels = 1, Resize = "Pad", OnBadImage = "Stop" } });
        string single = folder.Write("ct.dcm", DicomCases.Files["ct"]);
        Assert.Equal(Read(new ImageReader(16, new()), single), Images(ml, (ImageLoadingTransformer)StageKinds.Build(ml, old), single));
    }

    private static float[] Read(ImageReader reader, string path)
    {
        var pixels = new float[reader.ImageSize];
        Assert.Null(reader.TryRead(path, pixels));
        return pixels;
    }

    private static float[] Images(Microsoft.ML.MLContext ml, ImageLoadingTransformer stage, string path)
    {
        var rows = ml.Data.LoadFromEnumerable([new PathRow { ImagePath = path }]);
        return ml.Data.CreateEnumerable<PixelRow>(stage.Transform(rows), reuseRowObject: false).Single().Image;
    }

    private sealed class PathRow
    {
        public string ImagePath { get; set; } = "";
    }

    private sealed class PixelRow
    {
        public float[] Image { get; set; } = [];
    }
}
