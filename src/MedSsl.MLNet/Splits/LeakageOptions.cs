namespace MedSsl.MLNet;

/// <summary>What <c>ml.MedicalImages.CheckSplit</c> looks for, and what of it is allowed.</summary>
public sealed record LeakageOptions
{
    /// <summary>Whose a row is, "PatientId" by default; null: patients are not looked at.</summary>
    public string? GroupColumnName { get; init; } = "PatientId";

    /// <summary>The text column of image files, "ImagePath" by default; null: files are not looked at.</summary>
    public string? ImageColumnName { get; init; } = "ImagePath";

    /// <summary>Whether one patient may have images in two parts; they are reported all the same.</summary>
    public bool AllowPatients { get; init; }

    /// <summary>Whether one image content may be in two parts; such images are reported all the same.</summary>
    public bool AllowImages { get; init; }
}
