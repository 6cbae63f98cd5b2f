using FellowOakDicom;

namespace MedSsl.MLNet;

/// <summary>Lookup tables and rescale of a header.</summary>
internal static class DicomTables
{
    /// <summary>The modality transform of a frame: its table where it has one, else slope and intercept.</summary>
    /// <exception cref="DicomFault">A number is none, the slope is 0, or the table is not valid.</exception>
    internal static ModalityTransform Modality(DicomDataset dataset, FunctionalGroups groups, bool signed)
    {
        if (dataset.TryGetSequence(DicomTag.ModalityLUTSequence, out var sequence) && sequence is { Items: [var item, ..] })
            return new(Table: Lut(item, signed));
        DicomDataset values = groups.Find(DicomTag.PixelValueTransformationSequence);
        double slope = values.Number(DicomTag.RescaleSlope) ?? 1, intercept = values.Number(DicomTag.RescaleIntercept) ?? 0;
        return slope != 0 ? new(slope, intercept) : throw new DicomFault("its rescale slope is 0: its header is not valid");
    }

    /// <summary>The table of an item of a modality or VOI LUT sequence (PS3.3 C.11.1.1, C.11.2.1.1).</summary>
    /// <exception cref="DicomFault">It is not valid.</exception>
    internal static LookupTable Lut(DicomDataset item, bool signed) => Make(Descriptor(item, DicomTag.LUTDescriptor), item.Words(DicomTag.LUTData), signed);

    /// <summary>Colours of a palette, 0 to 1: red, green and blue tables (PS3.3 C.7.6.3.1.5, C.7.6.3.1.6; segmented ones C.7.9).</summary>
    /// <exception cref="DicomFault">A table is missing or not valid.</exception>
    internal static LookupTable[] Palette(DicomDataset dataset, bool signed) =>
    [
        Colour(dataset, DicomTag.RedPaletteColorLookupTableDescriptor, DicomTag.RedPaletteColorLookupTableData, DicomTag.SegmentedRedPaletteColorLookupTableData, signed),
        Colour(dataset, DicomTag.GreenPaletteColorLookupTableDescriptor, DicomTag.GreenPaletteColorLookupTableData, DicomTag.SegmentedGreenPaletteColorLookupTableData, signed),
        Colour(dataset, DicomTag.BluePaletteColorLookupTableDescriptor, DicomTag.BluePaletteColorLookupTableData, DicomTag.SegmentedBluePaletteColorLookupTableData, signed),
    ];

    private static LookupTable Colour(DicomDataset dataset, DicomTag descriptor, DicomTag data, DicomTag segmented, bool signed)
    {
        if (!dataset.Contains(descriptor))
            throw new DicomFault("it is a palette image without a palette");
        ushort[] words = dataset.Contains(data) ? dataset.Words(data)
            : SegmentedTable.TryExpand(dataset.Words(segmented), 65536) ?? throw new DicomFault("its segmented palette is not valid: the file is damaged");
        return Make(Descriptor(dataset, descriptor), words, signed);
    }

    private static int[] Descriptor(DicomDataset dataset, DicomTag tag) => [.. Enumerable.Range(0, dataset.Count(tag)).Select(i => dataset.Whole(tag, i)!.Value)];

    private static LookupTable Make(int[] descriptor, ushort[] data, bool signed) =>
        LookupTable.TryMake(descriptor, data, signed, out var table) is { } fault ? throw new DicomFault($"{fault}: its header is not valid") : table!;
}
