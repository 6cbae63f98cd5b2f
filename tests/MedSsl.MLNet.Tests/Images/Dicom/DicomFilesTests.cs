using System.Buffers.Binary;
using System.Text.Json;

namespace MedSsl.MLNet.Tests;

/// <summary>Files of scanners and of conformance sets against pydicom 2.3.1 with GDCM 3.0.21.</summary>
public class DicomFilesTests
{
    private const string WithoutEnd = "emri_small_jpeg_2k_lossless_too_short.dcm";

    public static TheoryData<string> Of(params string[] kinds) => [.. SharedDicom.Files.Where(f => kinds.Contains(f.Value.GetProperty("kind").GetString())).Select(f => f.Key).DefaultIfEmpty("")];

    private static ImageRows Decode(string name, int frame, WindowOptions? window = null)
    {
        byte[] file = SharedDicom.Read(name);
        var decoder = Assert.IsType<DicomDecoder>(ImageDecoders.Make(64, new() { Frame = frame, Window = window ?? new() }).First(d => d.Is(file)));
        Assert.Null(decoder.TryDecode(file, out var image));
        return image!;
    }

    private static float[] Pixels(ImageRows image, int channels)
    {
        var pixels = new float[image.Height * channels * image.Width];
        for (int y = 0; y < image.Height; y++)
            image.Read(y, channels, pixels.AsSpan(y * channels * image.Width, channels * image.Width));
        return pixels;
    }

    private static int Frames(JsonElement file) => file.TryGetProperty("number_of_frames", out var frames) && frames.ValueKind == JsonValueKind.Number ? frames.GetInt32() : 1;

    private static double Number(JsonElement file, string name, double otherwise) => file.TryGetProperty(name, out var value) ? value.GetDouble() : otherwise;

    private static bool IsGray(JsonElement file) => file.GetProperty("photometric_interpretation").GetString()!.StartsWith("MONOCHROME", StringComparison.Ordinal);

    /// <summary>All values after the modality LUT, and, without rescale, the checksum of the stored ones.</summary>
    [Theory]
    [MemberData(nameof(Of), new object[] { new[] { "valid", "odd" } })]
    public void ValuesAreThoseOfPydicom(string name)
    {
        if (name.Length == 0 || SharedDicom.Files[name] is var file && !IsGray(file))
            return;
        file = SharedDicom.Files[name];
        var values = new List<float>();
        for (int frame = 1; frame <= Frames(file); frame++)
        {
            var image = (DicomGrayRows)Decode(name, frame);
            var row = new float[image.Width];
            for (int y = 0; y < image.Height; y++)
            {
                image.ReadValues(y, row);
                values.AddRange(row);
            }
        }
        var pixels = file.GetProperty("pixels");
        var (slope, intercept) = (Number(file, "rescale_slope", 1), Number(file, "rescale_intercept", 0));
        var expected = file.TryGetProperty("after_modality_lut", out var after) ? after : pixels;
        bool lossy = file.GetProperty("lossy_codec").GetBoolean();
        double tolerance = lossy ? 2 * slope : 1e-3;
        Assert.Equal(expected.GetProperty("min").GetDouble(), values.Min(), tolerance);
        Assert.Equal(expected.GetProperty("max").GetDouble(), values.Max(), tolerance);
        Assert.Equal(expected.GetProperty("mean").GetDouble(), values.Average(v => (double)v), tolerance);
        int[] at = [.. pixels.GetProperty("samples_at").EnumerateArray().Select(v => v.GetInt32())];
        double[] samples = [.. pixels.GetProperty("samples").EnumerateArray().Select(v => v.GetDouble())];
        for (int i = 0; i < at.Length; i++)
            Assert.Equal(samples[i] * slope + intercept, values[at[i]], lossy ? 2 * slope : 1e-3);
        if (!lossy)
            Assert.Equal(pixels.GetProperty("crc32").GetString(), Checksum(values, slope, intercept, pixels.GetProperty("dtype").GetString()!));
    }

    private static string Checksum(List<float> values, double slope, double intercept, string type)
    {
        int size = type.EndsWith('8') ? 1 : type.EndsWith("16", StringComparison.Ordinal) ? 2 : 4;
        var bytes = new byte[values.Count * size + 8];
        for (int i = 0; i < values.Count; i++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * size), (long)Math.Round((values[i] - intercept) / slope));
        return Crc32.Of(bytes.AsSpan(0, values.Count * size)).ToString("x8");
    }

    [Theory]
    [MemberData(nameof(Of), new object[] { new[] { "valid", "odd" } })]
    public void TheFirstWindowIsThatOfPydicom(string name)
    {
        if (name.Length == 0 || !SharedDicom.Files[name].TryGetProperty("after_first_window_0_255", out var expected))
            return;
        bool inverted = SharedDicom.Files[name].GetProperty("photometric_interpretation").GetString() == "MONOCHROME1";
        double[] pixels = [.. Pixels(Decode(name, 1), 1).Select(p => 255.0 * (inverted ? 1 - p : p))];
        double tolerance = SharedDicom.Files[name].GetProperty("lossy_codec").GetBoolean() ? 0.5 : 1e-3;
        Assert.Equal(expected.GetProperty("min").GetDouble(), pixels.Min(), tolerance);
        Assert.Equal(expected.GetProperty("max").GetDouble(), pixels.Max(), tolerance);
        Assert.Equal(expected.GetProperty("mean").GetDouble(), pixels.Average(), tolerance);
    }

    /// <summary>Without a window: from the smallest value (0) to the largest (1).</summary>
    [Theory]
    [MemberData(nameof(Of), new object[] { new[] { "valid", "odd" } })]
    public void TheFullRangeIsFromBlackToWhite(string name)
    {
        if (name.Length == 0 || !IsGray(SharedDicom.Files[name]) || Frames(SharedDicom.Files[name]) > 1)
            return;
        var file = SharedDicom.Files[name];
        var values = file.TryGetProperty("after_modality_lut", out var after) ? after : file.GetProperty("pixels");
        var (min, max) = (values.GetProperty("min").GetDouble(), values.GetProperty("max").GetDouble());
        double expected = (values.GetProperty("mean").GetDouble() - min) / (max - min);
        if (file.GetProperty("photometric_interpretation").GetString() == "MONOCHROME1")
            expected = 1 - expected;
        float[] pixels = Pixels(Decode(name, 1, new() { Source = WindowSource.Full }), 1);
        Assert.Equal((0f, 1f), (pixels.Min(), pixels.Max()));
        Assert.Equal(expected, pixels.Average(p => (double)p), file.GetProperty("lossy_codec").GetBoolean() ? 0.01 : 1e-4);
    }

    /// <summary>pydicom rounds to 8 bits after the conversion; means differ by less than a tenth of a level.</summary>
    [Theory]
    [MemberData(nameof(Of), new object[] { new[] { "valid", "odd" } })]
    public void ColoursAreThoseOfPydicom(string name)
    {
        if (name.Length == 0 || !SharedDicom.Files[name].TryGetProperty("as_rgb_channel_means", out var means))
            return;
        var file = SharedDicom.Files[name];
        bool deep = file.GetProperty("bits_allocated").GetInt32() == 16 || (file.TryGetProperty("as_rgb_dtype", out var type) && type.GetString() == "uint16");
        double[] sums = new double[3];
        long count = 0;
        for (int frame = 1; frame <= Frames(file); frame++)
        {
            var image = Decode(name, frame);
            float[] pixels = Pixels(image, 3);
            for (int i = 0; i < pixels.Length; i++)
                sums[i / image.Width % 3] += pixels[i];
            count += image.Width * image.Height;
        }
        double scale = deep ? 65535 : 255;
        for (int channel = 0; channel < 3; channel++)
            Assert.Equal(means[channel].GetDouble(), scale * sums[channel] / count, deep ? 0.6 : file.GetProperty("lossy_codec").GetBoolean() ? 0.6 : 0.1);
    }

    [Theory]
    [MemberData(nameof(Of), new object[] { new[] { "damaged", "no-image" } })]
    public void OthersAreRefusedWithAReason(string name)
    {
        if (name.Length is 0 || name == WithoutEnd)
            return;
        using var folder = new TemporaryFolder();
        string? fault = new ImageReader(32, new() { Frame = 1 }).TryRead(folder.Write("file.dcm", SharedDicom.Read(name)), new float[32 * 32]);
        Assert.NotNull(fault);
        string? expected = name switch
        {
            "rtplan.dcm" => "RT Plan",
            "MR_truncated.dcm" => "truncated",
            "badVR.dcm" => "(0028,0008)",
            "no_meta.dcm" => "no PNG, JPEG, TIFF or DICOM image",
            _ => null,
        };
        if (expected is not null)
            Assert.Contains(expected, fault);
    }

    /// <summary>All of its frames are there; only the mark after the last is missing, over which pydicom stumbles.</summary>
    [Fact]
    public void FramesBeforeAMissingEndAreRead()
    {
        if (SharedDicom.Folder is null)
            return;
        foreach (int frame in new[] { 1, 10 })
            Assert.Equal(Pixels(Decode("emri_small.dcm", frame), 1), Pixels(Decode(WithoutEnd, frame), 1));
    }

    [Fact]
    public void SeveralFramesNeedAChoice()
    {
        if (SharedDicom.Folder is null)
            return;
        Assert.Contains("10 frames", new DicomDecoder(new()).TryDecode(SharedDicom.Read("emri_small.dcm"), out _));
        Assert.Contains("number 11", new DicomDecoder(new() { Frame = 11 }).TryDecode(SharedDicom.Read("emri_small.dcm"), out _));
    }
}
