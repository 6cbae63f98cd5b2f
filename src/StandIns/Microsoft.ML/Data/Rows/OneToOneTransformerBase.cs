using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A transformer of pairs of columns: each output computed from one input.</summary>
public abstract class OneToOneTransformerBase : RowToRowTransformerBase
{
    private protected OneToOneTransformerBase(IHost host, params (string OutputColumnName, string InputColumnName)[] columns) : base(host)
    {
        Check.NonEmpty(columns, nameof(columns));
        foreach ((string output, string input) in columns)
        {
            Check.NonEmpty(output, "outputColumnName");
            Check.NonEmpty(input, "inputColumnName");
        }
        string twice = columns.GroupBy(c => c.OutputColumnName).FirstOrDefault(g => g.Count() > 1)?.Key;
        Check.Param(twice == null, nameof(columns), $"Output column '{twice}' specified multiple times");
        ColumnPairs = columns;
    }

    private protected (string OutputColumnName, string InputColumnName)[] ColumnPairs { get; }

    /// <summary>Writes the pairs as the real package does: a count, then output and input names.</summary>
    private protected void SaveColumns(ModelSaveContext ctx)
    {
        ctx.Writer.Write(ColumnPairs.Length);
        foreach ((string output, string input) in ColumnPairs)
        {
            ctx.SaveString(output);
            ctx.SaveString(input);
        }
    }

    private protected static (string OutputColumnName, string InputColumnName)[] LoadColumns(ModelLoadContext ctx)
    {
        var columns = new (string, string)[ctx.LoadCount(2 * sizeof(int))];
        for (int i = 0; i < columns.Length; i++)
            columns[i] = (ctx.LoadString(), ctx.LoadString());
        ctx.Require(columns.Length > 0, "there are no columns");
        return columns;
    }
}

/// <summary>The mapper of a <see cref="OneToOneTransformerBase"/>: finds the input columns; output i depends on input i.</summary>
internal abstract class OneToOneRowMapper : RowMapper
{
    private readonly DataViewSchema.Column[] _inputs;

    protected OneToOneRowMapper(DataViewSchema inputSchema, (string OutputColumnName, string InputColumnName)[] columns) : base(inputSchema)
    {
        ColumnPairs = columns;
        _inputs = Array.ConvertAll(columns, c => Check.Find(inputSchema, c.InputColumnName));
    }

    protected (string OutputColumnName, string InputColumnName)[] ColumnPairs { get; }

    /// <summary>The input columns, in the order of the pairs.</summary>
    protected IReadOnlyList<DataViewSchema.Column> Inputs => _inputs;

    internal override IEnumerable<int> GetDependencies(int output) => [_inputs[output].Index];
}
