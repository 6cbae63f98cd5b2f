using MedSsl.Cli.Display;
using MedSsl.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.Cli.Runs;

/// <summary>A saved model applied to a manifest's images or to single files.</summary>
internal sealed class ScoringRun : IDisposable
{
    private readonly Dictionary<string, string> _badImages = [];
    private readonly ImageCache? _cache;
    private readonly ITransformer _model;

    /// <param name="modelPath">model.zip.</param>
    /// <param name="manifest">The images' manifest, or null.</param>
    /// <param name="split">The split to score, or null for all.</param>
    /// <param name="images">The images where there is no manifest.</param>
    /// <param name="onBadImage">Stop at a broken image, or leave it out.</param>
    /// <param name="cacheFolder">Folder of prepared images, or null.</param>
    /// <param name="needsLabels">Whether the manifest must have the model's labels; without, label columns are not read.</param>
    public ScoringRun(string modelPath, string? manifest, string? split, string[] images, BadImagePolicy onBadImage, string? cacheFolder, bool needsLabels)
    {
        if (manifest is null && images.Length == 0)
            throw new ArgumentException("no images: give --manifest FILE or image files.");
        if (manifest is not null && images.Length > 0)
            throw new ArgumentException("give --manifest FILE or image files, not both.");
        Context = new MLContext();
        _model = Context.MedicalModels.OnBadImage(SavedModel.Load(Context, modelPath), onBadImage, LeaveOut);
        MultiLabelTransformer head = SavedModel.Classifier(_model, modelPath);
        if (cacheFolder is not null)
            _model = Context.MedicalModels.UseCache(_model, _cache = new ImageCache(cacheFolder));
        LabelNames = [.. head.LabelNames];
        IDataView data = manifest is null
            ? Context.Data.LoadFromEnumerable(images.Select(path => new ImageRow { ImagePath = path }).ToList())
            : Context.MedicalImages.LoadManifest(manifest, new ManifestOptions { Splits = split is null ? null : [split], LabelColumns = needsLabels ? LabelNames : [] });
        Scored = _model.Transform(data);
    }

    public MLContext Context { get; }

    public IDataView Scored { get; }

    public string[] LabelNames { get; }

    public IReadOnlyDictionary<string, string> BadImages => _badImages;

    public void Dispose()
    {
        (_model as IDisposable)?.Dispose();
        _cache?.Dispose();
    }

    private void LeaveOut(BadImageReport bad)
    {
        lock (_badImages)
            _badImages[bad.Path] = FlagNames.Translate(bad.Reason);
    }

    private sealed class ImageRow
    {
        public string ImagePath { get; set; } = "";
    }
}
