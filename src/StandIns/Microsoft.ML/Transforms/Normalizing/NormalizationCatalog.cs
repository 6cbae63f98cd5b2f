using Microsoft.ML.Transforms;

namespace Microsoft.ML;

public static class NormalizationCatalog
{
    public static NormalizingEstimator NormalizeMinMax(this TransformsCatalog catalog, string outputColumnName, string inputColumnName = null,
        long maximumExampleCount = 1000000000, bool fixZero = true)
        => new(catalog.Environment, ConversionsExtensionsCatalog.Pairs(outputColumnName, inputColumnName), maximumExampleCount, fixZero, byMoments: false);

    public static NormalizingEstimator NormalizeMinMax(this TransformsCatalog catalog, InputOutputColumnPair[] columns,
        long maximumExampleCount = 1000000000, bool fixZero = true)
        => new(catalog.Environment, ConversionsExtensionsCatalog.Pairs(columns), maximumExampleCount, fixZero, byMoments: false);

    public static NormalizingEstimator NormalizeMeanVariance(this TransformsCatalog catalog, string outputColumnName, string inputColumnName = null,
        long maximumExampleCount = 1000000000, bool fixZero = true, bool useCdf = false)
        => MeanVariance(catalog, ConversionsExtensionsCatalog.Pairs(outputColumnName, inputColumnName), maximumExampleCount, fixZero, useCdf);

    public static NormalizingEstimator NormalizeMeanVariance(this TransformsCatalog catalog, InputOutputColumnPair[] columns,
        long maximumExampleCount = 1000000000, bool fixZero = true, bool useCdf = false)
        => MeanVariance(catalog, ConversionsExtensionsCatalog.Pairs(columns), maximumExampleCount, fixZero, useCdf);

    private static NormalizingEstimator MeanVariance(TransformsCatalog catalog, (string, string)[] columns, long maximumExampleCount, bool fixZero, bool useCdf)
        => useCdf ? throw new NotSupportedException("This version normalizes by mean and variance without the cumulative distribution: leave useCdf out.")
            : new(catalog.Environment, columns, maximumExampleCount, fixZero, byMoments: true);
}
