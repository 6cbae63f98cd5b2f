namespace Microsoft.ML.Data;

/// <summary>A <see cref="RowMapper"/> bound to its input schema: the public face of a row-wise transform.</summary>
internal sealed class RowMapping : IRowToRowMapper
{
    private readonly RowMapper _mapper;
    private readonly int _outputs;

    internal RowMapping(RowMapper mapper)
    {
        _mapper = mapper;
        DataViewSchema.DetachedColumn[] outputs = mapper.GetOutputColumns();
        _outputs = outputs.Length;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(mapper.InputSchema);
        builder.AddColumns(outputs);
        OutputSchema = builder.ToSchema();
    }

    public DataViewSchema InputSchema => _mapper.InputSchema;

    public DataViewSchema OutputSchema { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        var active = new bool[InputSchema.Count];
        foreach (DataViewSchema.Column column in dependingColumns)
        {
            if (column.Index < active.Length)
            {
                active[column.Index] = true;
                continue;
            }
            foreach (int dependency in _mapper.GetDependencies(column.Index - active.Length))
                active[dependency] = true;
        }
        return [.. InputSchema.Where(c => active[c.Index])];
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        Check.Value(input, nameof(input));
        Check.Param(ReferenceEquals(input.Schema, InputSchema), nameof(input), "The row's schema is not the one this mapper was made for.");
        bool[] active = Active(activeColumns);
        Delegate[] getters = CreateGetters(input, active, out Action disposer);
        return new MappedRow(input, OutputSchema, active, getters, disposer);
    }

    internal DataViewRowCursor GetCursor(DataViewRowCursor input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        bool[] active = Active(activeColumns);
        Delegate[] getters = CreateGetters(input, active, out Action disposer);
        return new MappedCursor(input, OutputSchema, active, getters, disposer);
    }

    private bool[] Active(IEnumerable<DataViewSchema.Column> columns) => ActiveColumns.Of(OutputSchema, columns);

    private Delegate[] CreateGetters(DataViewRow input, bool[] active, out Action disposer) =>
        _mapper.CreateGetters(input, active[^_outputs..], out disposer);
}

/// <summary>Which columns a caller wants, by index.</summary>
internal static class ActiveColumns
{
    internal static bool[] Of(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columns)
    {
        var active = new bool[schema.Count];
        foreach (DataViewSchema.Column column in columns)
        {
            Check.Param(
                (uint)column.Index < (uint)active.Length && schema[column.Index].Name == column.Name,
                nameof(columns),
                $"Column '{column.Name}' is none of this schema's.");
            active[column.Index] = true;
        }
        return active;
    }
}
