using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Predicts one object at a time. For one thread at a time.</summary>
public abstract class PredictionEngineBase<TSrc, TDst> : IDisposable
    where TSrc : class
    where TDst : class, new()
{
    private readonly ITransformer _transformer;
    private readonly bool _ownsTransformer;
    private readonly DataViewRow _row;
    private readonly RowFiller<TDst> _filler;
    private bool _disposed;

    private protected PredictionEngineBase(ITransformer transformer, PredictionEngineOptions options)
    {
        Check.Param(transformer.IsRowToRowMapper, nameof(transformer), "Must be a row to row mapper");
        _transformer = transformer;
        _ownsTransformer = options.OwnsTransformer;
        Input = new ObjectRow<TSrc>(MemberColumn.Create(typeof(TSrc), options.InputSchemaDefinition, SchemaDefinition.Direction.Read));
        IRowToRowMapper mapper = transformer.GetRowToRowMapper(Input.Schema);
        OutputSchema = mapper.OutputSchema;
        MemberColumn[] outputs = MemberColumn.Match(
            MemberColumn.Create(typeof(TDst), options.OutputSchemaDefinition, SchemaDefinition.Direction.Write),
            OutputSchema,
            options.IgnoreMissingColumns);
        _row = mapper.GetRow(Input, OutputSchema);
        _filler = new RowFiller<TDst>(_row, outputs);
    }

    public DataViewSchema OutputSchema { get; }

    private protected ObjectRow<TSrc> Input { get; }

    public TDst Predict(TSrc example)
    {
        var prediction = new TDst();
        Predict(example, ref prediction);
        return prediction;
    }

    public abstract void Predict(TSrc example, ref TDst prediction);

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        // As in the real engine, the row of the transformer is not disposed, only the input's.
        Input.Dispose();
        if (_ownsTransformer)
            (_transformer as IDisposable)?.Dispose();
    }

    private protected void Fill(TDst prediction)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _filler.Fill(prediction);
    }
}

public sealed class PredictionEngine<TSrc, TDst> : PredictionEngineBase<TSrc, TDst>
    where TSrc : class
    where TDst : class, new()
{
    internal PredictionEngine(ITransformer transformer, PredictionEngineOptions options) : base(transformer, options)
    {
    }

    public override void Predict(TSrc example, ref TDst prediction)
    {
        Check.Value(example, nameof(example));
        Input.Set(example);
        prediction ??= new TDst();
        Fill(prediction);
    }
}
