using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>A fine-tuned encoder with its linear layer, or several of them: images in, the classes' probabilities and the predicted class out.</summary>
/// <remarks>
/// Adds Score, a vector of Single with the probability of each class and the classes as slot names, and PredictedLabel, a key with the classes as key values, so
/// that <c>ml.MulticlassClassification.Evaluate</c> reads them. An ensemble's Score is the mean of its networks'. A score is the same to the bit in any batch,
/// row by row, and after saving and loading. A skipped (missing) image gets NaN and the missing key.
/// </remarks>
public sealed class MulticlassTransformer : ImageClassifierTransformer
{
    internal const string ScoreColumnName = "Score";
    internal const string PredictedLabelColumnName = "PredictedLabel";
    internal const string StageKind = "multiclass/1";

    /// <summary>The columns that it adds, for an estimator to announce.</summary>
    internal static readonly ShapeColumn[] Shape =
    [
        new ShapeColumn(ScoreColumnName, ShapeItem.Single, SlotNames: true),
        new ShapeColumn(PredictedLabelColumnName, ShapeItem.Key),
    ];

    internal MulticlassTransformer(MLContext ml, ImageClassifier classifier, IReadOnlyList<string> classNames)
        : base(ml, classifier)
    {
        ClassNames = classNames;
    }

    /// <summary>The classes, in the order of the scores and of the keys.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    internal override string Kind => StageKind;

    /// <summary>The class of a key, or "" for the missing key.</summary>
    internal string ClassName(uint key) => key == 0 ? "" : ClassNames[(int)key - 1];

    internal override DataViewSchema.DetachedColumn[] OutputColumns(DataViewSchema.Column input)
    {
        Classifier.Check(input);
        var keyValues = new DataViewSchema.Annotations.Builder();
        SlotNames.Add(keyValues, MLNet.ClassNames.KeyValues, ClassNames);
        return
        [
            new(ScoreColumnName, new VectorDataViewType(NumberDataViewType.Single, ClassNames.Count), SlotNames.Annotations(ClassNames)),
            new(PredictedLabelColumnName, new KeyDataViewType(typeof(uint), ClassNames.Count), keyValues.ToAnnotations()),
        ];
    }

    internal override BatchMapper CreateMapper(DataViewRow row, DataViewSchema.Column input, int capacity, Func<int, bool> active)
        => new Mapper(row, input, capacity, Classifier);

    internal override byte[] ToPayload() => ToPayload(null);

    internal override byte[] ToPayload(WeightStore? store) => StagePayload.Write(Kind, new Header([.. ClassNames], Classifier.ToHeader()), Classifier.ToBlobs(store));

    /// <summary>The transformer that wrote a payload of <see cref="StageKind"/>.</summary>
    internal static MulticlassTransformer FromPayload(MLContext ml, StagePayload payload)
    {
        var header = payload.Header<Header>();
        return new(ml, ImageClassifier.FromPayload(payload, header.Classifier), header.ClassNames);
    }

    private sealed record Header(string[] ClassNames, ClassifierHeader Classifier);

    private sealed class Mapper : ImageBatchMapper
    {
        private readonly ClassifierScorer _scorer;
        private readonly BatchOutput<float> _scores;
        private readonly BatchScalar<uint> _predicted;

        internal Mapper(DataViewRow row, DataViewSchema.Column input, int capacity, ImageClassifier classifier) : base(row, input, capacity)
        {
            _scorer = new(classifier, Shape, capacity);
            _scores = AddOutput<float>(classifier.Outputs);
            _predicted = AddScalar<uint>();
        }

        private protected override void Compute(ReadOnlySpan<float> images, int count)
        {
            _scorer.Compute(images, count);
            for (int i = 0; i < count; i++)
            {
                var scores = _scores.Row(i);
                Softmax.MeanProbability(_scorer.Logits(i), scores);
                int best = 0;
                for (int c = 1; c < scores.Length; c++)
                    best = scores[c] > scores[best] ? c : best;
                _predicted.Values[i] = (uint)best + 1;
            }
        }
    }
}
