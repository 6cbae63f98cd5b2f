using System.Reflection;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableModel(TypeConvertingTransformer.LoaderSignature, typeof(TypeConvertingTransformer))]

namespace Microsoft.ML.Transforms;

/// <summary>Converts columns of numbers, Booleans and text to another such type.</summary>
public sealed class TypeConvertingEstimator : TrivialEstimator<TypeConvertingTransformer>
{
    private readonly DataKind _outputKind;

    internal TypeConvertingEstimator(IHostEnvironment env, DataKind outputKind, params (string OutputColumnName, string InputColumnName)[] columns)
        : base(env.Register(nameof(TypeConvertingEstimator)), new TypeConvertingTransformer(env, outputKind, columns)) => _outputKind = outputKind;

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return inputSchema.With(Transformer.Columns.Select(pair =>
        {
            if (!inputSchema.TryFindColumn(pair.InputColumnName, out SchemaShape.Column input))
                throw Check.MissingColumn("input", pair.InputColumnName);
            PrimitiveDataViewType item = _outputKind.ToPrimitiveType();
            if (!ValueConversion.Exists(input.ItemType.RawType, item.RawType))
                throw Check.SchemaMismatch("input", pair.InputColumnName, $"a type that converts to {item}", input.TypeString());
            SchemaShape.Column[] annotations = input.Annotations.TryFindColumn(AnnotationKinds.SlotNames, out SchemaShape.Column slots) ? [slots] : [];
            return new SchemaShape.Column(pair.OutputColumnName, input.Kind, item, false, new SchemaShape(annotations));
        }));
    }
}

public sealed class TypeConvertingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "ConvertTransform";
    private const byte HasKeyCount = 0x80;
    private static readonly VersionInfo _version =
        new("CONVERTF", 0x00010004, 0x00010003, LoaderSignature, "Microsoft.ML.Data", Alternate: "ConvertFunction");
    private readonly DataKind[] _kinds;

    internal TypeConvertingTransformer(IHostEnvironment env, DataKind outputKind, params (string OutputColumnName, string InputColumnName)[] columns)
        : this(env, Array.ConvertAll(columns, _ => outputKind), columns)
    {
    }

    private TypeConvertingTransformer(IHostEnvironment env, DataKind[] kinds, (string OutputColumnName, string InputColumnName)[] columns)
        : base(env.Register(nameof(TypeConvertingTransformer)), columns) => _kinds = kinds;

    internal (string OutputColumnName, string InputColumnName)[] Columns => ColumnPairs;

    internal static TypeConvertingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckVersion(_version);
        var columns = LoadColumns(ctx);
        return new TypeConvertingTransformer(env, Array.ConvertAll(columns, column =>
        {
            byte kind = ctx.Reader.ReadByte();
            if ((kind & HasKeyCount) != 0)
                throw new NotSupportedException($"The model converts '{column.Item2}' to keys of a given count, which this version cannot do.");
            ctx.Require(Enum.IsDefined((DataKind)kind), $"{kind} is no kind of data");
            return (DataKind)kind;
        }), columns);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(_version);
        SaveColumns(ctx);
        foreach (DataKind kind in _kinds)
            ctx.Writer.Write((byte)kind);
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(schema, Array.ConvertAll(_kinds, kind => kind.ToPrimitiveType()), ColumnPairs);

    private sealed class Mapper : OneToOneRowMapper
    {
        private static readonly MethodInfo _create = ((Func<DataViewRow, DataViewSchema.Column, Delegate>)CreateTyped<int, int>).Method;
        private readonly PrimitiveDataViewType[] _outputTypes;

        internal Mapper(DataViewSchema schema, PrimitiveDataViewType[] outputTypes, (string OutputColumnName, string InputColumnName)[] columns)
            : base(schema, columns)
        {
            _outputTypes = outputTypes;
            for (int i = 0; i < Inputs.Count; i++)
            {
                if (!ValueConversion.Exists(ItemType(Inputs[i]), outputTypes[i].RawType))
                    throw Check.SchemaMismatch("input", Inputs[i].Name, $"a type that converts to {outputTypes[i]}", Inputs[i].Type.ToString());
            }
        }

        internal override DataViewSchema.DetachedColumn[] GetOutputColumns() => [.. ColumnPairs.Select((pair, i) =>
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.Add(Inputs[i].Annotations, name => name == AnnotationKinds.SlotNames);
            DataViewType type = Inputs[i].Type is VectorDataViewType vector ? new VectorDataViewType(_outputTypes[i], vector.Dimensions) : _outputTypes[i];
            return new DataViewSchema.DetachedColumn(pair.OutputColumnName, type, annotations.ToAnnotations());
        })];

        internal override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            disposer = null;
            DataViewSchema.Column column = input.Schema[Inputs[output].Index];
            return (Delegate)Reflected.Call(_create, [ItemType(column), _outputTypes[output].RawType], input, column);
        }

        private static Type ItemType(DataViewSchema.Column column) => ((column.Type as VectorDataViewType)?.ItemType ?? column.Type).RawType;

        private static Delegate CreateTyped<TIn, TOut>(DataViewRow row, DataViewSchema.Column column)
        {
            Func<TIn, TOut> convert = ValueConversion.Get<TIn, TOut>();
            if (column.Type is VectorDataViewType)
            {
                ValueGetter<VBuffer<TIn>> getVector = row.GetGetter<VBuffer<TIn>>(column);
                VBuffer<TIn> vector = default;
                return (ValueGetter<VBuffer<TOut>>)((ref VBuffer<TOut> result) =>
                {
                    getVector(ref vector);
                    VBufferEditor<TOut> editor = VBufferEditor.Create(ref result, vector.Length);
                    int slot = 0;
                    foreach (TIn item in vector.DenseValues())
                        editor.Values[slot++] = convert(item);
                    result = editor.Commit();
                });
            }
            ValueGetter<TIn> get = row.GetGetter<TIn>(column);
            TIn current = default;
            return (ValueGetter<TOut>)((ref TOut value) =>
            {
                get(ref current);
                value = convert(current);
            });
        }
    }
}
