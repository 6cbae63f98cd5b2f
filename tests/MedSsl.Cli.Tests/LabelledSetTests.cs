using MedSsl.Cli.Runs;
using Microsoft.ML;

namespace MedSsl.Cli.Tests;

/// <summary>Which images a run trains on and which it is tested on.</summary>
public sealed class LabelledSetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>4 of 40 patients have the label: a draw among patients leaves the test set without any in 3 seeds of 10 (0.75^4 = 0.32).</summary>
    [Fact]
    public void Without_a_split_column_a_quarter_is_for_testing_with_its_share_of_a_rare_label()
    {
        File.WriteAllLines(_folder["m.csv"], ["image_path,patient_id,Mass", .. Enumerable.Range(0, 80).Select(i => $"{i}.png,p{i / 2},{(i / 2 % 10 == 3 ? 1 : 0)}")]);
        for (int seed = 1; seed <= 10; seed++)
        {
            var ml = new MLContext(seed);
            LabelledSet set = LabelledSet.Read(ml, new RunOptions { Manifest = _folder["m.csv"], Seed = seed });
            Row[] train = Rows(ml, set.Train), test = Rows(ml, set.Test);
            Assert.Equal((60, 20), (train.Length, test.Length));
            Assert.Empty(train.Select(r => r.PatientId).Intersect(test.Select(r => r.PatientId)));
            Assert.Equal(2, test.Count(r => r.Labels[0] == 1));
            Assert.Null(set.Validation);
            Assert.Equal(60, Rows(ml, set.Unlabelled, labels: false).Length);
            // The same again for the same seed: a run that is resumed goes on with the same images.
            Assert.Equal(test.Select(r => r.ImagePath), Rows(ml, LabelledSet.Read(new MLContext(7), new RunOptions { Manifest = _folder["m.csv"], Seed = seed }).Test).Select(r => r.ImagePath));
        }
    }

    private static Row[] Rows(MLContext ml, IDataView view, bool labels = true) => [.. ml.Data.CreateEnumerable<Row>(view, reuseRowObject: false, ignoreMissingColumns: !labels)];

    private sealed class Row
    {
        public string ImagePath { get; set; } = "";

        public string PatientId { get; set; } = "";

        public float[] Labels { get; set; } = [];
    }
}
