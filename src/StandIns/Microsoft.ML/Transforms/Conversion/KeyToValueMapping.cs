using System.Reflection;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableModel(KeyToValueMappingTransformer.LoaderSignature, typeof(KeyToValueMappingTransformer))]

namespace Microsoft.ML.Transforms;

/// <summary>Turns keys back into the values their column's annotation names.</summary>
public sealed class KeyToValueMappingEstimator : TrivialEstimator<KeyToValueMappingTransformer>
{
    internal KeyToValueMappingEstimator(IHostEnvironment env, params (string OutputColumnName, string InputColumnName)[] columns)
        : base(env.Register(nameof(KeyToValueMappingEstimator)), new KeyToValueMappingTransformer(env, columns))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return inputSchema.With(Transformer.Columns.Select(pair =>
        {
            if (!inputSchema.TryFindColumn(pair.InputColumnName, out SchemaShape.Column input))
                throw Check.MissingColumn("input", pair.InputColumnName);
            if (!input.IsKey || !input.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out SchemaShape.Column values))
                throw Check.SchemaMismatch("input", pair.InputColumnName, "Key with key values", input.TypeString());
            SchemaShape.Column[] annotations = input.Annotations.TryFindColumn(AnnotationKinds.SlotNames, out SchemaShape.Column slots) ? [slots] : [];
            return new SchemaShape.Column(pair.OutputColumnName, input.Kind, values.ItemType, values.IsKey, new SchemaShape(annotations));
        }));
    }
}

public sealed class KeyToValueMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "KeyToValueTransform";
    private static readonly VersionInfo _version = new("KEY2VALT", 0x00010001, 0x00010001, LoaderSignature, "Microsoft.ML.Data");

    internal KeyToValueMappingTransformer(IHostEnvironment env, params (string OutputColumnName, string InputColumnName)[] columns)
        : base(env.Register(nameof(KeyToValueMappingTransformer)), columns)
    {
    }

    internal (string OutputColumnName, string InputColumnName)[] Columns => ColumnPairs;

    internal static KeyToValueMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckVersion(_version);
        return new KeyToValueMappingTransformer(env, LoadColumns(ctx));
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(_version);
        SaveColumns(ctx);
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(schema, ColumnPairs);

    private sealed class Mapper : OneToOneRowMapper
    {
        private static readonly MethodInfo _create = ((Func<DataViewRow, DataViewSchema.Column, DataViewType, Delegate>)CreateTyped<byte, int>).Method;
        private readonly VectorDataViewType[] _valueTypes;

        internal Mapper(DataViewSchema schema, (string OutputColumnName, string InputColumnName)[] columns) : base(schema, columns) =>
            _valueTypes = [.. Inputs.Select(input => input.HasKeyValues(ValueType(input)?.ItemType)
                ? ValueType(input)
                : throw Check.SchemaMismatch("input", input.Name, "Key with key values", input.Type.ToString()))];

        internal override DataViewSchema.DetachedColumn[] GetOutputColumns() => [.. ColumnPairs.Select((pair, i) =>
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.Add(Inputs[i].Annotations, name => name == AnnotationKinds.SlotNames);
            DataViewType type = Inputs[i].Type is VectorDataViewType vector
                ? new VectorDataViewType(_valueTypes[i].ItemType, vector.Dimensions)
                : _valueTypes[i].ItemType;
            return new DataViewSchema.DetachedColumn(pair.OutputColumnName, type, annotations.ToAnnotations());
        })];

        internal override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            disposer = null;
            DataViewSchema.Column column = input.Schema[Inputs[output].Index];
            Type key = ((column.Type as VectorDataViewType)?.ItemType ?? column.Type).RawType;
            return (Delegate)Reflected.Call(_create, [key, _valueTypes[output].ItemType.RawType], input, column, _valueTypes[output].ItemType);
        }

        private static VectorDataViewType ValueType(DataViewSchema.Column column) =>
            column.Annotations.Schema.GetColumnOrNull(AnnotationKinds.KeyValues)?.Type as VectorDataViewType;

        private static Delegate CreateTyped<TKey, TValue>(DataViewRow row, DataViewSchema.Column column, DataViewType valueType)
            where TKey : unmanaged, System.Numerics.IBinaryInteger<TKey>
        {
            VBuffer<TValue> names = default;
            column.GetKeyValues(ref names);
            TValue[] values = [StoredValue<TValue>.Missing(valueType), .. names.DenseValues()];
            TValue Find(TKey key) => values[ulong.CreateTruncating(key) is var k && k < (ulong)values.Length ? (int)k : 0];
            if (column.Type is VectorDataViewType)
            {
                ValueGetter<VBuffer<TKey>> getVector = row.GetGetter<VBuffer<TKey>>(column);
                VBuffer<TKey> keys = default;
                return (ValueGetter<VBuffer<TValue>>)((ref VBuffer<TValue> result) =>
                {
                    getVector(ref keys);
                    VBufferEditor<TValue> editor = VBufferEditor.Create(ref result, keys.Length);
                    int slot = 0;
                    foreach (TKey key in keys.DenseValues())
                        editor.Values[slot++] = Find(key);
                    result = editor.Commit();
                });
            }
            ValueGetter<TKey> get = row.GetGetter<TKey>(column);
            TKey current = default;
            return (ValueGetter<TValue>)((ref TValue value) =>
            {
                get(ref current);
                value = Find(current);
            });
        }
    }
}
