using System.Text.Json;
using FellowOakDicom;
using FellowOakDicom.Imaging;
using FellowOakDicom.Imaging.NativeCodec;

namespace StandIns.Tests.FoDicom;

/// <summary>The real files of shared/data/dicom, where that folder is beside the repository, against what pydicom read.</summary>
public sealed class SharedDataTests
{
    private static readonly string? Folder = SharedData.Folder("dicom");

    public static TheoryData<string> Files => Folder is null ? ["(no data)"] : [.. Expected.EnumerateObject().Select(file => file.Name)];

    private static JsonElement Expected => JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder!, "expected.json"))).RootElement.GetProperty("files");

    [SharedDataTheory]
    [MemberData(nameof(Files))]
    public void HeadersAndPixels(string name)
    {
        var expected = Expected.GetProperty(name);
        bool damaged = expected.GetProperty("kind").GetString() == "damaged";
        DicomFile file;
        try
        {
            file = DicomFile.Open(Path.Combine(Folder!, name));
        }
        catch (DicomFileException) when (damaged)
        {
            return;
        }
        Assert.Equal(expected.GetProperty("transfer_syntax_uid").GetString(), file.Dataset.InternalTransferSyntax.UID.UID);
        foreach (var (field, tag) in Fields)
        {
            if (expected.TryGetProperty(field, out var value) && value.ToString().Length > 0)
            {
                Assert.Equal(value.ToString(), file.Dataset.GetString(tag));
            }
        }
        foreach (var (field, tag) in Numbers)
        {
            if (expected.TryGetProperty(field, out var value))
            {
                double[] numbers = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(number => number.GetDouble())] : [value.GetDouble()];
                Assert.Equal(numbers, numbers.Select((_, i) => file.Dataset.GetValue<double>(tag, i)));
            }
        }
        if (!damaged)
        {
            Assert.False(file.IsPartial);
            Assert.Equal(expected.GetProperty("elements").GetInt32(), file.Dataset.Count());
        }
        if (expected.GetProperty("pixels").ValueKind != JsonValueKind.Object)
        {
            // Without pixels, or damaged where pydicom sees it; two that it refuses the real library reads (see below).
            bool isReadHere = name is "badVR.dcm" or "emri_small_jpeg_2k_lossless_too_short.dcm";
            Assert.True(isReadHere || Record.Exception(() => DicomPixelData.Create(file.Dataset)) is DicomImagingException, name);
            return;
        }
        Compare(Stored(file.Dataset), expected);
    }

    [SharedDataTheory]
    [InlineData("badVR.dcm", 1)] // NumberOfFrames "1A" is no number: one frame
    [InlineData("emri_small_jpeg_2k_lossless_too_short.dcm", 10)] // all frames are there, only the delimiter after them is not
    public void ReadWherePydicomRefuses(string name, int frames) =>
        Assert.Equal(frames, DicomPixelData.Create(DicomFile.Open(Path.Combine(Folder!, name)).Dataset).NumberOfFrames);

    [SharedDataTheory]
    [InlineData("x")]
    public void FilesOnSeveralThreads(string _)
    {
        string[] whole = ["CT_small.dcm", "MR_small_RLE.dcm", "MR_small_jp2klossless.dcm", "MR_small_jpeg_ls_lossless.dcm", "JPEG-LL.dcm", "SC_rgb_jpeg_gdcm.dcm", "image_dfl.dcm"];
        Parallel.ForEach(Enumerable.Range(0, 6).SelectMany(_ => whole), name => Compare(Stored(DicomFile.Open(Path.Combine(Folder!, name)).Dataset), Expected.GetProperty(name)));
    }

    private static readonly (string Field, DicomTag Tag)[] Fields =
    [
        ("sop_class_uid", DicomTag.SOPClassUID), ("modality", DicomTag.Modality), ("photometric_interpretation", DicomTag.PhotometricInterpretation),
    ];

    private static readonly (string Field, DicomTag Tag)[] Numbers =
    [
        ("rows", DicomTag.Rows), ("columns", DicomTag.Columns), ("samples_per_pixel", DicomTag.SamplesPerPixel), ("planar_configuration", DicomTag.PlanarConfiguration),
        ("bits_allocated", DicomTag.BitsAllocated), ("bits_stored", DicomTag.BitsStored), ("high_bit", DicomTag.HighBit), ("pixel_representation", DicomTag.PixelRepresentation),
        ("rescale_slope", DicomTag.RescaleSlope), ("rescale_intercept", DicomTag.RescaleIntercept), ("window_center", DicomTag.WindowCenter), ("window_width", DicomTag.WindowWidth),
        ("pixel_spacing", DicomTag.PixelSpacing), ("slice_thickness", DicomTag.SliceThickness),
    ];

    /// <summary>The decoded frames.</summary>
    private static DicomPixelData Stored(DicomDataset dataset)
    {
        var pixels = DicomPixelData.Create(dataset);
        if (!pixels.Syntax.IsEncapsulated)
        {
            return pixels;
        }
        var plain = new DicomDataset(DicomTransferSyntax.ExplicitVRLittleEndian);
        dataset.CopyTo(plain);
        plain.Remove(DicomTag.PixelData);
        var to = DicomPixelData.Create(plain, true);
        new NativeTranscoderManager().GetCodec(pixels.Syntax).Decode(pixels, to, null);
        return to;
    }

    private static void Compare(DicomPixelData pixels, JsonElement expected)
    {
        byte[] bytes = [.. Enumerable.Range(0, pixels.NumberOfFrames).SelectMany(frame => AsPydicom(pixels, pixels.GetFrame(frame).Data))];
        string crc = $"{SharedData.Crc32(bytes):x8}";
        if (expected.GetProperty("lossy_codec").GetBoolean() && expected.TryGetProperty("as_rgb_channel_means", out var means))
        {
            // pydicom leaves YBR as it is; the means after its conversion are what ours must have.
            Assert.Equal(PhotometricInterpretation.Rgb, pixels.PhotometricInterpretation);
            for (int channel = 0; channel < 3; channel++)
            {
                Assert.Equal(means[channel].GetDouble(), Enumerable.Range(0, bytes.Length / 3).Average(i => bytes[3 * i + channel]), 0.5);
            }
            return;
        }
        Assert.Equal(expected.GetProperty("pixels").GetProperty("crc32").GetString(), crc);
    }

    /// <summary>A frame as pydicom's array has it: interleaved, one byte for a bit, 4:2:2 at full width, the sign carried from the highest stored bit.</summary>
    private static IEnumerable<byte> AsPydicom(DicomPixelData pixels, byte[] frame)
    {
        int count = pixels.Width * pixels.Height;
        if (pixels.BitsAllocated == 1)
        {
            return Enumerable.Range(0, count).Select(i => (byte)(frame[i / 8] >> i % 8 & 1));
        }
        if (pixels.PhotometricInterpretation == PhotometricInterpretation.YbrFull422)
        {
            // Y1 Y2 Cb Cr for two pixels.
            return Enumerable.Range(0, count).SelectMany(i => new[] { frame[i / 2 * 4 + i % 2], frame[i / 2 * 4 + 2], frame[i / 2 * 4 + 3] });
        }
        if (pixels.SamplesPerPixel == 3 && pixels.PlanarConfiguration == PlanarConfiguration.Planar)
        {
            return Enumerable.Range(0, 3 * count).Select(i => frame[i % 3 * count + i / 3]);
        }
        if (pixels.BitsAllocated == 16 && pixels.PixelRepresentation == PixelRepresentation.Signed)
        {
            int unused = 16 - pixels.BitsStored;
            return Enumerable.Range(0, count).SelectMany(i => BitConverter.GetBytes((short)((short)(BitConverter.ToInt16(frame, 2 * i) << unused) >> unused)));
        }
        return frame;
    }
}
