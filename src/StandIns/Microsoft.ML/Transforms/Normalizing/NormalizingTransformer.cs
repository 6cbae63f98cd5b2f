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
    private readonly (double Scale, double Offset)[][] _affine;

    internal NormalizingTransformer(IHostEnvironment env, (string OutputColumnName, string InputColumnName)[] columns, (double Scale, double Offset)[][] affine)
        : base(env.Register(nameof(NormalizingTransformer)), columns) => _affine = affine;

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
        var affine = new (double, double)[columns.Length][];
        for (int i = 0; i < affine.Length; i++)
        {
            affine[i] = new (double, double)[ctx.LoadCount(2 * sizeof(double))];
            for (int slot = 0; slot < affine[i].Length; slot++)
                affine[i][slot] = (ctx.Reader.ReadDouble(), ctx.Reader.ReadDouble());
        }
        return new NormalizingTransformer(env, columns, affine);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(_version);
        SaveColumns(ctx);
        foreach ((double Scale, double Offset)[] slots in _affine)
        {
            ctx.Writer.Write(slots.Length);
            foreach ((double scale, double offset) in slots)
            {
                ctx.Writer.Write(scale);
                ctx.Writer.Write(offset);
            }
        }
    }

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
                int slots = input.Type is VectorDataViewType vector ? vector.Size : 1;
                if (slots != owner._affine[i].Length)
                    throw Check.SchemaMismatch("input", input.Name, $"{owner._affine[i].Length} slots", input.Type.ToString());
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
            (double Scale, double Offset)[] affine = _owner._affine[output];
            bool isSingle = ((column.Type as VectorDataViewType)?.ItemType ?? column.Type) == NumberDataViewType.Single;
            bool isVector = column.Type is VectorDataViewType;
            return isSingle ? Getter(read, affine, isVector, v => (float)v) : Getter(read, affine, isVector, v => v);
        }

        private static Delegate Getter<T>(ReadSlots read, (double Scale, double Offset)[] affine, bool isVector, Func<double, T> convert)
        {
            T Normalize(ReadOnlySpan<double> slots, int i) => convert((slots[i] - affine[i].Offset) * affine[i].Scale);
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
