using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>
/// Reads the image files that a text column names: DICOM, PNG, JPEG and TIFF, told apart by their content. Adds a <c>Vector&lt;Single, C, size, size&gt;</c>
/// column of values in [0, 1]. A cursor reads a batch of files on all cores.
/// </summary>
public sealed class ImageLoadingTransformer : BatchedTransformer
{
    internal const string StageName = "load-image/1";
    private readonly ImageLoadOptions _options;
    private readonly ImageShape _shape;
    private readonly ImageReader _reader;
    private readonly CachedImageReader? _cached;
    private readonly BadImages _bad;

    internal ImageLoadingTransformer(MLContext ml, string outputColumnName, string inputColumnName, int size, ImageLoadOptions options) : base(ml, inputColumnName)
    {
        (OutputColumnName, Size, _options) = (outputColumnName, size, options);
        _shape = new ImageShape(options.Channels, size, size);
        _reader = new ImageReader(size, options);
        if (options.Cache is { } cache)
            _cached = new CachedImageReader(_reader, size, options, cache, message => Warnings.Write(ml, nameof(ImageLoadingTransformer), message));
        _bad = new BadImages(ml, inputColumnName, options.OnBadImage, options.BadImageFound);
    }

    /// <summary>The image column.</summary>
    public string OutputColumnName { get; }

    /// <summary>The side of the images, in pixels.</summary>
    public int Size { get; }

    /// <summary>Channels of the images: 1 or 3.</summary>
    public int Channels => _options.Channels;

    /// <summary>The files that were skipped since this transformer was made, each once, by path.</summary>
    public IReadOnlyList<BadImageReport> BadImages => _bad.Reports;

    internal override string Kind => StageName;

    internal override DataViewType InputType => TextDataViewType.Instance;

    /// <summary>Enough files for all cores, in at most 64 MB.</summary>
    internal override int BatchSize => Math.Clamp(16 * Environment.ProcessorCount, 1, Math.Max(1, (64 << 20) / (sizeof(float) * _shape.Size)));

    /// <summary>The same transformer with another way to deal with unreadable images.</summary>
    internal ImageLoadingTransformer OnBadImage(BadImagePolicy policy, Action<BadImageReport>? report)
    {
        var options = _options with { OnBadImage = policy, BadImageFound = report };
        options.Validate();
        return new(Context, OutputColumnName, InputColumnName, Size, options);
    }

    /// <summary>The same transformer with another cache.</summary>
    internal ImageLoadingTransformer With(ImageCache? cache) => new(Context, OutputColumnName, InputColumnName, Size, _options with { Cache = cache });

    internal override DataViewSchema.DetachedColumn[] OutputColumns(DataViewSchema.Column input) => input.Type is TextDataViewType
        ? [new(OutputColumnName, _shape.Type, _cached is null ? null : CachedColumn.Annotations(new(_cached, _bad, input.Name, input.Index)))]
        : throw new ArgumentException($"Column '{input.Name}' is {input.Type}; expected Text: the paths of image files.");

    internal override BatchMapper CreateMapper(DataViewRow row, DataViewSchema.Column input, int capacity, Func<int, bool> active) => new Mapper(this, row, input, capacity);

    internal override byte[] ToPayload() => StagePayload.Write(Kind, new Header(OutputColumnName, InputColumnName, Size, _options));

    internal static ImageLoadingTransformer FromPayload(MLContext ml, StagePayload payload)
    {
        var header = payload.Header<Header>();
        return new(ml, header.Output, header.Input, header.Size, header.Options);
    }

    private sealed record Header(string Output, string Input, int Size, ImageLoadOptions Options);

    private sealed class Mapper : BatchMapper
    {
        private readonly ImageLoadingTransformer _stage;
        private readonly ValueGetter<ReadOnlyMemory<char>> _getter;
        private readonly string[] _paths;
        private readonly string?[] _faults;
        private readonly BatchOutput<float> _images;
        private readonly Action<int> _read;

        internal Mapper(ImageLoadingTransformer stage, DataViewRow row, DataViewSchema.Column input, int capacity) : base(capacity)
        {
            _stage = stage;
            _getter = row.GetGetter<ReadOnlyMemory<char>>(input);
            _paths = new string[capacity];
            _faults = new string?[capacity];
            _images = AddOutput<float>(stage._shape.Size);
            _read = Read;
        }

        internal override void Gather(int slot)
        {
            ReadOnlyMemory<char> path = default;
            _getter(ref path);
            _paths[slot] = path.ToString();
        }

        internal override void Compute(int count)
        {
            _stage._cached?.BeginBatch();
            if (count == 1)
                Read(0);
            else
                Parallel.For(0, count, _read);
            for (int slot = 0; slot < count; slot++)
                if (_faults[slot] is { } fault)
                {
                    _stage._bad.Add(_paths[slot], fault);
                    _images.SetMissing(slot);
                }
        }

        private void Read(int slot) => _faults[slot] = _stage._cached is { } cached
            ? cached.TryRead(_paths[slot], _images.Row(slot))
            : _stage._reader.TryRead(_paths[slot], _images.Row(slot));
    }
}
