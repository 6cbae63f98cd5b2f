using MedSsl.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.Cli.Runs;

/// <summary>A saved model applied to a manifest's images or to single files.</summary>
internal sealed class ScoringRun : IDisposable
{
    private readonly Dictionary<string, string> _badImages = [];
    private readonly ITransformer _model;

    public ScoringRun(string modelPath, string? manifest, string? split, string[] images, BadImagePolicy onBadImage)
    {
        if (manifest is null && images.Length == 0)
            throw new ArgumentException("no images: give --manifest FILE or image files.");
        if (manifest is not null && images.Length > 0)
            throw new ArgumentException("give --manifest FILE or image files, not both.");
        Context = new MLContext();
        _model = Context.MedicalModels.OnBadImage(SavedModel.Load(Context, modelPath), onBadImage, LeaveOut);
        MultiLabelTransformer head = SavedModel.Classifier(_model, modelPath);
        LabelNames = [.. head.LabelNames];
        IDataView data = manifest is null
            ? Context.Data.LoadFromEnumerable(images.Select(path => new ImageRow { ImagePath = path }).ToList())
            : Context.MedicalImages.LoadManifest(manifest, new ManifestOptions { Splits = split is null ? null : [split], LabelColumns = LabelNames });
        Scored = _model.Transform(data);
    }

    public MLContext Context { get; }

    public IDataView Scored { get; }

    public string[] LabelNames { get; }

    public IReadOnlyDictionary<string, string> BadImages => _badImages;

    public void Dispose() => (_model as IDisposable)?.Dispose();

    private void LeaveOut(BadImageReport bad)
    {
        lock (_badImages)
            _badImages[bad.Path] = bad.Reason;
    }

    private sealed class ImageRow
    {
        public string ImagePath { get; set; } = "";
    }

}
