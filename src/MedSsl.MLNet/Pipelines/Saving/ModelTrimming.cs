using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>Leaves out of a fitted model what only its training needed.</summary>
internal static class ModelTrimming
{
    /// <summary>
    /// Drops every stage that only makes features, when a later stage of this library reads the same images with an encoder of its own and nothing reads those
    /// features. What another package's transformer reads is not known: everything before one stays.
    /// </summary>
    internal static List<(ITransformer Part, TransformerScope Scope)> Trim(IReadOnlyList<(ITransformer Part, TransformerScope Scope)> parts)
    {
        var kept = new List<(ITransformer, TransformerScope)>();
        var read = new HashSet<string>();
        bool unknownReader = false;
        for (int i = parts.Count - 1; i >= 0; i--)
        {
            if (parts[i].Part is EncoderTransformer encoder && !unknownReader && read.Contains(encoder.InputColumnName) && !read.Contains(encoder.OutputColumnName))
                continue;
            kept.Insert(0, parts[i]);
            if (parts[i].Part is BatchedTransformer stage)
                read.Add(stage.InputColumnName);
            else
                unknownReader = true;
        }
        return kept;
    }
}
