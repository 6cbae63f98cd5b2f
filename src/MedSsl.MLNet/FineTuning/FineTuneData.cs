using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace MedSsl.MLNet;

/// <summary>What fine-tuning reads from its data view, once: the encoder, the labelled images, and who they are of.</summary>
/// <param name="Encoder">What the feature column carries.</param>
/// <param name="Images">The images with their targets.</param>
/// <param name="Groups">The patient of each image; where there is no such column, each image by itself.</param>
internal sealed record FineTuneData(TrainedEncoder Encoder, TrainingImages Images, IReadOnlyList<string> Groups)
{
    private const string PatientColumnName = "PatientId";

    /// <summary>The images with a known label.</summary>
    internal int[] Rows { get; } = [.. Enumerable.Range(0, Images.Count).Where(row => Images.LabelsOf(row).ContainsAnyExcept(float.NaN))];

    /// <summary>The labels' names, which the outputs take.</summary>
    internal IReadOnlyList<string> LabelNames => Images.LabelNames;

    /// <summary>Reads a data view; the label column alone first, so that a bad label costs no time.</summary>
    /// <exception cref="ArgumentException">A column is missing or of another type, a label is none, or there is nothing to learn.</exception>
    internal static FineTuneData Read(MLContext ml, IChannel channel, IDataView input, LabelKind kind, string labelColumnName, string featureColumnName, FineTuneOptions options)
    {
        var encoder = EncoderAnnotation.Require(input.Schema, featureColumnName);
        var targets = kind.Targets(ml, input, labelColumnName);
        var statistics = LabelStatistics.Read(targets.Data, targets.Column);
        statistics.Check(options.BatchSize, labelColumnName, channel);
        _ = kind.Task(statistics, options);

        string? groupColumn = GroupColumn(input.Schema, options);
        var images = TrainingImages.Read(ml, targets.Data, encoder.ImageColumnName, groupColumn, targets.ColumnName, options.CancellationToken);
        if (images.SkippedRows > 0)
        {
            channel.Warning(MessageSensitivity.None, "{0} of {1} training images could not be read and are left out.", images.SkippedRows, statistics.Rows);
            LabelStatistics.Of(images.LabelNames, images.Labels).Check(options.BatchSize, labelColumnName, channel);
        }
        return new(encoder, images, groupColumn is null ? [.. Enumerable.Range(0, images.Count).Select(row => $"{row}")] : images.Groups);
    }

    /// <summary>Images of a set that is not trained on, with the same columns.</summary>
    internal static TrainingImages ReadValidation(MLContext ml, IDataView data, LabelKind kind, string labelColumnName, TrainedEncoder encoder, FineTuneOptions options)
    {
        var targets = kind.Targets(ml, data, labelColumnName);
        _ = LabelStatistics.Read(targets.Data, targets.Column);
        return TrainingImages.Read(ml, targets.Data, encoder.ImageColumnName, null, targets.ColumnName, options.CancellationToken);
    }

    /// <summary>How often each label is positive and negative in some rows.</summary>
    internal LabelStatistics Statistics(IReadOnlyList<int> rows)
        => LabelStatistics.Of(LabelNames, rows.SelectMany(row => Images.LabelsOf(row).ToArray()).ToArray());

    private static string? GroupColumn(DataViewSchema schema, FineTuneOptions options)
        => options.GroupColumnName ?? (schema.GetColumnOrNull(PatientColumnName) is { Type: TextDataViewType } ? PatientColumnName : null);
}
