using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class ClusteringCatalog
{
    /// <summary>The agreement with classes needs a label column, the Davies-Bouldin index a feature column.</summary>
    public ClusteringMetrics Evaluate(IDataView data, string labelColumnName = null, string scoreColumnName = "Score", string featureColumnName = null)
    {
        Check.Value(data, nameof(data));
        Check.NonEmpty(scoreColumnName, nameof(scoreColumnName));
        if (labelColumnName != null)
            Check.NonEmpty(labelColumnName, nameof(labelColumnName));
        if (featureColumnName != null)
            Check.NonEmpty(featureColumnName, nameof(featureColumnName));
        return new ClusteringMetrics(ClusteringCounts.Read(data, labelColumnName, scoreColumnName, featureColumnName));
    }
}
