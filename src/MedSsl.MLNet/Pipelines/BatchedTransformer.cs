using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>
/// A fitted stage: adds columns that are computed from one input column. Cursors compute them a batch of rows at a time, only when they are asked for;
/// <see cref="PredictionEngine{TSrc, TDst}"/> gets them row by row, with the same numbers. It may be used from several threads at once.
/// </summary>
public abstract class BatchedTransformer : ITransformer
{
    private protected BatchedTransformer(MLContext ml, string inputColumnName)
    {
        ArgumentNullException.ThrowIfNull(ml);
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        (Context, InputColumnName) = (ml, inputColumnName);
    }

    /// <summary>The column that the stage reads.</summary>
    public string InputColumnName { get; }

    internal MLContext Context { get; }

    /// <summary>Its name in <see cref="StageKinds"/>, under which it is saved.</summary>
    internal abstract string Kind { get; }

    /// <summary>The type of the input column that it was fitted on.</summary>
    internal abstract DataViewType InputType { get; }

    /// <summary>Rows that a cursor computes at a time.</summary>
    internal virtual int BatchSize => 32;

    /// <summary>The columns that it adds to data with this input column.</summary>
    /// <exception cref="ArgumentException">The input column is of another type.</exception>
    internal abstract DataViewSchema.DetachedColumn[] OutputColumns(DataViewSchema.Column input);

    /// <summary>What computes the columns for one cursor or row.</summary>
    internal abstract BatchMapper CreateMapper(DataViewRow row, DataViewSchema.Column input, int capacity, Func<int, bool> active);

    /// <summary>All that is needed to build it again: see <see cref="StagePayload"/>.</summary>
    internal abstract byte[] ToPayload();

    /// <summary>The same with its encoders in a store, where it has any.</summary>
    internal virtual byte[] ToPayload(WeightStore? store) => ToPayload();

    /// <summary>True: every row gives one row.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>The columns of data like <paramref name="inputSchema"/> after this stage.</summary>
    /// <exception cref="ArgumentException">The input column is absent or of another type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => new StageBinding(this, inputSchema).OutputSchema;

    /// <summary>Adds the stage's columns to <paramref name="input"/>; nothing is computed before it is read.</summary>
    /// <exception cref="ArgumentException">The input column is absent or of another type.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new BatchedView(input, new StageBinding(this, input.Schema));
    }

    /// <summary>The stage as a function of one row, as <see cref="PredictionEngine{TSrc, TDst}"/> uses it.</summary>
    /// <exception cref="ArgumentException">The input column is absent or of another type.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => new StageBinding(this, inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx) => SavedModel.Of(this).Save(ctx);
}
