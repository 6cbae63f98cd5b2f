#if PIPELINES_SIGNATURES // Never defined: what Pipelines and Images will offer; replaced by the real files as soon as the Microsoft.ML stand-in compiles.
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;
namespace MedSsl.MLNet;

/// A row-to-row transformer of one input column, scored in batches by cursors and row by row by PredictionEngine.
public abstract class BatchedTransformer : ITransformer
{
    private protected BatchedTransformer(MLContext ml, string inputColumnName);
    internal MLContext Context { get; }
    public string InputColumnName { get; }
    internal abstract string Kind { get; }                                  // one line in StageKinds.All: kind -> outputs' shape, deserialise
    internal abstract DataViewType InputType { get; }                       // what it was fitted on (e.g. image.Type): the type of the row a plainly loaded model feeds it
    internal abstract DataViewSchema.DetachedColumn[] OutputColumns(DataViewSchema.Column input);   // checks the input's type: ImageShape.Of(input) throws the clear error
    internal abstract BatchMapper CreateMapper(DataViewRow row, DataViewSchema.Column input, int capacity, Func<int, bool> active);  // one per cursor; called from one thread
    internal abstract byte[] ToPayload();                                   // StagePayload.Write(Kind, header record, blobs)
    internal virtual int BatchSize => 32;
}

/// What a stage computes on a batch of gathered rows.
internal abstract class BatchMapper : IDisposable
{
    internal abstract void Gather(int slot);                                // copies the row's input value to `slot`
    internal abstract void Compute(int count);                              // outputs of slots [0, count)
    internal abstract Delegate Getter(int output, BatchPosition at);        // ValueGetter<> of an output at slot at.Slot
    public virtual void Dispose();
}

/// For stages that read an image column: gathers [capacity, C, H, W] floats; derive, fill Outputs in Compute. A missing image (see ImageShape.IsMissing) must give NaN outputs.
internal abstract class ImageBatchMapper : BatchMapper
{
    private protected ImageBatchMapper(DataViewRow row, DataViewSchema.Column input, int capacity, params ReadOnlySpan<BatchOutput> outputs);
    private protected ImageShape Shape { get; }
    private protected abstract void Compute(ReadOnlySpan<float> images /* [count, C, H, W] */, int count);
}
internal abstract class BatchOutput;
internal sealed class BatchOutput<T>(int size, int capacity) : BatchOutput { internal Span<T> Row(int slot); internal Span<T> Rows(int count); }   // a Vector<T, size> column

internal readonly record struct ImageShape(int Channels, int Height, int Width)
{
    internal int Size { get; }
    internal VectorDataViewType Type { get; }                               // Vector<Single, C, H, W>
    internal static ImageShape Of(DataViewSchema.Column column);            // throws ArgumentException: column, found type, expected type
    internal static bool IsMissing(ReadOnlySpan<float> image);              // its first pixel is NaN
}

internal static class EncoderAnnotation
{
    internal const string Name = "MedSsl.Encoder";
    internal static void Add(DataViewSchema.Annotations.Builder builder, TrainedEncoder encoder);
    internal static TrainedEncoder? Find(DataViewSchema.Column column);
    internal static TrainedEncoder? Find(DataViewSchema schema, string columnName);      // null: no such column, or no annotation
    internal static TrainedEncoder Require(DataViewSchema schema, string columnName);    // throws with the remedy
    internal static bool IsOn(SchemaShape.Column column);
}

internal static class SlotNames
{
    internal static void Add(DataViewSchema.Annotations.Builder builder, IReadOnlyList<string> names);
    internal static IReadOnlyList<string> Of(DataViewSchema.Column column);  // "Slot0", ... where there are none
}

/// SchemaShape columns minted by a stock estimator (their constructor is internal in ML.NET).
internal sealed record ShapeColumn(string Name, ShapeItem Item, bool SlotNames = false, bool Encoder = false);   // a known-size vector column
internal enum ShapeItem { Single, Boolean }
internal static class SchemaShapes
{
    internal static SchemaShape With(MLContext ml, SchemaShape input, params ReadOnlySpan<ShapeColumn> added);
    internal static SchemaShape.Column RequireImage(SchemaShape input, string name);     // known-size Vector<Single>
    internal static SchemaShape.Column RequireText(SchemaShape input, string name);
    internal static SchemaShape.Column RequireLabels(SchemaShape input, string name);    // Vector<Single>
    internal static SchemaShape.Column RequireEncoder(SchemaShape input, string name);   // Vector<Single> with the encoder annotation
}

/// Image -> Features, with the encoder annotation.
public sealed class EncoderTransformer : BatchedTransformer
{
    internal EncoderTransformer(MLContext ml, string outputColumnName, TrainedEncoder encoder /* reads encoder.ImageColumnName */, ImageShape image /* of the fitted data */);
    public TrainedEncoder Encoder { get; }
    public string OutputColumnName { get; }
}

/// All images of a view in memory, 8-bit where that is exact; a missing (NaN) image is left out and counted.
internal sealed class TrainingImages
{
    internal static TrainingImages Read(MLContext ml, IDataView data, string imageColumn, string? groupColumn = null, string? labelsColumn = null,
        CancellationToken cancellation = default, IProgress<int>? rowsRead = null);
    internal int Count { get; }  internal ImageShape Shape { get; }  internal int SkippedRows { get; }
    internal IReadOnlyList<string> Groups { get; }                           // per image; empty without a group column
    internal IReadOnlyList<string> LabelNames { get; }  internal float[] Labels { get; }   // Labels: [Count, K] row-major, NaN = unknown
    internal Tensor Batch(ReadOnlySpan<int> rows);                           // [B, C, H, W] float, one copy
    internal Tensor LabelBatch(ReadOnlySpan<int> rows);                      // [B, K]
}

/// Bytes of a fitted stage: magic, SHA-256, kind, JSON header, blobs.
internal sealed class StagePayload
{
    internal static byte[] Write<THeader>(string kind, THeader header, params ReadOnlySpan<byte[]> blobs);
    internal static StagePayload Read(ReadOnlyMemory<byte> bytes);           // InvalidDataException: altered
    internal string Kind { get; }  internal THeader Header<THeader>();  internal ReadOnlyMemory<byte> Blob(int index);
}

public sealed class MedicalModelsCatalog
{
    internal MedicalModelsCatalog(MLContext ml);
    public void Save(ITransformer model, DataViewSchema inputSchema, string path, bool trim = true);
    public ITransformer Load(string path, out DataViewSchema inputSchema);
    public ITransformer Restore(ITransformer model);
    public ITransformer Trim(ITransformer model);
    public ITransformer OnBadImage(ITransformer model, BadImagePolicy policy, Action<BadImageReport>? report = null);
}

public sealed class MedicalImagesCatalog
{
    internal MedicalImagesCatalog(MLContext ml);
    public IDataView LoadManifest(string path, ManifestOptions? options = null);
    public IDataView LoadManifest(IEnumerable<string> paths, ManifestOptions? options = null);
    public ImageLoadingEstimator Load(string outputColumnName, string inputColumnName, int size = 224, ImageLoadOptions? options = null);
}
#endif
