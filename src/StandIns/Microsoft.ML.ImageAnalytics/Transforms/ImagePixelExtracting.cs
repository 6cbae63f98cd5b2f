using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

[assembly: LoadableModel(ImagePixelExtractingTransformer.LoaderSignature, typeof(ImagePixelExtractingTransformer))]

namespace Microsoft.ML.Transforms.Image;

/// <summary>Turns images into vectors of numbers.</summary>
public sealed class ImagePixelExtractingEstimator : TrivialEstimator<ImagePixelExtractingTransformer>
{
    internal ImagePixelExtractingEstimator(IHostEnvironment env, (string OutputColumnName, string InputColumnName) column, PixelExtraction extraction)
        : base(env.Register(nameof(ImagePixelExtractingEstimator)), new ImagePixelExtractingTransformer(env, [column], [extraction.Checked()]))
    {
    }

    [Flags]
    public enum ColorBits : byte
    {
        Alpha = 1,
        Red = 2,
        Green = 4,
        Blue = 8,
        Rgb = 14,
        All = 15,
    }

    public enum ColorsOrder : byte
    {
        ARGB = 1,
        ARBG = 2,
        ABRG = 3,
        ABGR = 4,
        AGRB = 5,
        AGBR = 6,
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return inputSchema.With(Transformer.OutputColumns.Select(column =>
        {
            ImageDataViewType.CheckShape(inputSchema, column.InputColumnName);
            return new SchemaShape.Column(column.OutputColumnName, SchemaShape.Column.VectorKind.Vector, column.ItemType, false);
        }));
    }
}

public sealed class ImagePixelExtractingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "ImagePixelExtractor";
    private static readonly VersionInfo _version = new("IMGPXEXT", 0x00010003, 0x00010002, LoaderSignature, "Microsoft.ML.ImageAnalytics");
    private readonly PixelExtraction[] _extractions;

    internal ImagePixelExtractingTransformer(IHostEnvironment env, (string OutputColumnName, string InputColumnName)[] columns, PixelExtraction[] extractions)
        : base(env.Register(nameof(ImagePixelExtractingTransformer)), columns) => _extractions = extractions;

    internal IEnumerable<(string OutputColumnName, string InputColumnName, DataViewType ItemType)> OutputColumns =>
        ColumnPairs.Zip(_extractions, (pair, extraction) => (pair.OutputColumnName, pair.InputColumnName, (DataViewType)extraction.ItemType));

    internal static ImagePixelExtractingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckVersion(_version);
        (string, string)[] columns = LoadColumns(ctx);
        return new ImagePixelExtractingTransformer(env, columns, Array.ConvertAll(columns, _ => PixelExtraction.Load(ctx)));
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(_version);
        SaveColumns(ctx);
        foreach (PixelExtraction extraction in _extractions)
            extraction.Save(ctx);
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(schema, ColumnPairs, _extractions);

    private delegate void Extraction<T>(MLImage image, Span<T> values);

    private sealed class Mapper : OneToOneRowMapper
    {
        private readonly PixelExtraction[] _extractions;
        private readonly VectorDataViewType[] _types;

        internal Mapper(DataViewSchema schema, (string OutputColumnName, string InputColumnName)[] columns, PixelExtraction[] extractions) : base(schema, columns)
        {
            _extractions = extractions;
            _types = [.. Inputs.Zip(extractions, (input, extraction) =>
            {
                ImageDataViewType image = ImageDataViewType.Of(input);
                return image.IsKnownSize
                    ? extraction.Type(image.Height, image.Width)
                    : throw Check.SchemaMismatch("input", input.Name, "known-size image", "unknown-size image");
            })];
        }

        internal override DataViewSchema.DetachedColumn[] GetOutputColumns() =>
            [.. ColumnPairs.Zip(_types, (pair, type) => new DataViewSchema.DetachedColumn(pair.OutputColumnName, type))];

        internal override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            PixelExtraction extraction = _extractions[output];
            return extraction.AsFloats ? CreateGetter<float>(input, output, extraction.Apply, out disposer) : CreateGetter<byte>(input, output, extraction.Apply, out disposer);
        }

        private ValueGetter<VBuffer<T>> CreateGetter<T>(DataViewRow input, int output, Extraction<T> extract, out Action disposer)
        {
            ValueGetter<MLImage> source = input.GetGetter<MLImage>(input.Schema[Inputs[output].Index]);
            var type = (ImageDataViewType)Inputs[output].Type;
            int size = _types[output].Size;
            MLImage image = null;
            disposer = () => image?.Dispose();
            return (ref VBuffer<T> values) =>
            {
                source(ref image);
                if (image == null)
                {
                    values = new VBuffer<T>(size, 0, [], []);
                    return;
                }
                if ((image.Width, image.Height) != (type.Width, type.Height))
                    throw new InvalidOperationException($"Image '{image.Tag}' has {image.Width} x {image.Height} pixels where the column '{Inputs[output].Name}' says {type.Width} x {type.Height}.");
                VBufferEditor<T> editor = VBufferEditor.Create(ref values, size);
                extract(image, editor.Values);
                values = editor.Commit();
            };
        }
    }
}
