using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableModel(MissingValueIndicatorTransformer.LoaderSignature, typeof(MissingValueIndicatorTransformer))]

namespace Microsoft.ML.Transforms;

/// <summary>Tells of each real number whether it is NaN.</summary>
public sealed class MissingValueIndicatorEstimator : TrivialEstimator<MissingValueIndicatorTransformer>
{
    internal MissingValueIndicatorEstimator(IHostEnvironment env, (string OutputColumnName, string InputColumnName)[] columns)
        : base(env.Register(nameof(MissingValueIndicatorEstimator)), new MissingValueIndicatorTransformer(env, columns))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return inputSchema.With(Transformer.Columns.Select(pair =>
        {
            SchemaShape.Column input = RealColumns.Find(inputSchema, pair.InputColumnName);
            List<SchemaShape.Column> annotations = [SchemaShape.Column.Create(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance)];
            if (input.Annotations.TryFindColumn(AnnotationKinds.SlotNames, out SchemaShape.Column slots))
                annotations.Add(slots);
            return new SchemaShape.Column(pair.OutputColumnName, input.Kind, BooleanDataViewType.Instance, false, new SchemaShape(annotations));
        }));
    }
}

public sealed class MissingValueIndicatorTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "NaIndicatorTransform";
    private static readonly VersionInfo _version = new("NAIND TF", 0x00010001, 0x00010001, LoaderSignature, "Microsoft.ML.Transforms");

    internal MissingValueIndicatorTransformer(IHostEnvironment env, (string OutputColumnName, string InputColumnName)[] columns)
        : base(env.Register(nameof(MissingValueIndicatorTransformer)), columns)
    {
    }

    internal (string OutputColumnName, string InputColumnName)[] Columns => ColumnPairs;

    internal static MissingValueIndicatorTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckVersion(_version);
        return new MissingValueIndicatorTransformer(env, LoadColumns(ctx));
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(_version);
        SaveColumns(ctx);
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(schema, ColumnPairs);

    private sealed class Mapper : OneToOneRowMapper
    {
        internal Mapper(DataViewSchema schema, (string OutputColumnName, string InputColumnName)[] columns) : base(schema, columns)
        {
            foreach (DataViewSchema.Column input in Inputs)
                RealColumns.Check(input);
        }

        internal override DataViewSchema.DetachedColumn[] GetOutputColumns() => [.. ColumnPairs.Select((pair, i) =>
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.Add(Inputs[i].Annotations, name => name == AnnotationKinds.SlotNames);
            annotations.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
            DataViewType type = Inputs[i].Type is VectorDataViewType vector ? new VectorDataViewType(BooleanDataViewType.Instance, vector.Dimensions) : BooleanDataViewType.Instance;
            return new DataViewSchema.DetachedColumn(pair.OutputColumnName, type, annotations.ToAnnotations());
        })];

        internal override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            disposer = null;
            DataViewSchema.Column column = input.Schema[Inputs[output].Index];
            return RealColumns.IsSingle(column.Type) ? Getter<float>(input, column, float.IsNaN) : Getter<double>(input, column, double.IsNaN);
        }

        private static Delegate Getter<T>(DataViewRow row, DataViewSchema.Column column, Func<T, bool> isMissing)
        {
            if (column.Type is VectorDataViewType)
            {
                ValueGetter<VBuffer<T>> getVector = row.GetGetter<VBuffer<T>>(column);
                VBuffer<T> values = default;
                return (ValueGetter<VBuffer<bool>>)((ref VBuffer<bool> result) =>
                {
                    getVector(ref values);
                    VBufferEditor<bool> editor = VBufferEditor.Create(ref result, values.Length);
                    int slot = 0;
                    foreach (T value in values.DenseValues())
                        editor.Values[slot++] = isMissing(value);
                    result = editor.Commit();
                });
            }
            ValueGetter<T> get = row.GetGetter<T>(column);
            T current = default;
            return (ValueGetter<bool>)((ref bool result) =>
            {
                get(ref current);
                result = isMissing(current);
            });
        }
    }
}
