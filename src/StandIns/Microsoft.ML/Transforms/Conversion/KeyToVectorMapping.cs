using System.Reflection;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableModel(KeyToVectorMappingTransformer.LoaderSignature, typeof(KeyToVectorMappingTransformer))]

namespace Microsoft.ML.Transforms;

/// <summary>Turns a key into a vector that is 1 in its slot and 0 elsewhere; a vector of keys into one such vector after the other, or into their sum.</summary>
public sealed class KeyToVectorMappingEstimator : TrivialEstimator<KeyToVectorMappingTransformer>
{
    private readonly bool _count;

    internal KeyToVectorMappingEstimator(IHostEnvironment env, (string OutputColumnName, string InputColumnName)[] columns, bool count)
        : base(env.Register(nameof(KeyToVectorMappingEstimator)), new KeyToVectorMappingTransformer(env, columns, Array.ConvertAll(columns, _ => count))) => _count = count;

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return inputSchema.With(Transformer.Columns.Select(pair =>
        {
            if (!inputSchema.TryFindColumn(pair.InputColumnName, out SchemaShape.Column input))
                throw Check.MissingColumn("input", pair.InputColumnName);
            if (!input.IsKey)
                throw Check.SchemaMismatch("input", pair.InputColumnName, KeyToVectorMappingTransformer.Expected, input.TypeString());
            List<SchemaShape.Column> annotations = [];
            if (input.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out SchemaShape.Column values) && values.ItemType == TextDataViewType.Instance)
                annotations.Add(new SchemaShape.Column(AnnotationKinds.SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, false));
            if (!_count)
                annotations.Add(new SchemaShape.Column(KeyToVectorMappingTransformer.CategoricalSlotRanges, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Int32, false));
            if (!_count || input.Kind == SchemaShape.Column.VectorKind.Scalar)
                annotations.Add(SchemaShape.Column.Create(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance));
            return new SchemaShape.Column(pair.OutputColumnName, _count || input.Kind == SchemaShape.Column.VectorKind.Scalar ? SchemaShape.Column.VectorKind.Vector : input.Kind,
                NumberDataViewType.Single, false, new SchemaShape(annotations));
        }));
    }
}

public sealed class KeyToVectorMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "KeyToVectorTransform", CategoricalSlotRanges = "CategoricalSlotRanges", Expected = "Key of known count";
    private static readonly VersionInfo _version = new("KEY2VECT", 0x00010002, 0x00010001, LoaderSignature, "Microsoft.ML.Data");
    private readonly bool[] _count;

    /// <param name="env">Where it belongs.</param>
    /// <param name="columns">The pairs of columns.</param>
    /// <param name="count">Whether a vector of keys becomes the sum of its keys' vectors, which counts them.</param>
    internal KeyToVectorMappingTransformer(IHostEnvironment env, (string OutputColumnName, string InputColumnName)[] columns, bool[] count)
        : base(env.Register(nameof(KeyToVectorMappingTransformer)), columns) => _count = count;

    internal (string OutputColumnName, string InputColumnName)[] Columns => ColumnPairs;

    internal static KeyToVectorMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckVersion(_version);
        var columns = LoadColumns(ctx);
        return new KeyToVectorMappingTransformer(env, columns, [.. columns.Select(_ => ctx.LoadBoolean())]);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(_version);
        SaveColumns(ctx);
        foreach (bool count in _count)
            ctx.Writer.Write(count);
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(schema, this);

    private sealed class Mapper : OneToOneRowMapper
    {
        private static readonly MethodInfo _create = ((Func<DataViewRow, DataViewSchema.Column, int, bool, Delegate>)CreateTyped<byte>).Method.GetGenericMethodDefinition();
        private readonly bool[] _sum;

        internal Mapper(DataViewSchema schema, KeyToVectorMappingTransformer owner) : base(schema, owner.ColumnPairs)
        {
            foreach (DataViewSchema.Column input in Inputs)
                if (((input.Type as VectorDataViewType)?.ItemType ?? input.Type) is not KeyDataViewType)
                    throw Check.SchemaMismatch("input", input.Name, Expected, input.Type.ToString());
            _sum = [.. owner._count];
        }

        internal override DataViewSchema.DetachedColumn[] GetOutputColumns() => [.. ColumnPairs.Select((pair, i) =>
        {
            int keys = Keys(Inputs[i].Type), slots = Inputs[i].Type is VectorDataViewType vector ? vector.Size : 1;
            bool one = _sum[i] || slots == 1;
            var annotations = new DataViewSchema.Annotations.Builder();
            if (Inputs[i].Annotations.HasVector(AnnotationKinds.KeyValues, TextDataViewType.Instance, keys) && (one || slots > 0))
                annotations.AddSlotNames(Names(Inputs[i], slots, one));
            if (!_sum[i] && slots > 0)
            {
                int[] ranges = [.. Enumerable.Range(0, slots).SelectMany(slot => new[] { slot * keys, (slot + 1) * keys - 1 })];
                annotations.Add(CategoricalSlotRanges, new VectorDataViewType(NumberDataViewType.Int32, slots, 2),
                    (ValueGetter<VBuffer<int>>)((ref VBuffer<int> result) => VBuffer<int>.Copy(ranges, 0, ref result, ranges.Length)));
            }
            if (!_sum[i] || slots == 1)
                annotations.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
            var type = one ? new VectorDataViewType(NumberDataViewType.Single, keys) : new VectorDataViewType(NumberDataViewType.Single, slots, keys);
            return new DataViewSchema.DetachedColumn(pair.OutputColumnName, type, annotations.ToAnnotations());
        })];

        internal override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            disposer = null;
            DataViewSchema.Column column = input.Schema[Inputs[output].Index];
            Type key = ((column.Type as VectorDataViewType)?.ItemType ?? column.Type).RawType;
            return (Delegate)Reflected.Call(_create, key, input, column, Keys(column.Type), _sum[output]);
        }

        private static int Keys(DataViewType type) => checked((int)((KeyDataViewType)((type as VectorDataViewType)?.ItemType ?? type)).Count);

        /// <summary>The key's values; behind the slot's name, or its number in brackets, where each slot of the input has its own.</summary>
        private static string[] Names(DataViewSchema.Column column, int slots, bool one)
        {
            VBuffer<ReadOnlyMemory<char>> buffer = default;
            column.GetKeyValues(ref buffer);
            string[] keys = [.. buffer.DenseValues().Select(v => v.ToString())];
            if (one)
                return keys;
            string[] names = new string[slots];
            if (column.HasSlotNames())
            {
                column.GetSlotNames(ref buffer);
                names = [.. buffer.DenseValues().Select(v => v.ToString())];
            }
            return [.. names.SelectMany((name, slot) => keys.Select(key => $"{(string.IsNullOrEmpty(name) ? $"[{slot}]" : name)}.{key}"))];
        }

        private static Delegate CreateTyped<TKey>(DataViewRow row, DataViewSchema.Column column, int keys, bool sum) where TKey : unmanaged, System.Numerics.IBinaryInteger<TKey>
        {
            if (column.Type is not VectorDataViewType)
            {
                ValueGetter<TKey> get = row.GetGetter<TKey>(column);
                TKey key = default;
                return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> result) =>
                {
                    get(ref key);
                    VBufferEditor<float> editor = VBufferEditor.Create(ref result, keys);
                    editor.Values.Clear();
                    if (ulong.CreateTruncating(key) is > 0 and var place && place <= (ulong)keys)
                        editor.Values[(int)place - 1] = 1;
                    result = editor.Commit();
                });
            }
            ValueGetter<VBuffer<TKey>> getVector = row.GetGetter<VBuffer<TKey>>(column);
            VBuffer<TKey> values = default;
            return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> result) =>
            {
                getVector(ref values);
                VBufferEditor<float> editor = VBufferEditor.Create(ref result, sum ? keys : keys * values.Length);
                editor.Values.Clear();
                int slot = 0;
                foreach (TKey value in values.DenseValues())
                {
                    if (ulong.CreateTruncating(value) is > 0 and var place && place <= (ulong)keys)
                        editor.Values[(sum ? 0 : slot * keys) + (int)place - 1] += 1;
                    slot++;
                }
                result = editor.Commit();
            });
        }
    }
}
