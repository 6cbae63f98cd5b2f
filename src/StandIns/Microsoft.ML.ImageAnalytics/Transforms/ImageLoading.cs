using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

[assembly: LoadableModel(ImageLoadingTransformer.LoaderSignature, typeof(ImageLoadingTransformer))]

namespace Microsoft.ML.Data;

/// <summary>Reads image files named by a text column.</summary>
public sealed class ImageLoadingEstimator : TrivialEstimator<ImageLoadingTransformer>
{
    internal ImageLoadingEstimator(IHostEnvironment env, string imageFolder, params (string OutputColumnName, string InputColumnName)[] columns)
        : base(env.Register(nameof(ImageLoadingEstimator)), new ImageLoadingTransformer(env, imageFolder, columns))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return inputSchema.With(Transformer.Columns.Select(pair =>
        {
            if (!inputSchema.TryFindColumn(pair.InputColumnName, out SchemaShape.Column input))
                throw Check.MissingColumn("input", pair.InputColumnName);
            if (input.ItemType is not TextDataViewType || input.Kind != SchemaShape.Column.VectorKind.Scalar)
                throw Check.SchemaMismatch("input", pair.InputColumnName, TextDataViewType.Instance.ToString(), input.TypeString());
            return new SchemaShape.Column(pair.OutputColumnName, SchemaShape.Column.VectorKind.Scalar, new ImageDataViewType(), false);
        }));
    }
}

public sealed class ImageLoadingTransformer : OneToOneTransformerBase
{
    public readonly string ImageFolder;

    internal const string LoaderSignature = "ImageLoaderTransform";
    private static readonly VersionInfo _version = new("IMGLOADR", 0x00010003, 0x00010003, LoaderSignature, "Microsoft.ML.ImageAnalytics");

    internal ImageLoadingTransformer(IHostEnvironment env, string imageFolder, params (string OutputColumnName, string InputColumnName)[] columns)
        : base(env.Register(nameof(ImageLoadingTransformer)), columns) => ImageFolder = imageFolder;

    internal (string OutputColumnName, string InputColumnName)[] Columns => ColumnPairs;

    internal static ImageLoadingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckVersion(_version);
        (string, string)[] columns = LoadColumns(ctx);
        string folder = ctx.LoadStringOrNull();
        ctx.Require(ctx.Reader.ReadBoolean(), "the images are loaded as raw bytes, which this stand-in does not do");
        return new ImageLoadingTransformer(env, folder, columns);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(_version);
        SaveColumns(ctx);
        ctx.SaveStringOrNull(ImageFolder);
        ctx.Writer.Write(true);
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(schema, ColumnPairs, ImageFolder);

    private sealed class Mapper : OneToOneRowMapper
    {
        private readonly string _folder;

        internal Mapper(DataViewSchema schema, (string OutputColumnName, string InputColumnName)[] columns, string folder) : base(schema, columns)
        {
            _folder = string.IsNullOrWhiteSpace(folder) ? "" : folder;
            foreach (DataViewSchema.Column input in Inputs)
            {
                if (input.Type is not TextDataViewType)
                    throw Check.SchemaMismatch("input", input.Name, TextDataViewType.Instance.ToString(), input.Type.ToString());
            }
        }

        internal override DataViewSchema.DetachedColumn[] GetOutputColumns() =>
            [.. ColumnPairs.Select(pair => new DataViewSchema.DetachedColumn(pair.OutputColumnName, new ImageDataViewType()))];

        internal override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            disposer = null;
            ValueGetter<ReadOnlyMemory<char>> path = input.GetGetter<ReadOnlyMemory<char>>(input.Schema[Inputs[output].Index]);
            ReadOnlyMemory<char> text = default;
            return (ValueGetter<MLImage>)((ref MLImage image) =>
            {
                image?.Dispose();
                path(ref text);
                image = text.IsEmpty ? null : MLImage.CreateFromFile(Path.Combine(_folder, text.ToString()));
                if (image != null)
                    image.Tag = Path.Combine(_folder, text.ToString());
            });
        }
    }
}
