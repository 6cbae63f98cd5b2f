using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>A fine-tuned encoder with its linear layer: images in, a score, a probability and a decision for each label out.</summary>
/// <remarks>
/// Adds Score (logits) and Probability, vectors of Single, and PredictedLabels, a vector of Boolean (Score above 0), with the labels as slot names.
/// A score is the same to the bit in any batch, row by row, and after saving and loading. A skipped (missing) image gets NaN and no label.
/// </remarks>
public sealed class MultiLabelTransformer : BatchedTransformer
{
    internal const string ScoreColumnName = "Score";
    internal const string ProbabilityColumnName = "Probability";
    internal const string PredictedLabelsColumnName = "PredictedLabels";
    internal const string StageKind = "multilabel/1";

    private readonly ImageShape _image;
    private readonly LinearScorer _scorer;

    internal MultiLabelTransformer(MLContext ml, TrainedEncoder encoder, LinearScorer scorer, IReadOnlyList<string> labelNames, bool flipAveraging, ImageShape image)
        : base(ml, encoder.ImageColumnName)
    {
        Encoder = encoder;
        LabelNames = labelNames;
        FlipAveraging = flipAveraging;
        _scorer = scorer;
        _image = image;
    }

    /// <summary>The fine-tuned encoder.</summary>
    public TrainedEncoder Encoder { get; }

    /// <summary>The labels, in the order of the outputs.</summary>
    public IReadOnlyList<string> LabelNames { get; }

    /// <summary>Whether scores are made from the mean of the image's and its mirror image's features.</summary>
    public bool FlipAveraging { get; }

    internal override string Kind => StageKind;

    internal override DataViewType InputType => _image.Type;

    internal override DataViewSchema.DetachedColumn[] OutputColumns(DataViewSchema.Column input)
    {
        var shape = ImageShape.Of(input);
        if (shape.Channels != Encoder.Channels)
            throw new ArgumentException($"The images of column '{input.Name}' have {shape.Channels} channels; the model was trained on {Encoder.Channels}.");
        return
        [
            Column(ScoreColumnName, NumberDataViewType.Single),
            Column(ProbabilityColumnName, NumberDataViewType.Single),
            Column(PredictedLabelsColumnName, BooleanDataViewType.Instance),
        ];
    }

    private DataViewSchema.DetachedColumn Column(string name, PrimitiveDataViewType type)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        SlotNames.Add(annotations, LabelNames);
        return new(name, new VectorDataViewType(type, LabelNames.Count), annotations.ToAnnotations());
    }

    internal override BatchMapper CreateMapper(DataViewRow row, DataViewSchema.Column input, int capacity, Func<int, bool> active)
        => new MultiLabelMapper(row, input, capacity, Encoder, _scorer, FlipAveraging);

    internal override byte[] ToPayload() => StagePayload.Write(Kind, new Header([.. LabelNames], FlipAveraging, _image.Channels, _image.Height, _image.Width),
        Encoder.ToBytes(), ToBytes(_scorer.Bias), ToBytes(_scorer.Weight));

    /// <summary>The transformer that wrote a payload of <see cref="StageKind"/>.</summary>
    internal static MultiLabelTransformer FromPayload(MLContext ml, StagePayload payload)
    {
        var header = payload.Header<Header>();
        return new(ml, TrainedEncoder.FromBytes(payload.Blob(0).Span), new(ToSingles(payload.Blob(1).Span), ToSingles(payload.Blob(2).Span)),
            header.LabelNames, header.FlipAveraging, new(header.Channels, header.Height, header.Width));
    }

    private sealed record Header(string[] LabelNames, bool FlipAveraging, int Channels, int Height, int Width);

    private static byte[] ToBytes(float[] values)
    {
        var bytes = new byte[4 * values.Length];
        for (int i = 0; i < values.Length; i++)
            System.Buffers.Binary.BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), values[i]);
        return bytes;
    }

    private static float[] ToSingles(ReadOnlySpan<byte> bytes)
    {
        var values = new float[bytes.Length / 4];
        for (int i = 0; i < values.Length; i++)
            values[i] = System.Buffers.Binary.BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
        return values;
    }
}
