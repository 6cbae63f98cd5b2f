using FellowOakDicom;

namespace MedSsl.MLNet;

/// <summary>
/// DICOM images: every transfer syntax of fo-dicom and its codecs, values by the standard's chain to 0 to 1, without a step through 8 bits.
/// </summary>
internal sealed class DicomDecoder : ImageDecoder
{
    private readonly ImageLoadOptions _options;
    private readonly DicomFrames _frames = new();
    private readonly DicomGrayRows _gray;
    private readonly DicomColourRows _colour;

    internal DicomDecoder(ImageLoadOptions options)
    {
        _options = options;
        _gray = new(_frames);
        _colour = new(_frames);
    }

    internal override bool Is(ReadOnlySpan<byte> file) => DicomSyntax.Is(file);

    internal override string? TryDecode(ArraySegment<byte> file, out ImageRows? image)
    {
        image = null;
        try
        {
            image = Decode(file);
            return null;
        }
        catch (DicomFault fault)
        {
            return fault.Message;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The library's own message may quote the file, and with it a patient.
            return "it cannot be read as DICOM: the file is truncated or damaged";
        }
    }

    private ImageRows Decode(ArraySegment<byte> file)
    {
        DicomSyntax.CheckDeflated(file);
        using var stream = new MemoryStream(file.Array!, file.Offset, file.Count, writable: false);
        var opened = DicomFile.Open(stream, FileReadOption.ReadLargeOnDemand);
        if (opened.IsPartial)
            throw new DicomFault($"it is truncated: its {file.Count} bytes end inside a value");
        var dataset = opened.Dataset;
        var header = DicomHeader.Read(dataset);
        if (FrameChoice.TryFind(_options.Frame, header.Frames, "frames", out int frame) is { } fault)
            throw new DicomFault(fault);
        var groups = new FunctionalGroups(dataset, frame);
        double aspect = PixelShape.Read(dataset, groups);
        if (!header.IsGray)
        {
            var palette = header.IsPalette ? DicomTables.Palette(dataset, header.Cell.Signed) : [];
            _colour.Begin(_frames.Read(dataset, header, frame), aspect, palette);
            return _colour;
        }
        var modality = DicomTables.Modality(dataset, groups, header.Cell.Signed);
        var window = DicomWindows.Find(dataset, groups, _options.Window, modality.IsSigned(header.Cell.Signed));
        _gray.Begin(_frames.Read(dataset, header, frame), aspect, modality, PixelPadding.Of(dataset, header.Cell.Signed));
        _gray.SetWindow(window, _options.Window);
        return _gray;
    }
}
