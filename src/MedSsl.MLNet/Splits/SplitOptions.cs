using System.Globalization;

namespace MedSsl.MLNet;

/// <summary>How <c>ml.MedicalImages.Split</c> divides rows into training, validation and test. The three shares add up to 1.</summary>
public sealed record SplitOptions : GroupingOptions
{
    /// <summary>Share of the images to train on, above 0; 0.7.</summary>
    public double Train { get; init; } = 0.7;

    /// <summary>Share of the images to choose with (learning rates, when to stop), 0 for none; 0.1.</summary>
    public double Validation { get; init; } = 0.1;

    /// <summary>Share of the images to evaluate on, above 0; 0.2.</summary>
    public double Test { get; init; } = 0.2;

    internal override void Validate()
    {
        base.Validate();
        foreach (var (name, value, low) in new[] { (nameof(Train), Train, "above 0"), (nameof(Validation), Validation, "0 or more"), (nameof(Test), Test, "above 0") })
        {
            if (!(value >= 0 && value < 1) || value == 0 && low == "above 0")
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be {low} and below 1."));
        }
        if (Math.Abs(Train + Validation + Test - 1) > 1e-6)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"{nameof(Train)} {Train}, {nameof(Validation)} {Validation} and {nameof(Test)} {Test} add up to {Train + Validation + Test:0.######}; they must add up to 1."));
        }
    }
}
