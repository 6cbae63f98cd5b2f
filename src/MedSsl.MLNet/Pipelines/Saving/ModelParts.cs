using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>A fitted model as a list of transformers, chains within chains laid flat, each with the scopes in which it runs.</summary>
internal static class ModelParts
{
    private static readonly TransformerScope[] Scopes = [TransformerScope.Training, TransformerScope.Testing, TransformerScope.Scoring];

    /// <summary>
    /// The parts of a model. A saved stage that was plainly loaded, itself a chain, is one part: <paramref name="ml"/> restores it with the weights before it. No
    /// part of the model is held longer than it is read, so that a caller that lets go of it has the weights in memory once.
    /// </summary>
    internal static List<(ITransformer Part, TransformerScope Scope)> Of(MLContext ml, ITransformer model)
    {
        var parts = new List<(ITransformer, TransformerScope)>();
        IReadOnlyDictionary<string, TrainedEncoder>? encoders = null;
        Add(model, TransformerScope.Everything);
        return parts;

        void Add(ITransformer part, TransformerScope scope)
        {
            if (WeightParts.IsSaved(part))
                encoders = WeightParts.Read(ml, WeightParts.Lookups(part));
            else if (WeightParts.IsEnd(part))
                encoders = null;
            else if (Envelope.IsStage(part))
                parts.Add((Envelope.Unwrap(ml, part, encoders), scope));
            else if (IsAnyChain(part))
                AddAll(WithScopes(part), scope);
            else
                parts.Add((part, scope));
        }

        void AddAll((ITransformer Part, TransformerScope Scope)[] chain, TransformerScope scope)
        {
            for (int i = 0; i < chain.Length; i++)
            {
                var (part, partScope) = chain[i];
                chain[i] = default;
                Add(part, scope & partScope);
            }
        }
    }

    /// <summary>A model of the parts given: a chain, or the only part where the original was no chain.</summary>
    internal static ITransformer Join(bool isChain, IReadOnlyList<(ITransformer Part, TransformerScope Scope)> parts) =>
        isChain ? new TransformerChain<ITransformer>(parts.Select(p => p.Part), parts.Select(p => p.Scope)) : parts[0].Part;

    /// <summary>Whether a model is a chain; a stage that was saved alone counts as the stage.</summary>
    internal static bool IsChain(ITransformer model) => IsAnyChain(model) && !SavedModel.IsStage(model);

    private static bool IsAnyChain(ITransformer model) =>
        model.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(TransformerChain<>);

    /// <summary>A chain tells the scopes of its parts only by the chains that it gives for each scope.</summary>
    private static (ITransformer Part, TransformerScope Scope)[] WithScopes(ITransformer chain)
    {
        var filter = chain.GetType().GetMethod(nameof(TransformerChain<ITransformer>.GetModelFor))!;
        var members = Scopes.Select(scope => (
            Scope: scope,
            Parts: ((IEnumerable<ITransformer>)filter.Invoke(chain, [scope])!).ToHashSet(ReferenceEqualityComparer.Instance))).ToArray();
        return [.. ((IEnumerable<ITransformer>)chain).Select(part =>
            (part, members.Where(m => m.Parts.Contains(part)).Aggregate(TransformerScope.None, (sum, m) => sum | m.Scope)))];
    }
}
