using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>
/// Reads the volumes that a text column names: NIfTI-1 files and DICOM series, told apart by their content. Adds a <c>Vector&lt;Single, 1, D, H, W&gt;</c> column,
/// with the annotations MedSsl.VolumeSpacing (mm along depth, height, width) and MedSsl.VolumeOrientation (LPS or RAS) where all rows have the same.
/// </summary>
public sealed class VolumeLoadingTransformer : BatchedTransformer
{
    internal const string StageName = "load-volume/1", StageWithGeometryName = "load-volume-geometry/1";
    private readonly VolumeLoadOptions _options;
    private readonly VolumeGrid _grid;
    private readonly VolumeReader _reader;
    private readonly BadImages _bad;

    internal VolumeLoadingTransformer(MLContext ml, string outputColumnName, string inputColumnName, VolumeGrid grid, VolumeLoadOptions options) : base(ml, inputColumnName)
    {
        (OutputColumnName, _grid, _options) = (outputColumnName, grid, options);
        _reader = new VolumeReader(grid, options);
        _bad = new BadImages(ml, inputColumnName, options.OnBadImage, options.BadImageFound, nameof(VolumeLoadingTransformer), nameof(VolumeLoadOptions));
    }

    /// <summary>The volume column.</summary>
    public string OutputColumnName { get; }

    /// <summary>The column of each row's geometry, or null.</summary>
    public string? GeometryColumnName => _options.GeometryColumnName;

    /// <summary>Slices of the volumes.</summary>
    public int Depth => _grid.Depth;

    /// <summary>Rows of a slice.</summary>
    public int Height => _grid.Height;

    /// <summary>Columns of a slice.</summary>
    public int Width => _grid.Width;

    /// <summary>The volumes that were skipped since this transformer was made, each once, by path.</summary>
    public IReadOnlyList<BadImageReport> BadImages => _bad.Reports;

    internal override string Kind => GeometryColumnName is null ? StageName : StageWithGeometryName;

    internal override DataViewType InputType => TextDataViewType.Instance;

    /// <summary>A volume for each core, in at most 64 MB.</summary>
    internal override int BatchSize => Math.Clamp(Environment.ProcessorCount, 1, Math.Max(1, (64 << 20) / (sizeof(float) * _grid.Size)));

    /// <summary>The same transformer with another way to deal with unreadable volumes.</summary>
    internal VolumeLoadingTransformer OnBadImage(BadImagePolicy policy, Action<BadImageReport>? report)
    {
        var options = _options with { OnBadImage = policy, BadImageFound = report };
        options.Validate();
        return new(Context, OutputColumnName, InputColumnName, _grid, options);
    }

    internal override DataViewSchema.DetachedColumn[] OutputColumns(DataViewSchema.Column input)
    {
        if (input.Type is not TextDataViewType)
            throw new ArgumentException($"Column '{input.Name}' is {input.Type}; expected Text: the paths of volumes.");
        var volume = VolumeColumns.Volume(OutputColumnName, _grid, _options);
        return GeometryColumnName is { } geometry ? [volume, VolumeColumns.Geometry(geometry)] : [volume];
    }

    internal override BatchMapper CreateMapper(DataViewRow row, DataViewSchema.Column input, int capacity, Func<int, bool> active) => new Mapper(this, row, input, capacity);

    internal override byte[] ToPayload() => StagePayload.Write(Kind, new Header(OutputColumnName, InputColumnName, _grid, _options));

    internal static VolumeLoadingTransformer FromPayload(MLContext ml, StagePayload payload)
    {
        var header = payload.Header<Header>();
        return new(ml, header.Output, header.Input, header.Grid, header.Options);
    }

    private sealed record Header(string Output, string Input, VolumeGrid Grid, VolumeLoadOptions Options);

    private sealed class Mapper : BatchMapper
    {
        private readonly VolumeLoadingTransformer _stage;
        private readonly ValueGetter<ReadOnlyMemory<char>> _getter;
        private readonly string[] _paths;
        private readonly string?[] _faults;
        private readonly BatchOutput<float> _volumes;
        private readonly BatchOutput<float>? _geometry;

        internal Mapper(VolumeLoadingTransformer stage, DataViewRow row, DataViewSchema.Column input, int capacity) : base(capacity)
        {
            _stage = stage;
            _getter = row.GetGetter<ReadOnlyMemory<char>>(input);
            _paths = new string[capacity];
            _faults = new string?[capacity];
            _volumes = AddOutput<float>(stage._grid.Size);
            if (stage.GeometryColumnName is not null)
                _geometry = AddOutput<float>(VolumeColumns.GeometryNames.Count);
        }

        internal override void Gather(int slot)
        {
            ReadOnlyMemory<char> path = default;
            _getter(ref path);
            _paths[slot] = path.ToString();
        }

        internal override void Compute(int count)
        {
            Parallel.For(0, count, slot => _faults[slot] = _stage._reader.TryRead(_paths[slot], _volumes.Memory(slot), _geometry?.Memory(slot) ?? default));
            for (int slot = 0; slot < count; slot++)
                if (_faults[slot] is { } fault)
                {
                    _stage._bad.Add(_paths[slot], fault);
                    _volumes.SetMissing(slot);
                    _geometry?.SetMissing(slot);
                }
        }
    }
}
