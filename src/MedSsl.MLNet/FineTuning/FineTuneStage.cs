using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MedSsl.MLNet;

/// <summary>What the fine-tuning estimators have in common, whatever their labels.</summary>
internal sealed class FineTuneStage
{
    private readonly MLContext _ml;
    private readonly IHost _host;
    private readonly LabelKind _kind;
    private readonly string _labelColumnName;
    private readonly string _featureColumnName;
    private readonly FineTuneOptions _options;

    internal FineTuneStage(MLContext ml, string name, LabelKind kind, string labelColumnName, string featureColumnName, FineTuneOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
        ArgumentException.ThrowIfNullOrEmpty(featureColumnName);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _ml = ml;
        _host = ((IHostEnvironment)ml).Register(name);
        (_kind, _labelColumnName, _featureColumnName, _options) = (kind, labelColumnName, featureColumnName, options);
    }

    /// <summary>Trains on every row that has an image and a known label, but those set aside for validation.</summary>
    internal (ImageClassifier Classifier, IReadOnlyList<string> LabelNames) Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var channel = _host.Start(nameof(Fit));
        var device = TrainingDevice.Of(_ml);
        var data = FineTuneData.Read(_ml, channel, input, _kind, _labelColumnName, _featureColumnName, _options);
        ulong seed = Seeds.Resolve(_options, FineTuner.StageOf(0, _options.Runs), _host);
        int[] rows = data.Rows;
        ValidationSet? validation = null;
        if (_options.Validation is { } view)
        {
            var images = FineTuneData.ReadValidation(_ml, view, _kind, _labelColumnName, data.Encoder, _options);
            validation = new(images, [.. Enumerable.Range(0, images.Count)]);
        }
        else if (_options.ValidationFraction > 0)
        {
            (rows, int[] aside) = GroupSplit.Share(rows, data.Groups, _options.ValidationFraction, seed);
            validation = new(data.Images, aside);
        }
        var statistics = data.Statistics(rows);
        statistics.Check(_options.BatchSize, _labelColumnName, channel);
        var tuner = new FineTuner(_options, data, _kind.Task(statistics, _options), rows, seed) { Validation = validation, Warn = Warnings.To(channel), Device = device };
        var networks = tuner.Train();
        foreach (string line in tuner.Notes)
            channel.Info(MessageSensitivity.None, "{0}", line);
        return (ImageClassifier.Of(networks, _options, data.Images.Shape), data.LabelNames);
    }

    /// <summary>The input's shape with the outputs' columns.</summary>
    internal SchemaShape GetOutputSchema(SchemaShape inputSchema, params ReadOnlySpan<ShapeColumn> outputs)
    {
        SchemaShapes.RequireEncoder(inputSchema, _featureColumnName);
        _kind.Require(inputSchema, _labelColumnName);
        return SchemaShapes.With(_ml, inputSchema, outputs);
    }
}
