using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>A fine-tuned encoder with its linear layer, or several of them: images in, a score, a probability and a decision out.</summary>
/// <remarks>
/// Adds Score (logit) and Probability, Single, and PredictedLabel, Boolean (Score above 0), so that <c>ml.BinaryClassification.Evaluate</c> reads them. An
/// ensemble's Probability is the mean of its networks', and its Score the logit of that. A score is the same to the bit in any batch, row by row, and after
/// saving and loading. A skipped (missing) image gets NaN and false.
/// </remarks>
public sealed class BinaryTransformer : ImageClassifierTransformer
{
    internal const string ScoreColumnName = "Score";
    internal const string ProbabilityColumnName = "Probability";
    internal const string PredictedLabelColumnName = "PredictedLabel";
    internal const string StageKind = "binary/1";

    /// <summary>The columns that it adds, for an estimator to announce.</summary>
    internal static readonly ShapeColumn[] Shape =
    [
        new ShapeColumn(ScoreColumnName, ShapeItem.OneSingle),
        new ShapeColumn(ProbabilityColumnName, ShapeItem.OneSingle),
        new ShapeColumn(PredictedLabelColumnName, ShapeItem.OneBoolean),
    ];

    internal BinaryTransformer(MLContext ml, ImageClassifier classifier) : base(ml, classifier)
    {
    }

    internal override string Kind => StageKind;

    internal override DataViewSchema.DetachedColumn[] OutputColumns(DataViewSchema.Column input)
    {
        Classifier.Check(input);
        return
        [
            new(ScoreColumnName, NumberDataViewType.Single),
            new(ProbabilityColumnName, NumberDataViewType.Single),
            new(PredictedLabelColumnName, BooleanDataViewType.Instance),
        ];
    }

    internal override BatchMapper CreateMapper(DataViewRow row, DataViewSchema.Column input, int capacity, Func<int, bool> active)
        => new Mapper(row, input, capacity, Classifier);

    internal override byte[] ToPayload() => ToPayload(null);

    internal override byte[] ToPayload(WeightStore? store) => StagePayload.Write(Kind, Classifier.ToHeader(), Classifier.ToBlobs(store));

    /// <summary>The transformer that wrote a payload of <see cref="StageKind"/>.</summary>
    internal static BinaryTransformer FromPayload(MLContext ml, StagePayload payload) =>
        new(ml, ImageClassifier.FromPayload(payload, payload.Header<ClassifierHeader>()));

    private sealed class Mapper : ImageBatchMapper
    {
        private readonly ClassifierScorer _scorer;
        private readonly BatchScalar<float> _scores;
        private readonly BatchScalar<float> _probabilities;
        private readonly BatchScalar<bool> _predicted;

        internal Mapper(DataViewRow row, DataViewSchema.Column input, int capacity, ImageClassifier classifier) : base(row, input, capacity)
        {
            _scorer = new(classifier, Shape, capacity);
            _scores = AddScalar<float>();
            _probabilities = AddScalar<float>();
            _predicted = AddScalar<bool>();
        }

        private protected override void Compute(ReadOnlySpan<float> images, int count)
        {
            _scorer.Compute(images, count);
            for (int i = 0; i < count; i++)
            {
                Sigmoid.MeanLogit(_scorer.Logits(i), _scores.Values.Slice(i, 1));
                _probabilities.Values[i] = Sigmoid.Of(_scores.Values[i]);
                _predicted.Values[i] = _scores.Values[i] > 0;
            }
        }
    }
}
