using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>A mapper that reads an image column. Rows whose image is missing get missing outputs, whatever was computed for them.</summary>
internal abstract class ImageBatchMapper : BatchMapper
{
    private readonly ValueGetter<VBuffer<float>> _getter;
    private readonly string _column;
    private readonly float[] _images;
    private VBuffer<float> _image;

    private protected ImageBatchMapper(DataViewRow row, DataViewSchema.Column input, int capacity) : base(capacity)
    {
        Shape = ImageShape.Of(input);
        _column = input.Name;
        _getter = row.GetGetter<VBuffer<float>>(input);
        _images = new float[checked(capacity * Shape.Size)];
    }

    /// <summary>The shape of the images.</summary>
    private protected ImageShape Shape { get; }

    /// <summary>Computes the outputs of <paramref name="count"/> images, [count, C, H, W]. A missing image is all NaN and must not disturb the others.</summary>
    private protected abstract void Compute(ReadOnlySpan<float> images, int count);

    internal sealed override void Gather(int slot)
    {
        _getter(ref _image);
        if (_image.Length != Shape.Size)
            throw new InvalidDataException($"Column '{_column}' holds an image of {_image.Length} numbers; expected {Shape.Size} ({Shape}).");
        _image.CopyTo(_images.AsSpan(slot * Shape.Size, Shape.Size));
    }

    internal sealed override void Compute(int count)
    {
        Compute(_images.AsSpan(0, count * Shape.Size), count);
        for (int slot = 0; slot < count; slot++)
            if (ImageShape.IsMissing(_images.AsSpan(slot * Shape.Size, Shape.Size)))
                foreach (var output in Outputs)
                    output.SetMissing(slot);
    }
}
