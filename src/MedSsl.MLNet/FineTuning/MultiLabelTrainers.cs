using Microsoft.ML;

namespace MedSsl.MLNet;

/// <summary>The trainers of <c>ml.MultiLabelClassification</c>.</summary>
public sealed class MultiLabelTrainers
{
    private readonly MLContext _ml;

    internal MultiLabelTrainers(MLContext ml) => _ml = ml;

    /// <summary>
    /// Fine-tunes the encoder that made <paramref name="featureColumnName"/>, with a linear layer on top, on images with several labels each.
    /// </summary>
    /// <param name="labelColumnName">Vector of Single: 1, 0 or NaN = unknown, which has no part in the loss. Its slot names become the outputs'.</param>
    /// <param name="featureColumnName">A column made by <c>ml.SelfSupervised.SimClr</c>, <c>.Micle</c> or <c>.Encoder</c>; it leads to the encoder and the image column.</param>
    /// <param name="options">How to train; see <see cref="FineTuneOptions"/> for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public FineTuneEstimator FineTune(string labelColumnName = "Labels", string featureColumnName = "Features", FineTuneOptions? options = null)
        => new(_ml, labelColumnName, featureColumnName, options ?? new());

    /// <summary>
    /// Fine-tunes with several learning rates and weight decays, measures each by the macro AUROC on patients that were not trained on, and gives the best one's
    /// options, to fit with. It can be killed and run again: see <see cref="FineTuneSearchOptions.Folder"/>.
    /// </summary>
    /// <param name="data">Data with the label column, the feature column of a pretraining stage, and that stage's image column.</param>
    /// <param name="labelColumnName">As <see cref="FineTune"/> reads it.</param>
    /// <param name="featureColumnName">As <see cref="FineTune"/> reads it.</param>
    /// <param name="options">What is tried; the paper's grid by default.</param>
    /// <exception cref="ArgumentException">An option is out of its range, a column does not fit, or no label has both classes among the patients set aside.</exception>
    /// <exception cref="InvalidDataException">The folder holds another search's trials.</exception>
    /// <exception cref="InvalidOperationException">Every trial diverged.</exception>
    public FineTuneSearchResult Search(IDataView data, string labelColumnName = "Labels", string featureColumnName = "Features", FineTuneSearchOptions? options = null)
        => FineTuneSearch.Run(_ml, data, LabelKind.MultiLabel, labelColumnName, featureColumnName, options);

    /// <summary>
    /// Teaches the encoder that made <paramref name="featureColumnName"/>, normally a small one, what a fitted model says of the images, labelled or not: SimCLRv2's
    /// distillation (arXiv 2006.10029).
    /// </summary>
    /// <param name="labelColumnName">The label column, which must have the teacher's labels; not read, and may be null, unless <see cref="DistillOptions.LabelWeight"/> is above 0.</param>
    /// <param name="featureColumnName">A column made by <c>ml.SelfSupervised.Encoder</c>, <c>.SimClr</c> or <c>.Micle</c>: the student's encoder.</param>
    /// <param name="teacher">The fitted model, an ensemble too.</param>
    /// <param name="options">How to train.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public DistillEstimator<MultiLabelTransformer> Distill(string? labelColumnName, string featureColumnName, MultiLabelTransformer teacher, DistillOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        return new(_ml, LabelKind.MultiLabel, labelColumnName, featureColumnName, teacher.Classifier, teacher.LabelNames, options,
            student => new(_ml, student, teacher.LabelNames), MultiLabelTransformer.Shape);
    }
}
