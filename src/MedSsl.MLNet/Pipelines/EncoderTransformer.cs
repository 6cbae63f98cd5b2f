using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>
/// Turns images into features with a trained encoder: adds a <c>Vector&lt;Single, FeatureSize&gt;</c> column that carries the encoder for the stages
/// after it. The features of an image do not depend on the images that are computed with it. A missing image gives features of NaN.
/// </summary>
public sealed class EncoderTransformer : BatchedTransformer
{
    internal const string StageName = "encoder/1";
    private readonly ImageShape _image;

    internal EncoderTransformer(MLContext ml, string outputColumnName, TrainedEncoder encoder, ImageShape image) : base(ml, encoder.ImageColumnName)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        (OutputColumnName, Encoder, _image) = (outputColumnName, encoder, image);
    }

    /// <summary>The encoder, shared by every stage that uses it; it never changes.</summary>
    public TrainedEncoder Encoder { get; }

    /// <summary>The features column.</summary>
    public string OutputColumnName { get; }

    internal override string Kind => StageName;

    internal override DataViewType InputType => _image.Type;

    internal override DataViewSchema.DetachedColumn[] OutputColumns(DataViewSchema.Column input)
    {
        var image = ImageShape.Of(input);
        if (image.Channels != Encoder.Channels)
            throw new ArgumentException(
                $"Column '{input.Name}' holds images of {image.Channels} channels; the encoder of '{OutputColumnName}' was trained on {Encoder.Channels}.");
        var annotations = new DataViewSchema.Annotations.Builder();
        EncoderAnnotation.Add(annotations, Encoder);
        return [new(OutputColumnName, new VectorDataViewType(NumberDataViewType.Single, Encoder.FeatureSize), annotations.ToAnnotations())];
    }

    internal override BatchMapper CreateMapper(DataViewRow row, DataViewSchema.Column input, int capacity, Func<int, bool> active) =>
        new Mapper(Encoder, row, input, capacity);

    internal override byte[] ToPayload() => ToPayload(null);

    internal override byte[] ToPayload(WeightStore? store) => StagePayload.Write(Kind, new Header(OutputColumnName, _image), store?.Add(Encoder) ?? Encoder.ToBytes());

    internal static EncoderTransformer FromPayload(MLContext ml, StagePayload payload)
    {
        var header = payload.Header<Header>();
        return new(ml, header.Output, payload.Encoder(0), header.Image);
    }

    private sealed record Header(string Output, ImageShape Image);

    private sealed class Mapper : ImageBatchMapper
    {
        private readonly TrainedEncoder _encoder;
        private readonly BatchOutput<float> _features;

        internal Mapper(TrainedEncoder encoder, DataViewRow row, DataViewSchema.Column input, int capacity) : base(row, input, capacity)
        {
            _encoder = encoder;
            _features = AddOutput<float>(encoder.FeatureSize);
        }

        private protected override void Compute(ReadOnlySpan<float> images, int count) =>
            _encoder.Encode(images, count, Shape.Height, Shape.Width, _features.Rows(count));
    }
}
