namespace MedSsl.MLNet;

/// <summary>Images of one split and one view, and what is known of their labels.</summary>
/// <param name="Split">The split, empty where there is none.</param>
/// <param name="View">The view, empty where it is not known.</param>
/// <param name="Images">How many images.</param>
/// <param name="Present">Of each label, how many have it.</param>
/// <param name="Absent">Of each label, how many do not.</param>
public sealed record DatasetGroup(string Split, string View, int Images, IReadOnlyList<int> Present, IReadOnlyList<int> Absent)
{
    /// <summary>Of each label, of how many it is not known.</summary>
    public IReadOnlyList<int> Unknown => [.. Present.Zip(Absent, (present, absent) => Images - present - absent)];
}

/// <summary>Rows or images that were left out.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Count">How many.</param>
/// <param name="First">The first of them: a file, or a table with its row.</param>
public sealed record DatasetOmission(string Reason, int Count, string First);

/// <summary>What was found in a data set, and what is missing.</summary>
/// <param name="Labels">The labels.</param>
/// <param name="Groups">The images that were kept, by split and view.</param>
/// <param name="Patients">How many patients each split has; under "" those of all.</param>
/// <param name="Omissions">What was left out.</param>
/// <param name="Differences">Where counts differ from the published ones, what optional files are not there, and what else should be known.</param>
public sealed record DatasetReport(
    IReadOnlyList<string> Labels, IReadOnlyList<DatasetGroup> Groups, IReadOnlyDictionary<string, int> Patients, IReadOnlyList<DatasetOmission> Omissions, IReadOnlyList<string> Differences)
{
    /// <summary>How many patients are in more than one split: 0, unless the set's own split leaks.</summary>
    public int PatientsInSeveralSplits { get; init; }

    /// <summary>How many images were kept.</summary>
    public int Images => Groups.Sum(group => group.Images);
}
