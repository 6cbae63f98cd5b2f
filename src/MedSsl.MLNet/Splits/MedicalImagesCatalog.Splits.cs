using Microsoft.ML;

namespace MedSsl.MLNet;

public sealed partial class MedicalImagesCatalog
{
    /// <summary>
    /// Splits rows into training, validation and test so that no patient is in two parts and each part has its share of every label, as well as whole patients allow:
    /// iterative stratification (Sechidis et al. 2011) over patients, then moves of single patients. ML.NET's TrainTestSplit does not stratify, and takes
    /// the lowest values for testing where the group column is Single, Double or a key.
    /// </summary>
    /// <remarks><code>
    /// DataSplit split = ml.MedicalImages.Split(data, new() { Train = 0.7, Validation = 0.1, Test = 0.2 });
    /// Console.WriteLine(split.Report);
    /// </code></remarks>
    /// <param name="data">The rows; they are read once, image files only as <see cref="GroupingOptions.SameImages"/> says.</param>
    /// <param name="options">Shares, columns and seed.</param>
    /// <exception cref="ArgumentException">An option is out of its range, a column is missing or of another type, or there are fewer patients than parts.</exception>
    /// <exception cref="InvalidDataException">There are no rows, one has no patient, or two patients have the same image.</exception>
    /// <exception cref="FileNotFoundException">An image that is to be compared is not there.</exception>
    public DataSplit Split(IDataView data, SplitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new();
        options.Validate();
        return GroupSplitter.Split(_ml, data, options);
    }

    /// <summary>Divides rows into folds of equal size for cross-validation, by patient and stratified as <see cref="Split"/> does it.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="options">How many folds (5), columns and seed.</param>
    /// <inheritdoc cref="Split"/>
    public DataFolds CrossValidationFolds(IDataView data, FoldOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new();
        options.Validate();
        return GroupSplitter.Folds(_ml, data, options);
    }

    /// <summary>
    /// Checks parts however they were made: refuses a patient or an image content (SHA-256 of the file's bytes) in two parts unless the options allow it, and warns of parts
    /// that are ranges of a numeric or key column, as TrainTestSplit makes them.
    /// </summary>
    /// <param name="train">The rows to train on.</param>
    /// <param name="test">The rows to evaluate on.</param>
    /// <param name="validation">The rows to choose with, if there are any.</param>
    /// <param name="options">Which columns to look at, and what is allowed.</param>
    /// <returns>What was found and allowed.</returns>
    /// <exception cref="ArgumentException">A column is missing or of another type.</exception>
    /// <exception cref="InvalidDataException">Something is in two parts: the message names the two rows and their images.</exception>
    /// <exception cref="FileNotFoundException">An image is not there.</exception>
    public LeakageReport CheckSplit(IDataView train, IDataView test, IDataView? validation = null, LeakageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        (string, IDataView)[] parts = validation is null ? [("train", train), ("test", test)] : [("train", train), ("validation", validation), ("test", test)];
        return LeakageCheck.Run(_ml, parts, options ?? new());
    }
}
