using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace MedSsl.MLNet;

/// <summary>
/// Teaches the encoder of the feature column, with a linear layer on top, what a fitted model says of images, labelled or not: self-distillation where both have
/// one size, and a smaller model where the student is smaller. Created by <c>Trainers.Distill</c> of <c>ml.MultiLabelClassification</c> and
/// <c>ml.MedicalClassification</c>.
/// </summary>
/// <typeparam name="TTransformer">The teacher's and the student's kind of model.</typeparam>
/// <remarks>
/// The third step of SimCLRv2 (Chen et al. 2020, arXiv 2006.10029). Teacher and student see the same random view of an image. An ensemble teaches by its mean
/// softened probability; its test-time views have no part. Departure: AdamW by default, where the paper has LARS.
/// </remarks>
public sealed class DistillEstimator<TTransformer> : IEstimator<TTransformer> where TTransformer : class, ITransformer
{
    private readonly MLContext _ml;
    private readonly IHost _host;
    private readonly LabelKind _kind;
    private readonly string? _labelColumnName;
    private readonly string _featureColumnName;
    private readonly ImageClassifier _teacher;
    private readonly IReadOnlyList<string> _names;
    private readonly DistillOptions _options;
    private readonly Func<ImageClassifier, TTransformer> _make;
    private readonly ShapeColumn[] _outputs;

    internal DistillEstimator(MLContext ml, LabelKind kind, string? labelColumnName, string featureColumnName, ImageClassifier teacher, IReadOnlyList<string> names,
        DistillOptions? options, Func<ImageClassifier, TTransformer> make, ShapeColumn[] outputs)
    {
        ArgumentException.ThrowIfNullOrEmpty(featureColumnName);
        options ??= new();
        options.Validate();
        if (options.LabelWeight > 0 && labelColumnName is null)
            throw new ArgumentException($"{nameof(options.LabelWeight)} is {options.LabelWeight}; without a label column it must be 0.");
        _ml = ml;
        _host = ((IHostEnvironment)ml).Register("DistillEstimator");
        (_kind, _labelColumnName, _featureColumnName, _teacher, _names) = (kind, options.LabelWeight > 0 ? labelColumnName : null, featureColumnName, teacher, names);
        (_options, _make, _outputs) = (options, make, outputs);
    }

    /// <summary>Trains the student on every row that has an image.</summary>
    /// <param name="input">Data with the feature column of the student's encoder, that stage's image column and, where labels have a weight, the label column.</param>
    /// <exception cref="ArgumentException">The feature column carries no encoder; a column is missing or of another type; the labels are not the teacher's; there are fewer
    /// images than a batch, or of another number of channels than the teacher's.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public TTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var channel = _host.Start(nameof(Fit));
        var device = TrainingDevice.Of(_ml);
        var training = _options.Training;
        var encoder = EncoderAnnotation.Require(input.Schema, _featureColumnName);
        if (encoder.Channels != _teacher.Encoder.Channels)
            throw new ArgumentException($"The teacher was trained on images of {_teacher.Encoder.Channels} channels, the student's encoder on {encoder.Channels}.");
        var targets = _labelColumnName is null ? null : _kind.Targets(_ml, input, _labelColumnName);
        if (targets is not null && !SlotNames.Of(targets.Column).SequenceEqual(_names) && _kind != LabelKind.Binary)
        {
            throw new ArgumentException(
                $"The labels of column '{_labelColumnName}' are {string.Join(", ", SlotNames.Of(targets.Column))}; the teacher's are {string.Join(", ", _names)}.");
        }
        if (targets is not null)
            _ = LabelStatistics.Read(targets.Data, targets.Column);
        var images = TrainingImages.Read(_ml, targets?.Data ?? input, encoder.ImageColumnName, null, targets?.ColumnName, training.CancellationToken);
        if (training.BatchSize > images.Count)
            throw new ArgumentException($"{nameof(training.BatchSize)} is {training.BatchSize}, but there are {images.Count} images; choose {images.Count} or less.");

        var statistics = LabelStatistics.Of(_names, targets is null ? [] : images.Labels);
        ulong seed = Seeds.Resolve(training, FineTuner.Distillation, _host);
        var data = new FineTuneData(encoder, images, []);
        using var teacher = new Teacher(_teacher, _kind == LabelKind.Multiclass, _options, device);
        var tuner = new FineTuner(training, data, _kind.Task(statistics, training), [.. Enumerable.Range(0, images.Count)], seed)
        {
            StageName = FineTuner.Distillation,
            Teacher = teacher,
            Warn = Warnings.To(channel),
            Device = device,
        };
        return _make(ImageClassifier.Of(tuner.Train(), training, images.Shape));
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        SchemaShapes.RequireEncoder(inputSchema, _featureColumnName);
        if (_labelColumnName is not null)
            _kind.Require(inputSchema, _labelColumnName);
        return SchemaShapes.With(_ml, inputSchema, _outputs);
    }
}
