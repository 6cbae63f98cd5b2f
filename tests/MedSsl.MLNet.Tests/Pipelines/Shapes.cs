using Microsoft.ML;

namespace MedSsl.MLNet.Tests;

/// <summary>Shapes of schemas, as pipelines pass them on before anything is fitted.</summary>
internal static class Shapes
{
    /// <summary>The shape of data with the properties of a class as columns.</summary>
    internal static SchemaShape Of<TRow>(MLContext ml) where TRow : class, new() =>
        ml.Transforms.CustomMapping<NoColumns, TRow>((_, _) => { }, null).GetOutputSchema(new SchemaShape([]));
}
