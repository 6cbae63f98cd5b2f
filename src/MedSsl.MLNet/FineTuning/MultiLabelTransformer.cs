using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>A fine-tuned encoder with its linear layer, or several of them: images in, a score, a probability and a decision for each label out.</summary>
/// <remarks>
/// Adds Score (logits) and Probability, vectors of Single, and PredictedLabels, a vector of Boolean (Score above 0), with the labels as slot names.
/// An ensemble's Probability is the mean of its networks', and its Score the logit of that. A score is the same to the bit in any batch, row by row, and
/// after saving and loading. A skipped (missing) image gets NaN and no label.
/// </remarks>
public sealed class MultiLabelTransformer : ImageClassifierTransformer
{
    internal const string ScoreColumnName = "Score";
    internal const string ProbabilityColumnName = "Probability";
    internal const string PredictedLabelsColumnName = "PredictedLabels";
    internal const string StageKind = "multilabel/2";

    /// <summary>One network, the image alone or with its mirror image: what was saved before there were ensembles.</summary>
    internal const string FirstStageKind = "multilabel/1";

    /// <summary>The columns that it adds, for an estimator to announce.</summary>
    internal static readonly ShapeColumn[] Shape =
    [
        new ShapeColumn(ScoreColumnName, ShapeItem.Single, SlotNames: true),
        new ShapeColumn(ProbabilityColumnName, ShapeItem.Single, SlotNames: true),
        new ShapeColumn(PredictedLabelsColumnName, ShapeItem.Boolean, SlotNames: true),
    ];

    internal MultiLabelTransformer(MLContext ml, ImageClassifier classifier, IReadOnlyList<string> labelNames)
        : base(ml, classifier)
    {
        LabelNames = labelNames;
    }

    /// <summary>The labels, in the order of the outputs.</summary>
    public IReadOnlyList<string> LabelNames { get; }

    internal override string Kind => StageKind;

    internal override DataViewSchema.DetachedColumn[] OutputColumns(DataViewSchema.Column input)
    {
        Classifier.Check(input);
        return
        [
            Column(ScoreColumnName, NumberDataViewType.Single),
            Column(ProbabilityColumnName, NumberDataViewType.Single),
            Column(PredictedLabelsColumnName, BooleanDataViewType.Instance),
        ];
    }

    private DataViewSchema.DetachedColumn Column(string name, PrimitiveDataViewType type)
        => new(name, new VectorDataViewType(type, LabelNames.Count), SlotNames.Annotations(LabelNames));

    internal override BatchMapper CreateMapper(DataViewRow row, DataViewSchema.Column input, int capacity, Func<int, bool> active)
        => new MultiLabelMapper(row, input, capacity, Classifier);

    internal override byte[] ToPayload() => ToPayload(null);

    internal override byte[] ToPayload(WeightStore? store) => StagePayload.Write(Kind, new Header([.. LabelNames], Classifier.ToHeader()), Classifier.ToBlobs(store));

    /// <summary>The transformer that wrote a payload of <see cref="StageKind"/>.</summary>
    internal static MultiLabelTransformer FromPayload(MLContext ml, StagePayload payload)
    {
        var header = payload.Header<Header>();
        return new(ml, ImageClassifier.FromPayload(payload, header.Classifier), header.LabelNames);
    }

    /// <summary>The same of <see cref="FirstStageKind"/>.</summary>
    internal static MultiLabelTransformer FromFirstPayload(MLContext ml, StagePayload payload)
    {
        var header = payload.Header<FirstHeader>();
        var views = header.FlipAveraging ? TestTimeAugmentation.Mirror : TestTimeAugmentation.None;
        var classifier = new ClassifierHeader(1, views, header.FlipAveraging, header.Channels, header.Height, header.Width);
        return new(ml, ImageClassifier.FromPayload(payload, classifier), header.LabelNames);
    }

    private sealed record Header(string[] LabelNames, ClassifierHeader Classifier);

    private sealed record FirstHeader(string[] LabelNames, bool FlipAveraging, int Channels, int Height, int Width);
}
