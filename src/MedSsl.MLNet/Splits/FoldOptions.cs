namespace MedSsl.MLNet;

/// <summary>How <c>ml.MedicalImages.CrossValidationFolds</c> divides rows.</summary>
public sealed record FoldOptions : GroupingOptions
{
    /// <summary>Folds of equal size, 2 to 100; 5.</summary>
    public int Folds { get; init; } = 5;

    internal override void Validate()
    {
        base.Validate();
        if (Folds is < 2 or > 100)
            throw new ArgumentException($"{nameof(Folds)} is {Folds}; it must be 2 to 100.");
    }
}
