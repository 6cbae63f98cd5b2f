using FellowOakDicom;

namespace MedSsl.MLNet;

/// <summary>
/// Where a frame's attributes are in an enhanced multi-frame file (PS3.3 C.7.6.16): in its own functional groups, in those that all frames share, or, as in
/// every other file, in the data set itself.
/// </summary>
internal sealed class FunctionalGroups(DicomDataset dataset, int frame)
{
    private readonly DicomDataset?[] _groups = [Item(dataset, DicomTag.PerFrameFunctionalGroupsSequence, frame), Item(dataset, DicomTag.SharedFunctionalGroupsSequence, 0)];

    /// <summary>The data set that has the attributes of a macro.</summary>
    /// <param name="macro">The sequence that holds them in a functional group.</param>
    internal DicomDataset Find(DicomTag macro)
    {
        foreach (var group in _groups)
            if (group is not null && Item(group, macro, 0) is { } item)
                return item;
        return dataset;
    }

    private static DicomDataset? Item(DicomDataset dataset, DicomTag sequence, int index) =>
        dataset.TryGetSequence(sequence, out var found) && found is not null && index < found.Items.Count ? found.Items[index] : null;
}
