namespace MedSsl.MLNet;

/// <summary>What two parts of a split share.</summary>
/// <param name="Patients">One entry for each patient and each pair of parts.</param>
/// <param name="Images">One entry for each image whose content another part has.</param>
public sealed record LeakageReport(IReadOnlyList<Leak> Patients, IReadOnlyList<Leak> Images);

/// <summary>Two rows of different parts that show the same patient or the same image.</summary>
/// <param name="First">A row.</param>
/// <param name="Second">A row of a later part.</param>
public sealed record Leak(LeakedRow First, LeakedRow Second)
{
    /// <summary>For example "row 3 of train (a.png) and row 7 of test (b.png)".</summary>
    public override string ToString() => $"{First} and {Second}";
}

/// <summary>A row of a part.</summary>
/// <param name="Part">train, validation or test.</param>
/// <param name="Row">The row's number in its part, from 1.</param>
/// <param name="Path">Its image, if the data has paths.</param>
public sealed record LeakedRow(string Part, long Row, string? Path)
{
    /// <summary>For example "row 3 of train (a.png)".</summary>
    public override string ToString() => $"row {Row} of {Part}" + (Path is null ? "" : $" ({Path})");
}
