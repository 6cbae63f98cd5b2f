using MedSsl.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.Cli.Runs;

/// <summary>A model.zip, opened.</summary>
internal static class SavedModel
{
    /// <summary>Loads a model and gives its stages their types back.</summary>
    public static ITransformer Load(MLContext context, string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: there is no such model file.");
        return context.MedicalModels.Load(path, out _);
    }

    /// <summary>The stages of a model, chains in chains flattened.</summary>
    public static IEnumerable<ITransformer> Stages(ITransformer model) =>
        model is IEnumerable<ITransformer> chain ? chain.SelectMany(Stages) : [model];

    /// <summary>The stage that gives the scores.</summary>
    public static MultiLabelTransformer Classifier(ITransformer model, string path) =>
        Stages(model).OfType<MultiLabelTransformer>().LastOrDefault()
        ?? throw new InvalidDataException($"{path}: the model has no multi-label classifier; train one with 'medssl train'.");
}
