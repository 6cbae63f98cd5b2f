using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>A fitted model as a list of transformers, chains within chains laid flat, each with the scopes in which it runs.</summary>
internal static class ModelParts
{
    private static readonly TransformerScope[] Scopes = [TransformerScope.Training, TransformerScope.Testing, TransformerScope.Scoring];

    /// <summary>The parts of a model. A saved stage that was plainly loaded, itself a chain, is one part: <paramref name="ml"/> restores it.</summary>
    internal static List<(ITransformer Part, TransformerScope Scope)> Of(MLContext ml, ITransformer model)
    {
        var parts = new List<(ITransformer, TransformerScope)>();
        Add(model, TransformerScope.Everything);
        return parts;

        void Add(ITransformer part, TransformerScope scope)
        {
            if (Envelope.Unwrap(ml, part) is { } stage)
                parts.Add((stage, scope));
            else if (IsChain(part))
                foreach (var (inner, innerScope) in WithScopes(part))
                    Add(inner, scope & innerScope);
            else
                parts.Add((part, scope));
        }
    }

    /// <summary>A model of the parts given, in a chain where the original was one.</summary>
    internal static ITransformer Join(ITransformer original, IReadOnlyList<(ITransformer Part, TransformerScope Scope)> parts) =>
        IsChain(original) && !Envelope.IsOne(original)
            ? new TransformerChain<ITransformer>(parts.Select(p => p.Part), parts.Select(p => p.Scope))
            : parts[0].Part;

    private static bool IsChain(ITransformer model) =>
        model.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(TransformerChain<>);

    /// <summary>A chain tells the scopes of its parts only by the chains that it gives for each scope.</summary>
    private static IEnumerable<(ITransformer, TransformerScope)> WithScopes(ITransformer chain)
    {
        var filter = chain.GetType().GetMethod(nameof(TransformerChain<ITransformer>.GetModelFor))!;
        var members = Scopes.Select(scope => (
            Scope: scope,
            Parts: ((IEnumerable<ITransformer>)filter.Invoke(chain, [scope])!).ToHashSet(ReferenceEqualityComparer.Instance))).ToArray();
        foreach (var part in (IEnumerable<ITransformer>)chain)
            yield return (part, members.Where(m => m.Parts.Contains(part)).Aggregate(TransformerScope.None, (sum, m) => sum | m.Scope));
    }
}
