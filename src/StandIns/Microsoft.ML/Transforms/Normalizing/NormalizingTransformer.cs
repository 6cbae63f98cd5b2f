using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableModel(NormalizingTransformer.LoaderSignature, typeof(NormalizingTransformer))]

namespace Microsoft.ML.Transforms;

public sealed class NormalizingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "Normalizer";
    internal const string ExpectedType = "Single, Double or a vector of them of known size";
    private static readonly VersionInfo _version = new("NORMALZR", 0x00010001, 0x00010001, LoaderSignature, "Microsoft.ML.Data");
    private readonly DataViewType[] _types;
    private readonly AffineFunction[] _functions;

    /// <param name="env">Where it belongs.</param>
    /// <param name="columns">The pairs of columns.</param>
    /// <param name="types">The types of the inputs that it was fitted on.</param>
    /// <param name="affine">Scale and offset of each slot of each input.</param>
    internal NormalizingTransformer(
        IHostEnvironment env, (string OutputColumnName, string InputColumnName)[] columns, DataViewType[] types, (double Scale, double Offset)[][] affine)
        : this(env, columns, types, [.. affine.Select((slots, i) => new AffineFunction(slots, IsSingle(types[i])))])
    {
    }

    private NormalizingTransformer(
        IHostEnvironment env, (string OutputColumnName, string InputColumnName)[] columns, DataViewType[] types, AffineFunction[] functions)
        : base(env.Register(nameof(NormalizingTransformer)), columns) => (_types, _functions) = (types, functions);

    internal static DataViewSchema.Column FindInput(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = Check.Find(schema, name);
        DataViewType item = (column.Type as VectorDataViewType)?.ItemType ?? column.Type;
        bool isReal = item == NumberDataViewType.Single || item == NumberDataViewType.Double;
        return isReal && column.Type is not VectorDataViewType { IsKnownSize: false }
            ? column
            : throw Check.SchemaMismatch("input", name, ExpectedType, column.Type.ToString());
    }

    internal static NormalizingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckVersion(_version);
        var columns = LoadColumns(ctx);
        var types = new DataViewType[columns.Length];
        var functions = new AffineFunction[columns.Length];
        for (int i = 0; i < types.Length; i++)
        {
            types[i] = LoadType(ctx);
            functions[i] = AffineFunction.Load(ctx, FunctionName(i), IsSingle(types[i]), Slots(types[i]));
        }
        return new NormalizingTransformer(env, columns, types, functions);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(_version);
        SaveColumns(ctx);
        for (int i = 0; i < _types.Length; i++)
        {
            ctx.Writer.Write(_types[i] is VectorDataViewType);
            ctx.Writer.Write((_types[i] as VectorDataViewType)?.Size ?? 0);
            ctx.Writer.Write((byte)(IsSingle(_types[i]) ? DataKind.Single : DataKind.Double));
            _functions[i].Save(ctx, FunctionName(i));
        }
    }

    private static DataViewType LoadType(ModelLoadContext ctx)
    {
        bool isVector = ctx.LoadBoolean();
        int size = ctx.Reader.ReadInt32();
        ctx.Require(isVector ? size > 0 : size >= 0, $"a vector of {size} slots is impossible");
        var kind = (DataKind)ctx.Reader.ReadByte();
        ctx.Require(kind is DataKind.Single or DataKind.Double, $"{kind} is no kind of real number");
        return isVector ? new VectorDataViewType(kind.ToPrimitiveType(), size) : kind.ToPrimitiveType();
    }

    private static string FunctionName(int column) => $"Normalizer_{column:000}";

    private static bool IsSingle(DataViewType type) => ((type as VectorDataViewType)?.ItemType ?? type) == NumberDataViewType.Single;

    private static int Slots(DataViewType type) => type is VectorDataViewType vector ? vector.Size : 1;

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(schema, this);

    private sealed class Mapper : OneToOneRowMapper
    {
        private readonly NormalizingTransformer _owner;

        internal Mapper(DataViewSchema schema, NormalizingTransformer owner) : base(schema, owner.ColumnPairs)
        {
            _owner = owner;
            for (int i = 0; i < Inputs.Count; i++)
            {
                DataViewSchema.Column input = FindInput(schema, Inputs[i].Name);
                if (Slots(input.Type) != owner._functions[i].Slots)
                    throw Check.SchemaMismatch("input", input.Name, $"{owner._functions[i].Slots} slots", input.Type.ToString());
            }
        }

        internal override DataViewSchema.DetachedColumn[] GetOutputColumns() => [.. ColumnPairs.Select((pair, i) =>
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
            annotations.Add(Inputs[i].Annotations, name => name == AnnotationKinds.SlotNames);
            return new DataViewSchema.DetachedColumn(pair.OutputColumnName, Inputs[i].Type, annotations.ToAnnotations());
        })];

        internal override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            disposer = null;
            DataViewSchema.Column column = input.Schema[Inputs[output].Index];
            ReadSlots read = SlotReader.Create(input, column);
            AffineFunction affine = _owner._functions[output];
            bool isSingle = IsSingle(column.Type);
            bool isVector = column.Type is VectorDataViewType;
            return isSingle ? Getter(read, affine, isVector, v => (float)v) : Getter(read, affine, isVector, v => v);
        }

        private static Delegate Getter<T>(ReadSlots read, AffineFunction affine, bool isVector, Func<double, T> convert)
        {
            T Normalize(ReadOnlySpan<double> slots, int i) => convert(affine.Apply(slots[i], i));
            if (!isVector)
                return (ValueGetter<T>)((ref T value) => value = Normalize(read(), 0));
            return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> result) =>
            {
                ReadOnlySpan<double> slots = read();
                VBufferEditor<T> editor = VBufferEditor.Create(ref result, slots.Length);
                for (int i = 0; i < slots.Length; i++)
                    editor.Values[i] = Normalize(slots, i);
                result = editor.Commit();
            });
        }
    }
}
