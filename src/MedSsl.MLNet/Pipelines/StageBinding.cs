using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>A stage bound to an input schema: the schema it gives, and its mapping of rows.</summary>
internal sealed class StageBinding : IRowToRowMapper
{
    internal StageBinding(BatchedTransformer stage, DataViewSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Stage = stage;
        InputSchema = input;
        Input = input.GetColumnOrNull(stage.InputColumnName) ?? throw new ArgumentException(
            $"{stage.GetType().Name} needs column '{stage.InputColumnName}'; the data have {string.Join(", ", input.Select(c => $"'{c.Name}'"))}.");
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        builder.AddColumns(stage.OutputColumns(Input));
        OutputSchema = builder.ToSchema();
    }

    /// <summary>A stage bound to nothing but its input column, of the type that it was fitted on.</summary>
    internal static StageBinding Alone(BatchedTransformer stage)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(stage.InputColumnName, stage.InputType);
        return new StageBinding(stage, builder.ToSchema());
    }

    internal BatchedTransformer Stage { get; }

    /// <summary>The column that the stage reads, in <see cref="InputSchema"/>.</summary>
    internal DataViewSchema.Column Input { get; }

    /// <summary>Rows that a cursor computes at a time: as the stage says, but no more than 64 MB of input.</summary>
    internal int BatchSize => Input.Type is VectorDataViewType { Size: > 0 } vector
        ? Math.Clamp((64 << 20) / sizeof(float) / vector.Size, 1, Stage.BatchSize)
        : Stage.BatchSize;

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        bool[] active = Active(dependingColumns);
        active[Input.Index] |= AnyOutput(active);
        return InputSchema.Where(c => active[c.Index]).ToArray();
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!ReferenceEquals(input.Schema, InputSchema))
            throw new ArgumentException("The row does not have the schema that this mapper was made for.", nameof(input));
        return new BatchedRow(input, this, Active(activeColumns));
    }

    /// <summary>Which columns of <see cref="OutputSchema"/> are wanted.</summary>
    internal bool[] Active(IEnumerable<DataViewSchema.Column> wanted)
    {
        var active = new bool[OutputSchema.Count];
        foreach (var column in wanted)
            active[column.Index] = true;
        return active;
    }

    /// <summary>Whether any of the stage's own columns is wanted.</summary>
    internal bool AnyOutput(bool[] active) => active.AsSpan(InputSchema.Count).Contains(true);

    /// <summary>What computes the wanted columns from <paramref name="row"/>, or null when none is wanted.</summary>
    internal BatchMapper? CreateMapper(DataViewRow row, int capacity, bool[] active) =>
        AnyOutput(active) ? Stage.CreateMapper(row, Input, capacity, output => active[InputSchema.Count + output]) : null;

    /// <summary>The getter of a column: passed through from <paramref name="source"/>, or an output of <paramref name="mapper"/>.</summary>
    internal ValueGetter<T> Getter<T>(DataViewSchema.Column column, bool[] active, DataViewRow source, BatchMapper? mapper, BatchPosition at)
    {
        if (column.Index >= active.Length || !active[column.Index])
            throw new InvalidOperationException($"Column '{column.Name}' was not asked for when this cursor was opened.");
        if (column.Index < InputSchema.Count)
            return source.GetGetter<T>(InputSchema[column.Index]);
        return mapper!.Getter(column.Index - InputSchema.Count, at) as ValueGetter<T>
            ?? throw new InvalidOperationException($"Column '{column.Name}' is {column.Type}; its values cannot be read as {typeof(T)}.");
    }
}
