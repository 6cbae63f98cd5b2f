using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableModel(MissingValueReplacingTransformer.LoaderSignature, typeof(MissingValueReplacingTransformer))]

namespace Microsoft.ML.Transforms;

public sealed class MissingValueReplacingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "NAReplaceTransform";
    private static readonly VersionInfo _version = new("NAREP TF", 0x00010002, 0x00010002, LoaderSignature, "Microsoft.ML.Transforms");
    private readonly bool[] _isSingle, _bySlot;
    private readonly double[][] _values;

    /// <param name="env">Where it belongs.</param>
    /// <param name="columns">The pairs of columns.</param>
    /// <param name="isSingle">Whether a column is of Single, else of Double.</param>
    /// <param name="values">What replaces NaN: one value, or one for each slot.</param>
    /// <param name="bySlot">Which it is.</param>
    internal MissingValueReplacingTransformer(IHostEnvironment env, (string OutputColumnName, string InputColumnName)[] columns, bool[] isSingle, double[][] values, bool[] bySlot)
        : base(env.Register(nameof(MissingValueReplacingTransformer)), columns) => (_isSingle, _values, _bySlot) = (isSingle, values, bySlot);

    internal static MissingValueReplacingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckVersion(_version);
        var columns = LoadColumns(ctx);
        var (isSingle, values, bySlot) = (new bool[columns.Length], new double[columns.Length][], new bool[columns.Length]);
        for (int i = 0; i < columns.Length; i++)
        {
            IdvCodec codec = IdvCodec.ReadDefinition(ctx.Reader);
            isSingle[i] = RealColumns.IsSingle(codec.Type);
            ctx.Require(isSingle[i] || ((codec.Type as VectorDataViewType)?.ItemType ?? codec.Type) == NumberDataViewType.Double, $"{codec.Type} has no missing values");
            bySlot[i] = codec.Type is VectorDataViewType;
            values[i] = isSingle[i] ? Array.ConvertAll(Load<float>(ctx, codec), v => (double)v) : Load<double>(ctx, codec);
            ctx.Require(values[i].Length > 0 && Array.TrueForAll(values[i], v => !double.IsNaN(v)), "a replacement is missing itself");
        }
        return new MissingValueReplacingTransformer(env, columns, isSingle, values, bySlot);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(_version);
        SaveColumns(ctx);
        for (int i = 0; i < _values.Length; i++)
        {
            if (_isSingle[i])
                Save(ctx, NumberDataViewType.Single, Array.ConvertAll(_values[i], v => (float)v), _bySlot[i]);
            else
                Save(ctx, NumberDataViewType.Double, _values[i], _bySlot[i]);
        }
    }

    /// <summary>A type, then a value of it, as in an .idv file: a number, or a vector of one for each slot.</summary>
    private static void Save<T>(ModelSaveContext ctx, PrimitiveDataViewType item, T[] values, bool bySlot)
    {
        IdvCodec codec = IdvCodec.For(bySlot ? new VectorDataViewType(item, values.Length) : item);
        codec.WriteDefinition(ctx.Writer);
        if (bySlot)
            codec.As<VBuffer<T>>().Write(ctx.Writer, [new VBuffer<T>(values.Length, values)]);
        else
            codec.As<T>().Write(ctx.Writer, values);
    }

    private static T[] Load<T>(ModelLoadContext ctx, IdvCodec codec) =>
        codec.Type is VectorDataViewType ? [.. codec.As<VBuffer<T>>().Read(ctx.Reader, 1)[0].DenseValues()] : codec.As<T>().Read(ctx.Reader, 1);

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(schema, this);

    private sealed class Mapper : OneToOneRowMapper
    {
        private readonly MissingValueReplacingTransformer _owner;

        internal Mapper(DataViewSchema schema, MissingValueReplacingTransformer owner) : base(schema, owner.ColumnPairs)
        {
            _owner = owner;
            for (int i = 0; i < Inputs.Count; i++)
            {
                DataViewSchema.Column input = RealColumns.Check(Inputs[i]);
                if (RealColumns.IsSingle(input.Type) != owner._isSingle[i])
                    throw Check.SchemaMismatch("input", input.Name, owner._isSingle[i] ? "Single" : "Double", input.Type.ToString());
                if (owner._bySlot[i] && (input.Type as VectorDataViewType)?.Size != owner._values[i].Length)
                    throw Check.SchemaMismatch("input", input.Name, $"a vector of {owner._values[i].Length} slots", input.Type.ToString());
            }
        }

        internal override DataViewSchema.DetachedColumn[] GetOutputColumns() => [.. ColumnPairs.Select((pair, i) =>
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.Add(Inputs[i].Annotations, name => name is AnnotationKinds.SlotNames or AnnotationKinds.IsNormalized);
            return new DataViewSchema.DetachedColumn(pair.OutputColumnName, Inputs[i].Type, annotations.ToAnnotations());
        })];

        internal override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            disposer = null;
            DataViewSchema.Column column = input.Schema[Inputs[output].Index];
            double[] values = _owner._values[output];
            return _owner._isSingle[output] ? Getter(input, column, Array.ConvertAll(values, v => (float)v), float.IsNaN) : Getter(input, column, values, double.IsNaN);
        }

        private static Delegate Getter<T>(DataViewRow row, DataViewSchema.Column column, T[] replacements, Func<T, bool> isMissing)
        {
            if (column.Type is VectorDataViewType)
            {
                ValueGetter<VBuffer<T>> getVector = row.GetGetter<VBuffer<T>>(column);
                VBuffer<T> values = default;
                return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> result) =>
                {
                    getVector(ref values);
                    VBufferEditor<T> editor = VBufferEditor.Create(ref result, values.Length);
                    int slot = 0;
                    foreach (T value in values.DenseValues())
                    {
                        editor.Values[slot] = isMissing(value) ? replacements[replacements.Length == 1 ? 0 : slot] : value;
                        slot++;
                    }
                    result = editor.Commit();
                });
            }
            ValueGetter<T> get = row.GetGetter<T>(column);
            return (ValueGetter<T>)((ref T value) =>
            {
                get(ref value);
                if (isMissing(value))
                    value = replacements[0];
            });
        }
    }
}
