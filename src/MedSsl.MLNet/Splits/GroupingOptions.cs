namespace MedSsl.MLNet;

/// <summary>What splits and folds have in common: what stays together, what is balanced, and the seed.</summary>
public abstract record GroupingOptions
{
    /// <summary>
    /// Rows with equal values here stay together: text, a key or a number; "PatientId" (default) for patients. For images that have nothing to do with each other,
    /// name a column that is different in each row, such as "ImagePath".
    /// </summary>
    public string GroupColumnName { get; init; } = "PatientId";

    /// <summary>
    /// What each part gets its share of: a vector of Single (several labels an image), a key (classes), or Boolean or Single (one label). Null (default): "Labels" or
    /// "Label" where there is such a column, else nothing but the numbers of images and patients is balanced.
    /// </summary>
    public string? LabelColumnName { get; init; }

    /// <summary>The text column of image files; null (default): "ImagePath" where there is such a column, else no file is looked at.</summary>
    public string? ImageColumnName { get; init; }

    /// <summary>
    /// What to do with files of the same content under two patients. Content is the file's bytes, compared by SHA-256 where lengths are equal; the same picture
    /// saved in another format or with another header is not found. Rows that have a DuplicateOf are not compared.
    /// </summary>
    public SameImagePolicy SameImages { get; init; }

    /// <summary>Seed of the order in which patients are dealt out: the same seed and the same rows, in any order, give the same parts.</summary>
    public int Seed { get; init; } = 1;

    internal virtual void Validate()
    {
        if (string.IsNullOrEmpty(GroupColumnName))
            throw new ArgumentException($"{nameof(GroupColumnName)} is empty; it must name a column, e.g. \"PatientId\".");
        if (!Enum.IsDefined(SameImages))
            throw new ArgumentException($"{nameof(SameImages)} is {SameImages}; it can be {string.Join(", ", Enum.GetNames<SameImagePolicy>())}.");
    }
}
