using System.Diagnostics;
using System.Text.Json;
using FellowOakDicom;
using FellowOakDicom.Imaging;
using FellowOakDicom.Imaging.Codec;

namespace StandIns.Tests.FoDicom;

/// <summary>Small frames compressed by other programs (tests/peers/dicom_codec_cases.py), whole and damaged.</summary>
public sealed class CodecTests
{
    private const int Columns = 13, Rows = 9;

    private static readonly Lazy<Dictionary<string, Case>> Cases = new(() => JsonSerializer.Deserialize<Case[]>(
        typeof(CodecTests).Assembly.GetManifestResourceStream("codec_cases.json")!, new JsonSerializerOptions(JsonSerializerDefaults.Web))!.ToDictionary(one => one.Name));

    public static TheoryData<string> Names => [.. Cases.Value.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void PixelsAreThoseOfTheOtherProgram(string name)
    {
        var one = Cases.Value[name];
        var decoded = one.Decode(one.Frame);
        byte[] pixels = decoded.GetFrame(0).Data;
        Assert.Equal(one.Pixels.Length, pixels.Length);
        Assert.Equal(one.Samples == 3 ? PhotometricInterpretation.Rgb : PhotometricInterpretation.Monochrome2, decoded.PhotometricInterpretation);
        Assert.Equal(PlanarConfiguration.Interleaved, decoded.PlanarConfiguration);
        int worst = one.Bits > 8 ? Enumerable.Range(0, pixels.Length / 2).Max(i => Math.Abs(BitConverter.ToInt16(pixels, 2 * i) - BitConverter.ToInt16(one.Pixels, 2 * i)))
            : pixels.Zip(one.Pixels).Max(pair => Math.Abs(pair.First - pair.Second));
        Assert.InRange(worst, 0, one.Tolerance);
    }

    [Theory]
    [InlineData("RLE, 8 bits, colour")]
    [InlineData("JPEG-LS, 8 bits, colour")]
    [InlineData("JPEG lossless, 8 bits, colour")]
    [InlineData("JPEG 2000, colour")]
    public void PlanesWhereTheDataSetSaysSo(string name)
    {
        var one = Cases.Value[name];
        var decoded = one.Decode(one.Frame, planar: true);
        Assert.Equal(PlanarConfiguration.Planar, decoded.PlanarConfiguration);
        byte[] pixels = decoded.GetFrame(0).Data;
        Assert.Equal(one.Pixels, Enumerable.Range(0, pixels.Length).Select(i => pixels[i % 3 * Columns * Rows + i / 3]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AFrameOfAnotherSizeIsRefused(string name)
    {
        var one = Cases.Value[name];
        Assert.Throws<DicomCodecException>(() => one.Decode(one.Frame, rows: Rows + 1000));
        Assert.Throws<DicomCodecException>(() => one.Decode(one.Frame[..^(one.Frame.Length / 3)]));
        Assert.Throws<DicomCodecException>(() => one.Decode([]));
        Assert.Throws<DicomCodecException>(() => one.Decode(new byte[200]));
    }

    /// <summary>Cut anywhere: an error at once (CharLS alone takes ten seconds for some).</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void TruncatedFramesAreRefusedAtOnce(string name)
    {
        var one = Cases.Value[name];
        var watch = Stopwatch.StartNew();
        for (int length = 1; length < one.Frame.Length - 20; length += 3)
        {
            Assert.Throws<DicomCodecException>(() => one.Decode(one.Frame[..length]));
        }
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
    }

    /// <summary>Bytes changed at random: a picture or an error, and the process lives. Seeded; the count is small for the test's time.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void DamagedFramesEndInPixelsOrInAnError(string name)
    {
        var one = Cases.Value[name];
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            byte[] damaged = [.. one.Frame];
            for (int i = random.Next(1, 6); i > 0; i--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }
            try
            {
                Assert.Equal(one.Pixels.Length, one.Decode(damaged).GetFrame(0).Data.Length);
            }
            catch (DicomCodecException)
            {
            }
        }
    }

    [Fact]
    public void SeveralFramesOnSeveralThreads()
    {
        Parallel.ForEach(Enumerable.Range(0, 8).SelectMany(_ => Cases.Value.Values.Where(one => one.Tolerance == 0)), one =>
        {
            var decoded = one.Decode(one.Frame, frames: 3);
            Assert.Equal(3, decoded.NumberOfFrames);
            Assert.All(Enumerable.Range(0, 3), frame => Assert.Equal(one.Pixels, decoded.GetFrame(frame).Data));
        });
    }

    public sealed record Case(string Name, string Syntax, int Bits, bool Signed, int Samples, string Photometric, byte[] Frame, byte[] Pixels, int Tolerance)
    {
        internal DicomPixelData Decode(byte[] frame, bool planar = false, int rows = Rows, int frames = 1)
        {
            var description = PixelDataTests.Grey(rows, Columns, Bits);
            description.AddOrUpdate(DicomTag.PhotometricInterpretation, Photometric).AddOrUpdate(DicomTag.SamplesPerPixel, (ushort)Samples);
            description.AddOrUpdate(DicomTag.PixelRepresentation, (ushort)(Signed ? 1 : 0)).AddOrUpdate(DicomTag.PlanarConfiguration, (ushort)(planar ? 1 : 0));
            return PixelDataTests.Decode(DicomTransferSyntax.Parse(Syntax), description, [.. Enumerable.Repeat(frame, frames)]).Pixels;
        }
    }
}
