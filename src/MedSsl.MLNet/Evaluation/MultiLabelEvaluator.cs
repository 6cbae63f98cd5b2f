using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>Puts a multi-label evaluation together: ML.NET's metrics and the ranking metrics of every label, then the bootstrap over patients.</summary>
internal static class MultiLabelEvaluator
{
    internal static MultiLabelMetrics Evaluate(MLContext ml, ScoredRows rows, EvaluationOptions options)
    {
        int labels = rows.LabelNames.Length;
        var rankings = new Ranking[labels];
        for (int label = 0; label < labels; label++)
            rankings[label] = Ranking.Of(rows.Scores, rows.Labels, label, labels);

        var bootstrap = new PatientBootstrap(rows.Groups ?? [.. Enumerable.Range(0, rows.Count).Select(row => row.ToString())], options.Seed);
        var intervals = new Intervals(rankings, bootstrap, rows.Count, options);
        var perLabel = rankings.Select((ranking, label) => new LabelMetrics(rows.LabelNames[label], ranking.Positives, ranking.Negatives)
        {
            AreaUnderRocCurve = ranking.IsDefined ? AreaUnderRocCurve.Compute(ranking) : double.NaN,
            AveragePrecision = ranking.IsDefined ? AveragePrecision.Compute(ranking) : double.NaN,
            AreaUnderRocCurveInterval = intervals.Roc[label],
            AveragePrecisionInterval = intervals.Precision[label],
            Stock = ranking.IsDefined ? Stock(ml, rows, ranking, label) : null,
        }).ToArray();

        return new(perLabel)
        {
            MacroAreaUnderRocCurveInterval = intervals.MacroRoc,
            MacroAreaUnderPrecisionRecallCurveInterval = intervals.MacroPrecision,
            Rows = rows.Count,
            RowsWithoutScore = rows.RowsWithoutScore,
            Patients = rows.Groups is null ? null : bootstrap.Patients,
        };
    }

    /// <summary>ML.NET's evaluator on a view of one label: it takes a positive prediction for Score above 0, that is probability above one half.</summary>
    private static CalibratedBinaryClassificationMetrics Stock(MLContext ml, ScoredRows rows, Ranking ranking, int label)
    {
        var view = ml.Data.LoadFromEnumerable(ranking.Rows.Select((row, rank) => new BinaryRow
        {
            Label = ranking.Positive[rank],
            Score = rows.Scores[row * rows.LabelNames.Length + label],
            Probability = Sigmoid.Of(rows.Scores[row * rows.LabelNames.Length + label]),
            PredictedLabel = rows.Scores[row * rows.LabelNames.Length + label] > 0,
        }).ToArray());
        return ml.BinaryClassification.Evaluate(view);
    }

    private sealed class BinaryRow
    {
        public bool Label { get; set; }

        public float Score { get; set; }

        public float Probability { get; set; }

        public bool PredictedLabel { get; set; }
    }

    /// <summary>All intervals from one set of replicates, so that labels and means see the same patients.</summary>
    private sealed class Intervals
    {
        internal Intervals(Ranking[] rankings, PatientBootstrap bootstrap, int rows, EvaluationOptions options)
        {
            Roc = new ConfidenceInterval?[rankings.Length];
            Precision = new ConfidenceInterval?[rankings.Length];
            var defined = Enumerable.Range(0, rankings.Length).Where(label => rankings[label].IsDefined).ToArray();
            if (defined.Length == 0 || options.BootstrapSamples == 0)
                return;

            // [defined label, replicate] and, last, the mean over the defined labels: NaN where one of them has one class in the replicate.
            var roc = Table(defined.Length + 1, options.BootstrapSamples);
            var precision = Table(defined.Length + 1, options.BootstrapSamples);
            var weights = new int[rows];
            for (int replicate = 0; replicate < options.BootstrapSamples; replicate++)
            {
                bootstrap.Weights(replicate, weights);
                for (int i = 0; i < defined.Length; i++)
                {
                    roc[^1][replicate] += (roc[i][replicate] = AreaUnderRocCurve.Compute(rankings[defined[i]], weights)) / defined.Length;
                    precision[^1][replicate] += (precision[i][replicate] = AveragePrecision.Compute(rankings[defined[i]], weights)) / defined.Length;
                }
            }

            for (int i = 0; i < defined.Length; i++)
            {
                Roc[defined[i]] = ConfidenceInterval.Of(roc[i], options.ConfidenceLevel);
                Precision[defined[i]] = ConfidenceInterval.Of(precision[i], options.ConfidenceLevel);
            }

            MacroRoc = ConfidenceInterval.Of(roc[^1], options.ConfidenceLevel);
            MacroPrecision = ConfidenceInterval.Of(precision[^1], options.ConfidenceLevel);
        }

        internal ConfidenceInterval?[] Roc { get; }

        internal ConfidenceInterval?[] Precision { get; }

        internal ConfidenceInterval? MacroRoc { get; }

        internal ConfidenceInterval? MacroPrecision { get; }

        private static double[][] Table(int rows, int columns) => [.. Enumerable.Range(0, rows).Select(_ => new double[columns])];
    }
}
