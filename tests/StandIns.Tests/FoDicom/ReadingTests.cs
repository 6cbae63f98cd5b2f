using System.Text;
using FellowOakDicom;
using FellowOakDicom.Imaging;
using FellowOakDicom.IO.Buffer;

namespace StandIns.Tests.FoDicom;

/// <summary>Data sets in every transfer syntax without compression, whole and damaged.</summary>
public sealed class ReadingTests
{
    /// <summary>Pixels of 16 bits as a file of the syntax has them, and the syntax.</summary>
    public static TheoryData<string, bool, bool> Syntaxes => new()
    {
        { DicomBytes.Implicit, false, false },
        { DicomBytes.Explicit, true, false },
        { DicomBytes.Deflated, true, false },
        { DicomBytes.Big, true, true },
    };

    [Theory]
    [MemberData(nameof(Syntaxes))]
    public void EverySyntaxGivesTheSame(string syntax, bool isExplicit, bool big)
    {
        byte[] inFile = big ? [1, 2, 3, 4, 5, 6, 7, 8] : [2, 1, 4, 3, 6, 5, 8, 7];
        byte[] weights = big ? [0x40, 0x20, 0, 0] : [0, 0, 0x20, 0x40];
        byte[] tag = big ? [0, 0x18, 0x10, 0x63] : [0x18, 0, 0x63, 0x10];
        var file = Open(DicomBytes.File(syntax, new DicomBytes(isExplicit, big).Text(0x00080060, "CS", "CT").Text(0x00100010, "PN", "Doe^Jane").Element(0x00280009, "AT", tag)
            .Element(0x00189073, "FD", new byte[8]).Element(0x00181063, "DS", "1.5 "u8.ToArray()).Element(0x00089459, "FL", weights).Picture(2, 2, 16, inFile).ToArray()));
        Assert.Equal(DicomFileFormat.DICOM3, file.Format);
        Assert.False(file.IsPartial);
        Assert.Equal(syntax, file.Dataset.InternalTransferSyntax.UID.UID);
        Assert.Equal(syntax, file.FileMetaInfo.TransferSyntax.UID.UID);
        Assert.Equal("CT", file.Dataset.GetString(DicomTag.Modality));
        Assert.Equal("Doe^Jane", file.Dataset.GetSingleValue<string>(DicomTag.PatientName));
        Assert.Equal(1.5, file.Dataset.GetSingleValue<double>(DicomTag.FrameTime));
        Assert.Equal(DicomTag.FrameTime, file.Dataset.GetSingleValue<DicomTag>(DicomTag.FrameIncrementPointer));
        Assert.Equal(2.5f, file.Dataset.GetSingleValue<float>(0x00089459));
        var pixels = DicomPixelData.Create(file.Dataset);
        Assert.Equal((2, 2, 16, 1), (pixels.Height, pixels.Width, pixels.BitsAllocated, pixels.NumberOfFrames));
        Assert.Equal([2, 1, 4, 3, 6, 5, 8, 7], pixels.GetFrame(0).Data);
        // Sorted by tag whatever the order in the file.
        Assert.Equal(file.Dataset.Select(item => (uint)item.Tag).Order(), file.Dataset.Select(item => (uint)item.Tag));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SequencesOfEitherLength(bool isExplicit)
    {
        byte[] inner = new DicomBytes(isExplicit).Text(0x00080100, "SH", "A").ToArray();
        byte[] nested = new DicomBytes(isExplicit).Header(0x00082218, "SQ", (uint)inner.Length + 8).Item((uint)inner.Length).Raw(inner).ToArray();
        var dataset = Open(DicomBytes.File(isExplicit ? DicomBytes.Explicit : DicomBytes.Implicit, new DicomBytes(isExplicit)
            .Header(0x00081115, "SQ", DicomBytes.Undefined).Item(DicomBytes.Undefined).Raw(nested).ItemEnd().Item((uint)inner.Length).Raw(inner).Item(0).SequenceEnd()
            .Header(0x00082218, "SQ", 0)
            .Text(0x00100020, "LO", "after").ToArray())).Dataset;
        var sequence = dataset.GetSequence(0x00081115);
        Assert.Equal(3, sequence.Items.Count);
        Assert.Equal(3, dataset.GetValueCount(0x00081115));
        Assert.Equal("A", sequence.Items[0].GetSequence(0x00082218).Items[0].GetString(DicomTag.CodeValue));
        Assert.Equal("A", sequence.Items[1].GetString(DicomTag.CodeValue));
        Assert.Empty(sequence.Items[2]);
        Assert.Empty(dataset.GetSequence(DicomTag.AnatomicRegionSequence).Items);
        Assert.Equal("after", dataset.GetString(DicomTag.PatientID));
        Assert.False(dataset.TryGetSequence(DicomTag.PatientID, out _));
        Assert.Throws<DicomDataException>(() => dataset.GetSequence(DicomTag.PatientID));
    }

    [Fact]
    public void UnknownSequencesAreImplicit()
    {
        byte[] inner = new DicomBytes(isExplicit: false).Text(0x00080100, null, "AB").ToArray();
        var dataset = Open(DicomBytes.File(DicomBytes.Explicit, new DicomBytes().Header(0x00091001, "UN", DicomBytes.Undefined).Item((uint)inner.Length).Raw(inner).SequenceEnd()
            .Text(0x00100020, "LO", "after").ToArray())).Dataset;
        Assert.Equal("AB", dataset.GetSequence(0x00091001).Items[0].GetString(DicomTag.CodeValue));
        Assert.Equal("after", dataset.GetString(DicomTag.PatientID));
    }

    [Theory]
    [InlineData("ISO_IR 6", new byte[] { 0x4A, 0x6F }, "Jo")]
    [InlineData("ISO_IR 100", new byte[] { 0x4A, 0xF6 }, "Jö")]
    [InlineData("ISO_IR 101", new byte[] { 0xB1, 0x20 }, "ą")]
    [InlineData("ISO_IR 144", new byte[] { 0xB0, 0xB1 }, "АБ")]
    [InlineData("ISO_IR 126", new byte[] { 0xC1, 0xC2 }, "ΑΒ")]
    [InlineData("ISO_IR 148", new byte[] { 0xD0, 0xFE }, "Ğş")]
    [InlineData("ISO_IR 192", new byte[] { 0xC3, 0xB6 }, "ö")]
    [InlineData("\\ISO 2022 IR 87", new byte[] { 0x59, 0x1B, 0x24, 0x42, 0x3B, 0x33, 0x1B, 0x28, 0x42, 0x20 }, "Y山")]
    [InlineData("", new byte[] { 0x4A, 0xF6 }, "J?")]
    public void CharacterSets(string set, byte[] bytes, string expected)
    {
        var dataset = Open(DicomBytes.File(DicomBytes.Explicit, new DicomBytes().Text(0x00080005, "CS", set).Element(0x00100010, "PN", bytes).Picture(2, 2, 8, new byte[4]).ToArray())).Dataset;
        Assert.Equal(expected, dataset.GetString(DicomTag.PatientName).Replace('\uFFFD', '?'));
    }

    [Fact]
    public void LargeValuesStayInTheFileOrAreLeftOut()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        byte[] pixels = [.. Enumerable.Range(0, 300 * 300).Select(i => (byte)(i * 7))];
        byte[] bytes = DicomBytes.File(DicomBytes.Explicit, new DicomBytes().Text(0x00100020, "LO", "x").Picture(300, 300, 8, pixels).ToArray());
        try
        {
            File.WriteAllBytes(path, bytes);
            Assert.True(DicomFile.HasValidHeader(path));
            Assert.False(PixelBuffer(DicomFile.Open(path)).IsMemory);
            Assert.True(PixelBuffer(DicomFile.Open(path, FileReadOption.ReadAll)).IsMemory);
            Assert.True(PixelBuffer(DicomFile.Open(path, FileReadOption.Default, 1 << 20)).IsMemory);
            Assert.Equal(pixels, DicomPixelData.Create(DicomFile.Open(path).Dataset).GetFrame(0).Data);
            Assert.Equal(pixels, DicomPixelData.Create(DicomFile.Open(new MemoryStream(bytes)).Dataset).GetFrame(0).Data);
            Assert.Equal(pixels, DicomPixelData.Create(Open(bytes).Dataset).GetFrame(0).Data);
            Assert.False(DicomFile.Open(path, FileReadOption.SkipLargeTags).Dataset.Contains(DicomTag.PixelData));
            var headers = DicomFile.Open(path, Encoding.ASCII, state => state.SequenceDepth == 0 && state.Tag.Group == 0x7FE0);
            Assert.True(headers.IsPartial);
            Assert.Equal("x", headers.Dataset.GetString(DicomTag.PatientID));
            Assert.False(headers.Dataset.Contains(DicomTag.PixelData));
        }
        finally
        {
            File.Delete(path);
        }

        static IByteBuffer PixelBuffer(DicomFile file) => file.Dataset.GetDicomItem<DicomElement>(DicomTag.PixelData).Buffer;
    }

    [Fact]
    public void ReadingHeadersReadsNoPixels()
    {
        var counted = new CountingStream(DicomBytes.File(DicomBytes.Explicit, new DicomBytes().Picture(2000, 1000, 8, new byte[2_000_000]).ToArray()));
        var file = DicomFile.Open(counted);
        Assert.InRange(counted.BytesRead, 1, 20_000);
        Assert.Equal(2_000_000, DicomPixelData.Create(file.Dataset).GetFrame(0).Data.Length);
    }

    [Fact]
    public void WithoutPreambleOrMetaInformation()
    {
        byte[] dataset = new DicomBytes().Text(0x00080060, "CS", "MR").Picture(16, 16, 8, new byte[256]).ToArray();
        var bare = Open(dataset);
        Assert.Equal(DicomFileFormat.DICOM3NoFileMetaInfo, bare.Format);
        Assert.Equal("MR", bare.Dataset.GetString(DicomTag.Modality));
        Assert.Equal(DicomFileFormat.DICOM3NoPreamble, Open(DicomBytes.File(DicomBytes.Explicit, dataset)[132..]).Format);
        var implicitDataset = new DicomBytes(isExplicit: false).Text(0x00080060, null, "MR").Picture(16, 16, 8, new byte[256]).ToArray();
        Assert.Equal(DicomTransferSyntax.ImplicitVRLittleEndian, Open(implicitDataset).Dataset.InternalTransferSyntax);
    }

    [Fact]
    public void AFileThatEndsEarlyIsPartial()
    {
        byte[] whole = DicomBytes.File(DicomBytes.Explicit, new DicomBytes().Text(0x00100020, "LO", "x").Picture(16, 16, 8, new byte[256]).ToArray());
        var cut = Open(whole[..^10]);
        Assert.True(cut.IsPartial);
        Assert.Equal("x", cut.Dataset.GetString(DicomTag.PatientID));
        Assert.Throws<DicomImagingException>(() => DicomPixelData.Create(cut.Dataset));
        // A length that lies is no reason to take memory.
        var lie = Open(DicomBytes.File(DicomBytes.Explicit, new DicomBytes().Picture(16, 16, 8, new byte[256]).Element(0x7FE10010, "OB", new byte[4], 0xFFFFFFF0).ToArray()));
        Assert.True(lie.IsPartial);
    }

    /// <summary>Time that grows with the square of the tags would be a hang; the same tags in order are the measure, for a machine may be busy.</summary>
    [Fact]
    public void ManyTagsInTheWrongOrderTakeNoLonger()
    {
        const int Count = 100_000;
        double[] seconds = [.. new[] { Enumerable.Range(1, Count), Enumerable.Range(1, Count).Reverse() }.Select(order =>
        {
            var bytes = new DicomBytes(isExplicit: false);
            foreach (uint i in order)
            {
                bytes.Header(0x00091000 + (i >> 15 << 17) + (i & 0x7FFF), null, 0);
            }
            byte[] file = DicomBytes.File(DicomBytes.Implicit, bytes.ToArray());
            var watch = System.Diagnostics.Stopwatch.StartNew();
            Assert.Equal(Count, Open(file).Dataset.Count());
            return watch.Elapsed.TotalSeconds;
        })];
        Assert.InRange(seconds[1], 0, Math.Max(2, 20 * seconds[0]));
    }

    public static TheoryData<string, byte[]> NoDicom()
    {
        byte[] deep = [.. Enumerable.Range(0, 80).SelectMany(_ => new DicomBytes().Header(0x00081115, "SQ", DicomBytes.Undefined).Item(DicomBytes.Undefined).ToArray())];
        return new()
        {
            { "empty", [] },
            { "short", new byte[100] },
            { "text", Encoding.ASCII.GetBytes(new string('x', 1000)) },
            { "meta information only", DicomBytes.File(DicomBytes.Explicit, []) },
            { "too deep", DicomBytes.File(DicomBytes.Explicit, deep) },
            { "not deflated", [.. DicomBytes.File(DicomBytes.Deflated, []), .. new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }] },
            { "bomb", DicomBytes.File(DicomBytes.Deflated, new byte[65 << 20]) },
            { "item outside a sequence", DicomBytes.File(DicomBytes.Explicit, new DicomBytes().Item(0).Raw(new byte[20]).ToArray()) },
            { "delimiter at the top", DicomBytes.File(DicomBytes.Explicit, new DicomBytes().SequenceEnd().Raw(new byte[20]).ToArray()) },
            { "fragments without items", DicomBytes.File(DicomBytes.Rle, new DicomBytes().Header(0x7FE00010, "OB", DicomBytes.Undefined).Raw(new byte[20]).ToArray()) },
        };
    }

    [Theory]
    [MemberData(nameof(NoDicom))]
    public void WhatIsNoDicomIsRefused(string what, byte[] bytes)
    {
        var thrown = Assert.Throws<DicomFileException>(() => Open(bytes));
        Assert.True(thrown.InnerException is DicomException, $"{what}: {thrown}");
    }

    [Fact]
    public void AMissingFileIsADicomFileException() =>
        Assert.IsType<FileNotFoundException>(Assert.Throws<DicomFileException>(() => DicomFile.Open("no such file.dcm")).InnerException);

    [Fact]
    public void ValuesThatAreNoneOfTheirType()
    {
        var dataset = Open(DicomBytes.File(DicomBytes.Explicit, new DicomBytes().Text(0x00200013, "IS", "1A").Text(0x00281050, "DS", "40\\80").Text(0x00281053, "DS", "").ToArray())).Dataset;
        Assert.Throws<FormatException>(() => dataset.GetSingleValue<int>(DicomTag.InstanceNumber));
        Assert.Equal(7, dataset.GetSingleValueOrDefault(DicomTag.InstanceNumber, 7));
        Assert.Equal("1A", dataset.GetSingleValue<string>(DicomTag.InstanceNumber));
        Assert.Throws<DicomDataException>(() => dataset.GetSingleValue<double>(DicomTag.WindowCenter));
        Assert.Equal([40, 80], dataset.GetValues<double>(DicomTag.WindowCenter));
        Assert.Equal(80f, dataset.GetValue<float>(DicomTag.WindowCenter, 1));
        Assert.Equal(2, dataset.GetValueCount(DicomTag.WindowCenter));
        Assert.Equal(0, dataset.GetValueCount(DicomTag.RescaleSlope));
        Assert.False(dataset.TryGetSingleValue(DicomTag.RescaleSlope, out double _));
        Assert.True(dataset.TryGetString(DicomTag.RescaleSlope, out string text) && text == "");
        Assert.Throws<DicomDataException>(() => dataset.GetString(DicomTag.Modality));
        Assert.False(dataset.TryGetValues<int>(DicomTag.Modality, out _));
    }

    internal static DicomFile Open(byte[] bytes) => DicomFile.Open(new MemoryStream(bytes), FileReadOption.ReadAll);

    private sealed class CountingStream(byte[] bytes) : MemoryStream(bytes)
    {
        internal long BytesRead { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            BytesRead += count;
            return base.Read(buffer, offset, count);
        }
    }
}
