using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

[assembly: LoadableModel(ImageResizingTransformer.LoaderSignature, typeof(ImageResizingTransformer))]

namespace Microsoft.ML.Transforms.Image;

/// <summary>Brings images to one size.</summary>
public sealed class ImageResizingEstimator : TrivialEstimator<ImageResizingTransformer>
{
    internal ImageResizingEstimator(IHostEnvironment env, (string OutputColumnName, string InputColumnName) column, Resizing resizing)
        : base(env.Register(nameof(ImageResizingEstimator)), new ImageResizingTransformer(env, [column], [resizing]))
    {
    }

    public enum ResizingKind : byte
    {
        IsoPad = 0,
        IsoCrop = 1,
        Fill = 2,
    }

    public enum Anchor : byte
    {
        Right = 0,
        Left = 1,
        Top = 2,
        Bottom = 3,
        Center = 4,
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return inputSchema.With(Transformer.OutputColumns.Select(column =>
        {
            ImageDataViewType.CheckShape(inputSchema, column.InputColumnName);
            return new SchemaShape.Column(column.OutputColumnName, SchemaShape.Column.VectorKind.Scalar, column.Type, false);
        }));
    }
}

public sealed class ImageResizingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "ImageScalerTransform";
    private static readonly VersionInfo _version = new("IMGSCALF", 0x00010003, 0x00010003, LoaderSignature, "Microsoft.ML.ImageAnalytics");
    private readonly Resizing[] _resizings;

    internal ImageResizingTransformer(IHostEnvironment env, (string OutputColumnName, string InputColumnName)[] columns, Resizing[] resizings)
        : base(env.Register(nameof(ImageResizingTransformer)), columns) => _resizings = resizings;

    internal IEnumerable<(string OutputColumnName, string InputColumnName, DataViewType Type)> OutputColumns =>
        ColumnPairs.Zip(_resizings, (pair, resizing) => (pair.OutputColumnName, pair.InputColumnName, (DataViewType)resizing.Type));

    internal static ImageResizingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckVersion(_version);
        (string, string)[] columns = LoadColumns(ctx);
        return new ImageResizingTransformer(env, columns, Array.ConvertAll(columns, _ => Resizing.Load(ctx)));
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(_version);
        SaveColumns(ctx);
        foreach (Resizing resizing in _resizings)
            resizing.Save(ctx);
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(schema, ColumnPairs, _resizings);

    private sealed class Mapper : OneToOneRowMapper
    {
        private readonly Resizing[] _resizings;

        internal Mapper(DataViewSchema schema, (string OutputColumnName, string InputColumnName)[] columns, Resizing[] resizings) : base(schema, columns)
        {
            _resizings = resizings;
            foreach (DataViewSchema.Column input in Inputs)
                ImageDataViewType.Of(input);
        }

        internal override DataViewSchema.DetachedColumn[] GetOutputColumns() =>
            [.. ColumnPairs.Zip(_resizings, (pair, resizing) => new DataViewSchema.DetachedColumn(pair.OutputColumnName, resizing.Type))];

        internal override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            ValueGetter<MLImage> source = input.GetGetter<MLImage>(input.Schema[Inputs[output].Index]);
            MLImage original = null;
            disposer = () => original?.Dispose();
            return (ValueGetter<MLImage>)((ref MLImage image) =>
            {
                image?.Dispose();
                source(ref original);
                image = original == null ? null : _resizings[output].Apply(original);
            });
        }
    }
}
