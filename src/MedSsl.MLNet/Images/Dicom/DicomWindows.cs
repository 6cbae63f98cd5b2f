using FellowOakDicom;

namespace MedSsl.MLNet;

/// <summary>Finds the window that the options ask for (PS3.3 C.11.2, and C.7.6.16.2.10 for frames of their own).</summary>
internal static class DicomWindows
{
    /// <summary>The window or VOI LUT; null if it goes by the frame's values.</summary>
    /// <exception cref="DicomFault">The file has not the one that is asked for, or it is not valid.</exception>
    internal static ValueMap? Find(DicomDataset dataset, FunctionalGroups groups, WindowOptions options, bool signed) => options.Source switch
    {
        WindowSource.File => OfFile(dataset, groups.Find(DicomTag.FrameVOILUTSequence), options, signed),
        WindowSource.Tissue => OfTissue(dataset, options.Tissue),
        WindowSource.Values => new WindowMap(options.Centre, options.Width),
        _ => null,
    };

    private static ValueMap? OfFile(DicomDataset dataset, DicomDataset frame, WindowOptions options, bool signed)
    {
        IList<DicomDataset> tables = dataset.TryGetSequence(DicomTag.VOILUTSequence, out var sequence) && sequence is not null ? sequence.Items : [];
        int windows = Math.Min(frame.Count(DicomTag.WindowCenter), frame.Count(DicomTag.WindowWidth));
        if (options.Name is { } name)
        {
            for (int i = 0; i < tables.Count; i++)
                if (IsNamed(tables[i].Text(DicomTag.LUTExplanation), name))
                    return new TableMap(DicomTables.Lut(tables[i], signed));
            for (int i = 0; i < windows; i++)
                if (IsNamed(frame.Text(DicomTag.WindowCenterWidthExplanation, i), name))
                    return Window(frame, i);
            throw new DicomFault($"it has no window of the name that was asked for; it has {tables.Count} VOI LUTs and {windows} windows");
        }
        int count = tables.Count > 0 ? tables.Count : windows;
        if (count == 0)
            return null;
        if (options.Index > count)
            throw new DicomFault($"it has {count} {(tables.Count > 0 ? "VOI LUTs" : "windows")}; number {options.Index} was asked for");
        return tables.Count > 0 ? new TableMap(DicomTables.Lut(tables[options.Index - 1], signed)) : Window(frame, options.Index - 1);
    }

    private static WindowMap Window(DicomDataset dataset, int index)
    {
        var function = dataset.Text(DicomTag.VOILUTFunction) switch
        {
            "" or "LINEAR" => WindowFunction.Linear,
            "LINEAR_EXACT" => WindowFunction.LinearExact,
            "SIGMOID" => WindowFunction.Sigmoid,
            var other => throw new DicomFault($"its VOI LUT function, {DicomNumbers.Printable(other)}, is not read"),
        };
        var window = new WindowMap(dataset.Number(DicomTag.WindowCenter, index)!.Value, dataset.Number(DicomTag.WindowWidth, index)!.Value, function);
        return window.IsPossible ? window : throw new DicomFault($"its window {index + 1} has a width that is not possible; choose another with {nameof(ImageLoadOptions)}.{nameof(ImageLoadOptions.Window)}");
    }

    private static WindowMap OfTissue(DicomDataset dataset, TissueWindow tissue)
    {
        string modality = dataset.Text(DicomTag.Modality);
        if (modality is not ("" or "CT"))
            throw new DicomFault($"window {tissue} is in Hounsfield units, and its modality is {DicomNumbers.Printable(modality)}, not CT");
        var (centre, width) = TissueWindows.Of(tissue);
        return new(centre, width);
    }

    private static bool IsNamed(string explanation, string name) => explanation.Equals(name, StringComparison.OrdinalIgnoreCase);
}
