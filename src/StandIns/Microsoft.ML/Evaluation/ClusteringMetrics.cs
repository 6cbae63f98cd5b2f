namespace Microsoft.ML.Data;

/// <summary>Quality of a clustering.</summary>
public sealed class ClusteringMetrics
{
    /// <summary>The mutual information of clusters and classes over the classes' entropy; NaN with fewer than two classes.</summary>
    public double NormalizedMutualInformation { get; }

    /// <summary>The mean of each row's least score: of k-means, of the squared distances.</summary>
    public double AverageDistance { get; }

    /// <summary>The mean, over clusters, of the worst ratio of two clusters' widths to their distance. 0 when not asked for.</summary>
    public double DaviesBouldinIndex { get; }

    internal ClusteringMetrics(ClusteringCounts counts)
    {
        AverageDistance = counts.SumOfLeastScores / counts.Rows;
        NormalizedMutualInformation = MutualInformation(counts);
        if (counts.Centres != null)
            DaviesBouldinIndex = DaviesBouldin(counts);
    }

    private static double MutualInformation(ClusteringCounts counts)
    {
        if (counts.OfClassAndCluster.Count < 2)
            return double.NaN;
        double information = 0, entropy = 0;
        foreach (double[] ofClass in counts.OfClassAndCluster)
        {
            double classShare = ofClass.Sum() / counts.Rows;
            if (classShare == 0)
                continue;
            entropy -= classShare * Math.Log(classShare);
            for (int c = 0; c < ofClass.Length; c++)
            {
                double share = ofClass[c] / counts.Rows;
                if (share > 0)
                    information += share * Math.Log(share / (classShare * counts.OfCluster[c] / counts.Rows));
            }
        }
        return information / entropy;
    }

    private static double DaviesBouldin(ClusteringCounts counts)
    {
        double sum = 0;
        for (int i = 0; i < counts.Centres.Length; i++)
        {
            double worst = 0;
            for (int j = 0; j < counts.Centres.Length; j++)
            {
                // An empty cluster is no cluster, but counts in the mean.
                if (i == j || counts.OfCluster[i] == 0 || counts.OfCluster[j] == 0)
                    continue;
                double width = counts.Widths[i] / counts.OfCluster[i] + counts.Widths[j] / counts.OfCluster[j];
                worst = Math.Max(worst, width / ClusteringCounts.Distance(counts.Centres[i], counts.Centres[j]));
            }
            sum += worst;
        }
        return sum / counts.Centres.Length;
    }
}
