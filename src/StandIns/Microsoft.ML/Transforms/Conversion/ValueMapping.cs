using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableModel(ValueMappingTransformer.LoaderSignature, typeof(ValueMappingTransformer))]

namespace Microsoft.ML.Transforms;

/// <summary>Replaces keys by the values a table gives them.</summary>
public class ValueMappingEstimator : TrivialEstimator<ValueMappingTransformer>
{
    internal ValueMappingEstimator(IHostEnvironment env, LookupTable table, params (string OutputColumnName, string InputColumnName)[] columns)
        : base(env.Register(nameof(ValueMappingEstimator)), new ValueMappingTransformer(env, table, columns))
    {
    }

    public sealed override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        LookupTable table = Transformer.Table;
        List<SchemaShape.Column> added = [];
        foreach ((string output, string input) in Transformer.Columns)
        {
            if (!inputSchema.TryFindColumn(input, out SchemaShape.Column found))
                throw Check.MissingColumn("input", input);
            var keys = SchemaShape.Column.Create(input, table.KeyType);
            bool isVector = found.Kind != SchemaShape.Column.VectorKind.Scalar;
            if (!keys.ItemType.Equals(found.ItemType) || keys.IsKey != found.IsKey || (isVector && table.ValueType is VectorDataViewType))
                throw Check.SchemaMismatch("input", input, keys.TypeString(), found.TypeString());
            var values = SchemaShape.Column.Create(output, table.ValueType, table.ValueAnnotations);
            added.Add(isVector ? new SchemaShape.Column(output, found.Kind, values.ItemType, values.IsKey, values.Annotations) : values);
        }
        return inputSchema.With(added);
    }
}

/// <summary>The same with the types of keys and values known.</summary>
public sealed class ValueMappingEstimator<TKey, TValue> : ValueMappingEstimator
{
    internal ValueMappingEstimator(IHostEnvironment env, LookupTable table, params (string OutputColumnName, string InputColumnName)[] columns)
        : base(env, table, columns)
    {
    }
}

public class ValueMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "ValueMappingTransformer";
    private const string MapStream = "DefaultMap.idv";
    private static readonly VersionInfo _version = new("VALUMAPG", 0x00010001, 0x00010001, LoaderSignature, "Microsoft.ML.Data");

    internal ValueMappingTransformer(IHostEnvironment env, LookupTable table, params (string OutputColumnName, string InputColumnName)[] columns)
        : base(env.Register(nameof(ValueMappingTransformer)), columns) => Table = table;

    internal LookupTable Table { get; }

    internal (string OutputColumnName, string InputColumnName)[] Columns => ColumnPairs;

    internal static ValueMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckVersion(_version);
        var columns = LoadColumns(ctx);
        IDataView map = ctx.LoadData(MapStream);
        DataViewSchema.Column? key = map.Schema.GetColumnOrNull(LookupTable.KeyName), value = map.Schema.GetColumnOrNull(LookupTable.ValueName);
        ctx.Require(key != null && value != null, $"the map has no columns '{LookupTable.KeyName}' and '{LookupTable.ValueName}' that can be read");
        try
        {
            return new ValueMappingTransformer(env, LookupTable.Read(map, key.Value, value.Value), columns);
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(_version);
        SaveColumns(ctx);
        ctx.SaveBinaryStream(MapStream, writer => IdvFile.Write(writer.BaseStream, Table.ToDataView()));
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(schema, Table, ColumnPairs);

    private sealed class Mapper : OneToOneRowMapper
    {
        private readonly LookupTable _table;

        internal Mapper(DataViewSchema schema, LookupTable table, (string OutputColumnName, string InputColumnName)[] columns)
            : base(schema, columns)
        {
            _table = table;
            foreach (DataViewSchema.Column input in Inputs)
            {
                DataViewType item = (input.Type as VectorDataViewType)?.ItemType ?? input.Type;
                if (!item.Equals(table.KeyType) || (input.Type is VectorDataViewType && table.ValueType is VectorDataViewType))
                    throw Check.SchemaMismatch("input", input.Name, table.KeyType.ToString(), input.Type.ToString());
            }
        }

        internal override DataViewSchema.DetachedColumn[] GetOutputColumns() =>
            [.. ColumnPairs.Zip(Inputs, (pair, input) => new DataViewSchema.DetachedColumn(pair.OutputColumnName, OutputType(input), _table.ValueAnnotations))];

        internal override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            disposer = null;
            return _table.CreateGetter(input, input.Schema[Inputs[output].Index]);
        }

        private DataViewType OutputType(DataViewSchema.Column input) => input.Type is VectorDataViewType vector
            ? new VectorDataViewType((PrimitiveDataViewType)_table.ValueType, vector.Dimensions)
            : _table.ValueType;
    }
}
