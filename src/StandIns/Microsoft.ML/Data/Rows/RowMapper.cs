namespace Microsoft.ML.Data;

/// <summary>
/// Adds columns to a row: what a transform is made of. To write a transform, derive from <see cref="RowToRowTransformerBase"/>
/// (or <see cref="OneToOneTransformerBase"/> for pairs of input and output column) and return one of these from MakeRowMapper:
/// <list type="number">
/// <item>the constructor looks its input columns up in <c>inputSchema</c> (<see cref="Check.Find"/>) and throws
/// <see cref="Check.SchemaMismatch"/> where a type does not fit; it computes the output columns with their annotations;</item>
/// <item><see cref="CreateGetter"/> gives, for one active output, a <c>ValueGetter&lt;T&gt;</c> of the output column's raw type that
/// computes from <c>input.GetGetter&lt;TIn&gt;(input.Schema[index])</c>; it must not allocate for each row, and it is called
/// by one thread only, so buffers belong in its closure. Outputs that share work override <see cref="CreateGetters"/>.</item>
/// </list>
/// Output columns come after the input's; one of an existing name hides it. Cursors, rows and views are made by the base.
/// Saving: SaveModel calls <c>ctx.SetVersionInfo</c> and writes to <c>ctx.Writer</c>; loading: a static <c>Create(IHostEnvironment,
/// ModelLoadContext)</c> named by an assembly attribute <c>[assembly: LoadableModel("LoaderSignature", typeof(X))]</c>.
/// </summary>
internal abstract class RowMapper
{
    protected RowMapper(DataViewSchema inputSchema) => InputSchema = inputSchema;

    internal DataViewSchema InputSchema { get; }

    /// <summary>The columns that are added. Called once.</summary>
    internal abstract DataViewSchema.DetachedColumn[] GetOutputColumns();

    /// <summary>The indices of the input columns that output <paramref name="output"/> is computed from.</summary>
    internal abstract IEnumerable<int> GetDependencies(int output);

    internal abstract Delegate CreateGetter(DataViewRow input, int output, out Action disposer);

    /// <summary>The getters of the active outputs, null for the rest. The disposer is called when the row or cursor is disposed.</summary>
    internal virtual Delegate[] CreateGetters(DataViewRow input, bool[] activeOutputs, out Action disposer)
    {
        disposer = null;
        var getters = new Delegate[activeOutputs.Length];
        for (int i = 0; i < getters.Length; i++)
        {
            if (!activeOutputs[i])
                continue;
            getters[i] = CreateGetter(input, i, out Action one);
            disposer += one;
        }
        return getters;
    }
}
