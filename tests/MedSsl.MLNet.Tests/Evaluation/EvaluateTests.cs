using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

public class EvaluateTests
{
    private sealed class Row
    {
        public string PatientId { get; set; } = "";

        public uint Site { get; set; }

        [VectorType(3)]
        public float[] Labels { get; set; } = [];

        [VectorType(3)]
        public float[] Score { get; set; } = [];
    }

    private sealed class WrongRow
    {
        public float[] Labels { get; set; } = [];

        [VectorType(2)]
        public float[] Score { get; set; } = [];

        [VectorType(3)]
        public float[] Three { get; set; } = [];

        [VectorType(3)]
        public double[] Doubles { get; set; } = [];
    }

    private static Row[] Rows(int count, int imagesPerPatient = 2)
    {
        var rows = new Row[count];
        for (int i = 0; i < count; i++)
        {
            float Normal(int k) => (float)(Math.Sqrt(-2 * Math.Log(1 - SampleSeed.Uniform((ulong)i, 2 * k))) * Math.Cos(2 * Math.PI * SampleSeed.Uniform((ulong)i, 2 * k + 1)));
            float a = SampleSeed.Uniform((ulong)i, 20) < 0.4 ? 1 : 0, b = SampleSeed.Uniform((ulong)i, 21) < 0.2 ? 1 : 0;
            if (i % 7 == 3)
                b = float.NaN;
            rows[i] = new() { PatientId = $"p{i / imagesPerPatient}", Site = (uint)(i % 5), Labels = [a, b, 0], Score = [Normal(0) + 1.5f * a, Normal(1) + (b == 1 ? 0.8f : 0), Normal(2)] };
        }

        return rows;
    }

    private static MLContext Ml => new(seed: 1);

    private static IDataView View(MLContext ml, IEnumerable<Row> rows, bool names = true)
    {
        var definition = SchemaDefinition.Create(typeof(Row));
        if (names)
        {
            VBuffer<ReadOnlyMemory<char>> slots = new(3, ["Edema".AsMemory(), "Mass".AsMemory(), "Hernia".AsMemory()]);
            definition["Labels"].AddAnnotation("SlotNames", slots, new VectorDataViewType(TextDataViewType.Instance, 3));
        }

        return ml.Data.LoadFromEnumerable(rows, definition);
    }

    [Fact]
    public void Every_label_has_its_areas_its_stock_metrics_and_its_counts()
    {
        var ml = Ml;
        var rows = Rows(200);
        var metrics = ml.MultiLabelClassification.Evaluate(View(ml, rows));
        Assert.Equal(["Edema", "Mass", "Hernia"], metrics.PerLabel.Select(label => label.Name));
        Assert.Equal(["Hernia"], metrics.UndefinedLabels);
        Assert.Equal((200, 0, 100), (metrics.Rows, metrics.RowsWithoutScore, metrics.Patients));
        for (int k = 0; k < 2; k++)
        {
            var known = rows.Where(row => !float.IsNaN(row.Labels[k])).ToArray();
            var label = metrics.PerLabel[k];
            Assert.Equal((known.Count(row => row.Labels[k] == 1), known.Count(row => row.Labels[k] == 0)), (label.Positives, label.Negatives));

            // By definition, over all pairs.
            double pairs = 0;
            foreach (var positive in known.Where(row => row.Labels[k] == 1))
            {
                foreach (var negative in known.Where(row => row.Labels[k] == 0))
                    pairs += positive.Score[k] > negative.Score[k] ? 1 : positive.Score[k] == negative.Score[k] ? 0.5 : 0;
            }

            Assert.Equal(pairs / ((double)label.Positives * label.Negatives), label.AreaUnderRocCurve, 1e-12);
            Assert.Equal(label.AreaUnderRocCurve, label.Stock!.AreaUnderRocCurve, 1e-6);
            Assert.Equal(known.Count(row => row.Score[k] > 0 == (row.Labels[k] == 1)) / (double)known.Length, label.Stock.Accuracy, 1e-9);
            Assert.InRange(label.AreaUnderRocCurve, label.AreaUnderRocCurveInterval!.Lower, label.AreaUnderRocCurveInterval.Upper);
            Assert.InRange(label.AveragePrecision, label.AveragePrecisionInterval!.Lower, label.AveragePrecisionInterval.Upper);
        }

        Assert.Equal((metrics.PerLabel[0].AreaUnderRocCurve + metrics.PerLabel[1].AreaUnderRocCurve) / 2, metrics.MacroAreaUnderRocCurve, 1e-12);
        Assert.Equal((metrics.PerLabel[0].AveragePrecision + metrics.PerLabel[1].AveragePrecision) / 2, metrics.MacroAreaUnderPrecisionRecallCurve, 1e-12);
        Assert.InRange(metrics.MacroAreaUnderRocCurve, metrics.MacroAreaUnderRocCurveInterval!.Lower, metrics.MacroAreaUnderRocCurveInterval.Upper);
        Assert.InRange(metrics.MacroAreaUnderPrecisionRecallCurve, metrics.MacroAreaUnderPrecisionRecallCurveInterval!.Lower, metrics.MacroAreaUnderPrecisionRecallCurveInterval.Upper);
    }

    [Fact]
    public void A_label_with_one_class_is_reported_and_left_out()
    {
        var ml = Ml;
        var hernia = ml.MultiLabelClassification.Evaluate(View(ml, Rows(100))).PerLabel[2];
        Assert.False(hernia.IsDefined);
        Assert.Equal((0, 100), (hernia.Positives, hernia.Negatives));
        Assert.True(double.IsNaN(hernia.AreaUnderRocCurve) && double.IsNaN(hernia.AveragePrecision));
        Assert.Null(hernia.Stock);
        Assert.Null(hernia.AreaUnderRocCurveInterval);
        Assert.Equal("Hernia: undefined, 0 of 100 positive", hernia.ToString());
    }

    [Fact]
    public void All_labels_of_one_class_give_undefined_means_and_no_exception()
    {
        var ml = Ml;
        var rows = Rows(20);
        foreach (var row in rows)
            row.Labels = [1, 0, float.NaN];
        var metrics = ml.MultiLabelClassification.Evaluate(View(ml, rows));
        Assert.Equal(3, metrics.UndefinedLabels.Count);
        Assert.True(double.IsNaN(metrics.MacroAreaUnderRocCurve));
        Assert.Null(metrics.MacroAreaUnderRocCurveInterval);
        Assert.StartsWith("macro AUROC -, macro AUPRC - over 0 labels, 20 images, 10 patients; one class only: Edema, Mass, Hernia", metrics.ToString());
    }

    [Fact]
    public void Patients_with_several_like_images_have_wider_intervals_than_rows()
    {
        var ml = Ml;
        var single = Rows(60);
        var repeated = single.SelectMany((row, i) => Enumerable.Repeat(row, 4).Select(r => new Row { PatientId = $"p{i}", Labels = r.Labels, Score = r.Score })).ToArray();
        double Width(IEnumerable<Row> rows, string? group)
        {
            var view = View(ml, rows);
            var data = group is null ? ml.Transforms.DropColumns("PatientId").Fit(view).Transform(view) : view;
            var interval = ml.MultiLabelClassification.Evaluate(data).PerLabel[0].AreaUnderRocCurveInterval!;
            return interval.Upper - interval.Lower;
        }

        // Four copies of an image say nothing new: by patients the interval stays that of single images; by rows it is half as wide.
        Assert.Equal(Width(single.Select((row, i) => new Row { PatientId = $"p{i}", Labels = row.Labels, Score = row.Score }), "PatientId"), Width(repeated, "PatientId"), 1e-9);
        Assert.Equal(0.5, Width(repeated, null) / Width(repeated, "PatientId"), 0.12);
    }

    [Fact]
    public void Intervals_repeat_with_the_seed_widen_with_the_level_and_can_be_left_out()
    {
        var ml = Ml;
        var view = View(ml, Rows(80));
        ConfidenceInterval? Macro(EvaluationOptions options) => ml.MultiLabelClassification.Evaluate(view, options: options).MacroAreaUnderRocCurveInterval;
        Assert.Equal(Macro(new()), Macro(new()));
        Assert.NotEqual(Macro(new()), Macro(new() { Seed = 2 }));
        Assert.True(Macro(new() { ConfidenceLevel = 0.99 })!.Lower < Macro(new() { ConfidenceLevel = 0.5 })!.Lower);
        Assert.Null(Macro(new() { BootstrapSamples = 0 }));
    }

    [Fact]
    public void Replicates_in_which_a_rare_label_loses_a_class_are_skipped_and_counted()
    {
        var ml = Ml;
        var rows = Rows(60, 1);
        for (int i = 0; i < 60; i++)
            rows[i].Labels[1] = i == 0 ? 1 : 0;
        var interval = ml.MultiLabelClassification.Evaluate(View(ml, rows)).PerLabel[1].AreaUnderRocCurveInterval!;
        Assert.Equal(1000, interval.Samples + interval.Skipped);
        // The one positive is missing with probability (1 - 1/60)^60 = 0.365.
        Assert.InRange(interval.Skipped, 310, 420);
    }

    [Fact]
    public void Rows_without_a_score_are_left_out_and_counted()
    {
        var ml = Ml;
        var rows = Rows(50);
        rows[3].Score = [float.NaN, float.NaN, float.NaN];
        rows[9].Score = [float.NaN, float.NaN, float.NaN];
        var metrics = ml.MultiLabelClassification.Evaluate(View(ml, rows));
        Assert.Equal((48, 2), (metrics.Rows, metrics.RowsWithoutScore));
        Assert.Equal(48, metrics.PerLabel[0].Positives + metrics.PerLabel[0].Negatives);
    }

    [Fact]
    public void A_number_column_can_name_the_group_and_slots_without_names_are_counted()
    {
        var ml = Ml;
        var metrics = ml.MultiLabelClassification.Evaluate(View(ml, Rows(50), names: false), groupColumnName: "Site");
        Assert.Equal(5, metrics.Patients);
        Assert.Equal(3, metrics.PerLabel.Select(label => label.Name).Distinct().Count());
    }

    [Fact]
    public void The_table_has_a_row_a_label_and_the_mean()
    {
        var ml = Ml;
        var table = ml.MultiLabelClassification.Evaluate(View(ml, Rows(80))).ToTable();
        Assert.Equal(["Edema", "Mass", "Hernia", "Macro mean"], table.Select(row => row.Label));
        Assert.Matches(@"^0\.\d{3} \(0\.\d{3}-[01]\.\d{3}\)$", table[0].AreaUnderRocCurve);
        Assert.Equal(("-", "-", 0), (table[2].AreaUnderRocCurve, table[2].AveragePrecision, table[2].Positives));
        Assert.Null(table[3].Positives);
    }

    [Fact]
    public void Bad_input_gives_one_error_that_says_what_to_do()
    {
        var ml = Ml;
        var catalog = ml.MultiLabelClassification;
        string Error(Action action) => Assert.Throws<ArgumentException>(action).Message;
        var view = View(ml, Rows(20));
        Assert.Contains("no label column 'Findings'", Error(() => catalog.Evaluate(view, "Findings")));
        Assert.Contains("no score column 'Logits'", Error(() => catalog.Evaluate(view, scoreColumnName: "Logits")));
        Assert.Contains("no group column 'Person'", Error(() => catalog.Evaluate(view, groupColumnName: "Person")));
        Assert.Contains("must be text, a key or a number", Error(() => catalog.Evaluate(view, groupColumnName: "Score")));
        Assert.Contains("The data to evaluate has no rows", Error(() => catalog.Evaluate(View(ml, []))));
        var skipped = Rows(2);
        skipped[0].Score = skipped[1].Score = [float.NaN, float.NaN, float.NaN];
        Assert.Contains("None of the 2 rows", Error(() => catalog.Evaluate(View(ml, skipped))));
        var wrong = Rows(5);
        wrong[2].Labels = [0, 2, 1];
        Assert.Contains("Row 3 of the data has 2 for label 'Mass' (column 'Labels'); a label is 1, 0 or NaN", Error(() => catalog.Evaluate(View(ml, wrong))));
        var shapes = ml.Data.LoadFromEnumerable(new[] { new WrongRow() });
        Assert.Contains("'Labels' is", Error(() => catalog.Evaluate(shapes)));
        Assert.Contains("must be a vector of Single", Error(() => catalog.Evaluate(shapes, "Doubles")));
        Assert.Contains("has 2 scores and column 'Three' has 3 labels", Error(() => catalog.Evaluate(shapes, "Three")));
        Assert.Contains("BootstrapSamples is 10;", Error(() => catalog.Evaluate(view, options: new() { BootstrapSamples = 10 })));
        Assert.Contains("ConfidenceLevel is 1;", Error(() => catalog.Evaluate(view, options: new() { ConfidenceLevel = 1 })));
    }

    [Fact]
    public void A_thousand_replicates_of_150_rows_and_14_labels_take_well_under_a_second()
    {
        var scores = Enumerable.Range(0, 150 * 14).Select(i => (float)SampleSeed.Uniform(1, i)).ToArray();
        var labels = Enumerable.Range(0, 150 * 14).Select(i => SampleSeed.Uniform(2, i) < 0.3 ? 1f : 0).ToArray();
        var rankings = Enumerable.Range(0, 14).Select(k => Ranking.Of(scores, labels, k, 14)).ToArray();
        var bootstrap = new PatientBootstrap([.. Enumerable.Range(0, 150).Select(i => $"{i / 2}")], 1);
        var weights = new int[150];
        var watch = System.Diagnostics.Stopwatch.StartNew();
        double sum = 0;
        for (int replicate = 0; replicate < 1000; replicate++)
        {
            bootstrap.Weights(replicate, weights);
            foreach (var ranking in rankings)
                sum += AreaUnderRocCurve.Compute(ranking, weights) + AveragePrecision.Compute(ranking, weights);
        }

        Assert.False(double.IsNaN(sum));
        Assert.True(watch.ElapsedMilliseconds < 900, $"{watch.ElapsedMilliseconds} ms");
    }
}
