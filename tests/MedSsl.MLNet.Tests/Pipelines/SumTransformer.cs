using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

/// <summary>A stage for tests: two outputs, the sum and the largest pixel of an image; writes down the size of each batch that it computes.</summary>
internal sealed class SumTransformer(MLContext ml, int batchSize = 32) : BatchedTransformer(ml, "Image")
{
    internal List<int> Batches { get; } = [];

    internal override string Kind => "test";

    internal override DataViewType InputType => new ImageShape(1, 2, 2).Type;

    internal override int BatchSize => batchSize;

    internal override DataViewSchema.DetachedColumn[] OutputColumns(DataViewSchema.Column input)
    {
        ImageShape.Of(input);
        return [new("Sum", new VectorDataViewType(NumberDataViewType.Single, 1)), new("Positive", new VectorDataViewType(BooleanDataViewType.Instance, 1))];
    }

    internal override BatchMapper CreateMapper(DataViewRow row, DataViewSchema.Column input, int capacity, Func<int, bool> active) => new Mapper(this, row, input, capacity);

    internal override byte[] ToPayload() => [];

    private sealed class Mapper : ImageBatchMapper
    {
        private readonly SumTransformer _stage;
        private readonly BatchOutput<float> _sum;
        private readonly BatchOutput<bool> _positive;

        internal Mapper(SumTransformer stage, DataViewRow row, DataViewSchema.Column input, int capacity) : base(row, input, capacity)
        {
            (_stage, _sum, _positive) = (stage, AddOutput<float>(1), AddOutput<bool>(1));
        }

        private protected override void Compute(ReadOnlySpan<float> images, int count)
        {
            lock (_stage.Batches)
                _stage.Batches.Add(count);
            for (int i = 0; i < count; i++)
            {
                float sum = 0;
                foreach (float pixel in images.Slice(i * Shape.Size, Shape.Size))
                    sum += pixel;
                _sum.Row(i)[0] = sum;
                _positive.Row(i)[0] = true;
            }
        }
    }
}
