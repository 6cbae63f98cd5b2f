using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableModel(CustomMappingLoader.LoaderSignature, typeof(CustomMappingLoader))]

namespace Microsoft.ML.Transforms;

public sealed class CustomMappingTransformer<TSrc, TDst> : ITransformer
    where TSrc : class, new()
    where TDst : class, new()
{
    private readonly Action<TSrc, TDst> _action;
    private readonly string _contractName;

    internal CustomMappingTransformer(IHostEnvironment env, Action<TSrc, TDst> action, string contractName,
        SchemaDefinition inputDefinition, SchemaDefinition outputDefinition)
    {
        Check.Value(env, nameof(env));
        Check.Value(action, "mapAction");
        _action = action;
        _contractName = contractName;
        InputColumns = MemberColumn.Create(typeof(TSrc), inputDefinition, SchemaDefinition.Direction.Write);
        OutputColumns = MemberColumn.Create(typeof(TDst), outputDefinition, SchemaDefinition.Direction.Read);
    }

    internal MemberColumn[] InputColumns { get; }

    internal MemberColumn[] OutputColumns { get; }

    bool ITransformer.IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema).OutputSchema;

    public IDataView Transform(IDataView input)
    {
        Check.Value(input, nameof(input));
        return new MappedView(input, Bind(input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => Bind(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        Check.Value(ctx, nameof(ctx));
        if (string.IsNullOrEmpty(_contractName))
            throw new InvalidOperationException("Empty contract name for a transform: the transform cannot be saved");
        CustomMappingLoader.Save(ctx, _contractName, _action.Method.DeclaringType.Assembly.FullName);
    }

    private RowMapping Bind(DataViewSchema schema)
    {
        Check.Value(schema, "inputSchema");
        return new RowMapping(new Mapper(this, schema));
    }

    private sealed class Mapper : RowMapper
    {
        private readonly CustomMappingTransformer<TSrc, TDst> _owner;
        private readonly MemberColumn[] _inputs;
        private readonly int[] _dependencies;

        internal Mapper(CustomMappingTransformer<TSrc, TDst> owner, DataViewSchema schema) : base(schema)
        {
            _owner = owner;
            _inputs = MemberColumn.Match(owner.InputColumns, schema, ignoreMissing: false);
            _dependencies = Array.ConvertAll(_inputs, c => schema[c.ColumnName].Index);
        }

        internal override DataViewSchema.DetachedColumn[] GetOutputColumns() => Array.ConvertAll(_owner.OutputColumns, c => c.Detached);

        internal override IEnumerable<int> GetDependencies(int output) => _dependencies;

        internal override Delegate CreateGetter(DataViewRow input, int output, out Action disposer) =>
            throw new InvalidOperationException("The getters of a custom mapping are made together.");

        /// <summary>One source and one result object serve all rows; the action runs once a row, when its first value is asked for.</summary>
        internal override Delegate[] CreateGetters(DataViewRow input, bool[] activeOutputs, out Action disposer)
        {
            disposer = null;
            var getters = new Delegate[activeOutputs.Length];
            if (!activeOutputs.Contains(true))
                return getters;
            var filler = new RowFiller<TSrc>(input, _inputs);
            var source = new TSrc();
            var result = new RowHolder<TDst> { Row = new TDst() };
            long at = -1;
            void Refresh()
            {
                if (at == input.Position)
                    return;
                filler.Fill(source);
                _owner._action(source, result.Row);
                at = input.Position;
            }
            for (int i = 0; i < getters.Length; i++)
            {
                if (activeOutputs[i])
                    getters[i] = RefreshedGetter.Wrap(_owner.OutputColumns[i].ColumnType.RawType, Refresh, MemberGetter.Create(_owner.OutputColumns[i], result));
            }
            return getters;
        }
    }
}
