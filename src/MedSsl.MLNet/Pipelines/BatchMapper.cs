using Microsoft.ML;

namespace MedSsl.MLNet;

/// <summary>
/// What a stage computes, on a batch of gathered rows. One belongs to one cursor or row and is used from one thread at a time; what it shares with
/// others (the weights) is immutable. Its buffers are taken once and used for every batch.
/// </summary>
internal abstract class BatchMapper
{
    private readonly List<BatchOutput> _outputs = [];
    private readonly int _capacity;

    /// <param name="capacity">Rows in a batch.</param>
    private protected BatchMapper(int capacity) => _capacity = capacity;

    /// <summary>The output columns, in the order of the transformer's.</summary>
    private protected IReadOnlyList<BatchOutput> Outputs => _outputs;

    /// <summary>Adds the next output column, a vector of <paramref name="size"/> values.</summary>
    private protected BatchOutput<T> AddOutput<T>(int size)
    {
        var output = new BatchOutput<T>(size, _capacity);
        _outputs.Add(output);
        return output;
    }

    /// <summary>Adds the next output column, single values.</summary>
    private protected BatchScalar<T> AddScalar<T>()
    {
        var output = new BatchScalar<T>(_capacity);
        _outputs.Add(output);
        return output;
    }

    /// <summary>Copies the input value of the row at hand to a slot of the batch.</summary>
    internal abstract void Gather(int slot);

    /// <summary>Computes the outputs of slots 0 to <paramref name="count"/> - 1.</summary>
    internal abstract void Compute(int count);

    /// <summary>The <see cref="ValueGetter{TValue}"/> of an output column.</summary>
    internal Delegate Getter(int output, BatchPosition at) => _outputs[output].Getter(at);
}

/// <summary>Tells an output's getter which slot of the batch holds the row at hand, after making sure that it is computed.</summary>
internal abstract class BatchPosition
{
    internal abstract int Slot();
}
