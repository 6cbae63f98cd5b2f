using System.Collections.Concurrent;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>
/// Holds the stage of one plainly loaded model once its payload has been read: it travels in a column from the mapping that makes it to the mapping
/// that scores, the only way that two loaded mappings can share anything.
/// </summary>
internal sealed class ModelSlot
{
    private readonly Lock _gate = new();
    private readonly ConcurrentBag<object> _rows = [];
    private volatile BatchedTransformer? _stage;

    /// <summary>Whether the stage is built, so that its payload is needed no more.</summary>
    internal bool IsBuilt => _stage is not null;

    /// <summary>A row to score with, for one thread; the first call builds the stage from its payload, with encoders of the model's weights.</summary>
    internal StageRow<TInput> Rent<TInput>(in VBuffer<byte> payload, WeightHolder? weights)
    {
        if (_rows.TryTake(out object? row))
            return (StageRow<TInput>)row;
        if (_stage is null)
            lock (_gate)
                _stage ??= StageKinds.Build(new MLContext(), payload.DenseValues().ToArray(), weights?.Encoders);
        return new StageRow<TInput>(_stage);
    }

    internal void Return<TInput>(StageRow<TInput> row) => _rows.Add(row);
}

/// <summary>The type of a column of <see cref="ModelSlot"/>.</summary>
internal sealed class ModelSlotDataViewType() : StructuredDataViewType(typeof(ModelSlot))
{
    public override bool Equals(DataViewType? other) => other is ModelSlotDataViewType;

    public override bool Equals(object? obj) => obj is ModelSlotDataViewType;

    public override int GetHashCode() => typeof(ModelSlotDataViewType).GetHashCode();

    public override string ToString() => "Model";
}

/// <summary>Marks a property as a column of <see cref="ModelSlotDataViewType"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ModelSlotTypeAttribute : DataViewTypeAttribute
{
    public override bool Equals(DataViewTypeAttribute? other) => other is ModelSlotTypeAttribute;

    public override bool Equals(object? obj) => obj is ModelSlotTypeAttribute;

    public override int GetHashCode() => typeof(ModelSlotTypeAttribute).GetHashCode();

    public override void Register() => DataViewTypeManager.Register(new ModelSlotDataViewType(), typeof(ModelSlot), this);
}
