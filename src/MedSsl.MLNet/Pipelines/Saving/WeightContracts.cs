using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MedSsl.MLNet;

/// <summary>The encoders of one plainly loaded model: it travels in a column from the mappings that fill it to those that score.</summary>
internal sealed class WeightHolder
{
    private readonly Lock _gate = new();
    private readonly WeightReader _reader = new();
    private volatile bool _isFull;

    internal bool IsFull => _isFull;

    internal IReadOnlyDictionary<string, TrainedEncoder> Encoders
    {
        get
        {
            lock (_gate)
                return _reader.Encoders;
        }
    }

    /// <summary>Several rows of several threads may bring the same chunks at once.</summary>
    internal void Add(in VBuffer<byte> chunk)
    {
        if (_isFull)
            return;
        lock (_gate)
        {
            if (_isFull)
                return;
            _reader.Add(chunk.GetValues());
            _isFull = _reader.IsComplete;
        }
    }
}

/// <summary>The type of a column of <see cref="WeightHolder"/>.</summary>
internal sealed class WeightHolderDataViewType() : StructuredDataViewType(typeof(WeightHolder))
{
    public override bool Equals(DataViewType? other) => other is WeightHolderDataViewType;

    public override bool Equals(object? obj) => obj is WeightHolderDataViewType;

    public override int GetHashCode() => typeof(WeightHolderDataViewType).GetHashCode();

    public override string ToString() => "Weights";
}

/// <summary>Marks a property as a column of <see cref="WeightHolderDataViewType"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WeightHolderTypeAttribute : DataViewTypeAttribute
{
    public override bool Equals(DataViewTypeAttribute? other) => other is WeightHolderTypeAttribute;

    public override bool Equals(object? obj) => obj is WeightHolderTypeAttribute;

    public override int GetHashCode() => typeof(WeightHolderTypeAttribute).GetHashCode();

    public override void Register() => DataViewTypeManager.Register(new WeightHolderDataViewType(), typeof(WeightHolder), this);
}

/// <summary>The holder, and the key that makes the chunks appear: 1 until the holder is full, then 0.</summary>
internal sealed class WeightKey
{
    [ColumnName(WeightParts.Key)]
    public int Key { get; set; }

    [ColumnName(WeightParts.Store), WeightHolderType]
    public WeightHolder? Store { get; set; }
}

/// <summary>A chunk to add.</summary>
internal sealed class WeightChunkInput
{
    [ColumnName(WeightParts.Chunk), VectorType]
    public VBuffer<byte> Chunk { get; set; }

    [ColumnName(WeightParts.Store), WeightHolderType]
    public WeightHolder? Store { get; set; }
}

/// <summary>The same holder, with the chunk in it.</summary>
internal sealed class WeightChunkOutput
{
    [ColumnName(WeightParts.Store), WeightHolderType]
    public WeightHolder? Store { get; set; }
}

/// <summary>Nothing: its type marks where the weights end.</summary>
internal sealed class WeightEnd
{
    internal const string Name = "__medssl_end";

    [ColumnName(Name)]
    public bool End { get; set; }
}

/// <summary>Makes one holder for each loaded model.</summary>
[CustomMappingFactoryAttribute(WeightParts.KeyContract)]
internal sealed class WeightKeyFactory : CustomMappingFactory<NoColumns, WeightKey>
{
    public override Action<NoColumns, WeightKey> GetMapping()
    {
        var holder = new WeightHolder();
        return (_, key) => (key.Store, key.Key) = (holder, holder.IsFull ? 0 : 1);
    }
}

/// <summary>Adds a chunk to the holder, and lets go of it.</summary>
[CustomMappingFactoryAttribute(WeightParts.ChunkContract)]
internal sealed class WeightChunkFactory : CustomMappingFactory<WeightChunkInput, WeightChunkOutput>
{
    public override Action<WeightChunkInput, WeightChunkOutput> GetMapping() => static (input, output) =>
    {
        input.Store!.Add(input.Chunk);
        input.Chunk = default;
        output.Store = input.Store;
    };
}

/// <summary>Marks the end.</summary>
[CustomMappingFactoryAttribute(WeightParts.EndContract)]
internal sealed class WeightEndFactory : CustomMappingFactory<NoColumns, WeightEnd>
{
    public override Action<NoColumns, WeightEnd> GetMapping() => static (_, _) => { };
}
