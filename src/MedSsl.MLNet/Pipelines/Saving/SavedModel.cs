using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MedSsl.MLNet;

/// <summary>What is written to a file in place of a model: stages as <see cref="Envelope"/>, with their encoders in <see cref="WeightParts"/> before them.</summary>
internal static class SavedModel
{
    /// <summary>A stage alone: it takes its encoders with it.</summary>
    internal static ITransformer Of(BatchedTransformer stage)
    {
        var store = new WeightStore();
        var saved = Envelope.Wrap(stage, store);
        return ReadsWeights(stage) ? new TransformerChain<ITransformer>(WeightParts.Save(stage.Context, store), saved, WeightParts.End(stage.Context)) : saved;
    }

    /// <summary>
    /// A whole model: stages that follow each other share their encoders. Where a transformer between them may drop columns, the weights' among them, they begin anew.
    /// </summary>
    internal static ITransformer Of(MLContext ml, ITransformer model)
    {
        var parts = ModelParts.Of(ml, model);
        if (!parts.Exists(p => p.Part is BatchedTransformer))
            return model;
        if (parts is [(BatchedTransformer alone, _)])
            return ModelParts.IsChain(model) ? new TransformerChain<ITransformer>([Of(alone)], [parts[0].Scope]) : Of(alone);

        var saved = new List<(ITransformer Part, TransformerScope Scope)>();
        for (int at = 0; at < parts.Count;)
        {
            int end = at;
            while (end < parts.Count && KeepsColumns(parts[end].Part))
                end++;
            AddTogether(ml, parts[at..end], saved);
            if (end < parts.Count)
                saved.Add(parts[end]);
            at = end + 1;
        }
        return new TransformerChain<ITransformer>(saved.Select(p => p.Part), saved.Select(p => p.Scope));
    }

    /// <summary>Whether a loaded transformer is a stage that was saved alone.</summary>
    internal static bool IsStage(ITransformer model) => Envelope.IsStage(model)
        || model is TransformerChain<ITransformer> chain && ((IEnumerable<ITransformer>)chain).ToArray() is [var first, var stage, var last]
        && WeightParts.IsSaved(first) && Envelope.IsStage(stage) && WeightParts.IsEnd(last);

    private static void AddTogether(
        MLContext ml, List<(ITransformer Part, TransformerScope Scope)> parts, List<(ITransformer Part, TransformerScope Scope)> saved)
    {
        var store = new WeightStore();
        var stages = parts.ConvertAll(p => (p.Part is BatchedTransformer stage ? Envelope.Wrap(stage, store) : p.Part, p.Scope));
        bool weights = parts.Exists(p => p.Part is BatchedTransformer stage && ReadsWeights(stage));
        if (weights)
            saved.Add((WeightParts.Save(ml, store), TransformerScope.Everything));
        saved.AddRange(stages);
        if (weights)
            saved.Add((WeightParts.End(ml), TransformerScope.Everything));
    }

    private static bool ReadsWeights(BatchedTransformer stage) => stage.InputType is not TextDataViewType;

    /// <summary>What other packages' transformers do is not known.</summary>
    private static bool KeepsColumns(ITransformer part) => part is BatchedTransformer
        || part is not ColumnSelectingTransformer && part.GetType().Assembly.GetName().Name!.StartsWith("Microsoft.ML", StringComparison.Ordinal);
}
