using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>
/// Saved models. <c>ml.Model.Save</c> and <c>ml.Model.Load</c> work with this library's models as with any other; what these add is written at each method.
/// </summary>
public sealed class MedicalModelsCatalog
{
    private const long Large = 32 << 20;
    private readonly MLContext _ml;

    internal MedicalModelsCatalog(MLContext ml) => _ml = ml;

    /// <summary>
    /// Saves a model, in a file that <c>ml.Model.Load</c> reads too. The file appears whole or not at all. Encoders that several stages use are in it once
    /// (<c>ml.Model.Save</c> writes one for each stage), and may be larger than 2 GB.
    /// </summary>
    /// <param name="model">A fitted model.</param>
    /// <param name="inputSchema">The schema of the data that it was fitted on.</param>
    /// <param name="path">The file, normally model.zip; an existing one is replaced.</param>
    /// <param name="trim">Whether to leave out stages that a later one supersedes: see <see cref="Trim"/>. False keeps every column that the model makes.</param>
    public void Save(ITransformer model, DataViewSchema inputSchema, string path, bool trim = true)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ModelFile.Save(_ml, SavedModel.Of(_ml, trim ? Trim(model) : model), inputSchema, path);
    }

    /// <summary>Loads a model, checks every byte of it, and restores its typed stages.</summary>
    /// <param name="path">A file that <see cref="Save"/> or <c>ml.Model.Save</c> wrote.</param>
    /// <param name="inputSchema">The schema that it was saved with.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no model, or was cut off or altered.</exception>
    public ITransformer Load(string path, out DataViewSchema inputSchema)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            var model = LoadAndRestore(path, out inputSchema);
            // ML.NET's own copy of the weights is garbage now, and large: it is given back at once instead of at some later collection.
            if (new FileInfo(path).Length > Large)
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            return model;
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"'{path}': {error.Message}", error);
        }
    }

    /// <summary>A method of its own, so that no slot of the caller's frame keeps ML.NET's copy when the memory is given back.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ITransformer LoadAndRestore(string path, out DataViewSchema inputSchema) => Restore(ModelFile.Load(_ml, path, out inputSchema));

    /// <summary>
    /// Gives a model that <c>ml.Model.Load</c> loaded its typed stages back: batched scoring instead of row by row, slot names, the encoder's annotation,
    /// properties. A model that has them already comes back as it is, chains within chains laid flat.
    /// </summary>
    /// <exception cref="InvalidDataException">A stage was altered, or a later version saved it.</exception>
    public ITransformer Restore(ITransformer model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return ModelParts.Join(ModelParts.IsChain(model), ModelParts.Of(_ml, model));
    }

    /// <summary>
    /// Leaves out the stages that only make features (pretraining) when a later stage scores the same images with an encoder of its own and nothing reads
    /// their features: the model scores the same and is smaller by one encoder each, but makes no features column any more.
    /// </summary>
    public ITransformer Trim(ITransformer model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return ModelParts.Join(ModelParts.IsChain(model), ModelTrimming.Trim(ModelParts.Of(_ml, model)));
    }

    /// <summary>The same model with another way to deal with unreadable images and volumes.</summary>
    /// <param name="model">A fitted or loaded model.</param>
    /// <param name="policy">What to do with an image that cannot be read.</param>
    /// <param name="report">Told once about each such file; null for no report beyond ML.NET's log.</param>
    public ITransformer OnBadImage(ITransformer model, BadImagePolicy policy, Action<BadImageReport>? report = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return ModelParts.Join(ModelParts.IsChain(model), [.. ModelParts.Of(_ml, model).Select(p => p.Part switch
        {
            ImageLoadingTransformer loader => (loader.OnBadImage(policy, report), p.Scope),
            VolumeLoadingTransformer loader => (loader.OnBadImage(policy, report), p.Scope),
            _ => p,
        })]);
    }

    /// <summary>The same model, which keeps the images that it prepares in a cache and reads no file whose image is there. Volumes are read as before.</summary>
    /// <param name="model">A fitted or loaded model.</param>
    /// <param name="cache">The cache, which must not be disposed of before the model's data; null for none.</param>
    public ITransformer UseCache(ITransformer model, ImageCache? cache)
    {
        ArgumentNullException.ThrowIfNull(model);
        return ModelParts.Join(ModelParts.IsChain(model), [.. ModelParts.Of(_ml, model).Select(p => p.Part is ImageLoadingTransformer loader ? (loader.With(cache), p.Scope) : p)]);
    }
}
