using System.Security.Cryptography;
using System.Text;
using MedSsl.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.Cli.Runs;

/// <summary>The views of a run: what pretraining sees, what fine-tuning sees, what is evaluated. All splits are by patient.</summary>
internal sealed record LabelledSet(IDataView Unlabelled, IDataView Train, IDataView? Validation, IDataView Test)
{
    private const double TestFraction = 0.25;

    /// <summary>Reads the manifests and splits by patient: by the split column where there is one, else a quarter of the images, stratified by label, for testing.</summary>
    public static LabelledSet Read(MLContext ml, RunOptions options)
    {
        MedicalImagesCatalog images = ml.MedicalImages;
        IDataView all = images.LoadManifest(options.Manifest, new ManifestOptions { LabelColumns = options.Labels });
        IDataView notTest, train, test;
        IDataView? validation = null;
        if (all.Schema.GetColumnOrNull("Labels") is null)
            throw new InvalidDataException($"{options.Manifest}: there is no label column; add one or more, with 1 (present), 0 (absent) or nothing (unknown).");
        if (all.Schema.GetColumnOrNull("Split") is null)
        {
            DataSplit split = images.Split(all, new() { Train = 1 - TestFraction, Validation = 0, Test = TestFraction, SameImages = SameImagePolicy.Ignore, Seed = options.Seed });
            (notTest, train, test) = (split.Train, split.Train, split.Test);
        }
        else
        {
            notTest = ml.Data.FilterByCustomPredicate<SplitRow>(all, row => row.Is("test"));
            train = ml.Data.FilterByCustomPredicate<SplitRow>(all, row => !row.Is("train"));
            validation = ml.Data.FilterByCustomPredicate<SplitRow>(all, row => !row.Is("validation"));
            test = ml.Data.FilterByCustomPredicate<SplitRow>(all, row => !row.Is("test"));
            RequirePatients(ml, options, test, "test");
            RequirePatients(ml, options, train, "train");
            if (Patients(ml, validation).Count == 0)
                validation = null;
        }
        IDataView labelled = Labelled(ml, train);
        var set = new LabelledSet(PretrainingSet.Of(ml, options, notTest, labelled, Patients(ml, test)), labelled, validation, Labelled(ml, test));
        if (options.CheckImages)
        {
            images.CheckSplit(set.Train, set.Test, set.Validation);
            // Pretraining must not have seen a test image either, under another name or in a further manifest.
            images.CheckSplit(set.Unlabelled, set.Test);
        }
        return set;
    }

    private static void RequirePatients(MLContext ml, RunOptions options, IDataView part, string name)
    {
        if (Patients(ml, part).Count == 0)
            throw new InvalidDataException($"{options.Manifest}: column 'split' has no row '{name}'. Its values are train, validation and test; 'medssl split' makes such a column, and without one a quarter of the images, by patient, is for testing.");
    }

    /// <summary>Keeps the training labels of a share of the patients, the same ones for a seed whatever the order of the manifest.</summary>
    public IDataView TrainFraction(MLContext ml, double fraction, int seed)
    {
        HashSet<string> patients = Patients(ml, Train), kept = PatientFraction(patients, fraction, seed);
        return kept.Count == patients.Count ? Train : ml.Data.FilterByCustomPredicate<PatientRow>(Train, row => !kept.Contains(row.PatientId));
    }

    /// <summary>A share of some patients, the same ones for a seed whatever their order; smaller shares are part of larger ones.</summary>
    public static HashSet<string> PatientFraction(IEnumerable<string> patients, double fraction, int seed)
    {
        CheckFraction(fraction);
        List<string> sorted = [.. patients];
        sorted.Sort((a, b) => Draw(a, seed).CompareTo(Draw(b, seed)));
        return [.. sorted.Take((int)Math.Ceiling(fraction * sorted.Count))];
    }

    /// <summary>A share of the labelled patients: above 0 up to 1.</summary>
    public static void CheckFraction(double fraction)
    {
        if (!(fraction > 0 && fraction <= 1))
            throw new ArgumentException(FormattableString.Invariant($"The label fraction is {fraction}; it can be above 0 up to 1."));
    }

    /// <summary>The distinct patients of a view.</summary>
    public static HashSet<string> Patients(MLContext ml, IDataView view) =>
        [.. ml.Data.CreateEnumerable<PatientRow>(view, reuseRowObject: true).Select(row => row.PatientId)];

    private static IDataView Labelled(MLContext ml, IDataView view) =>
        ml.Data.FilterByCustomPredicate<LabelRow>(view, row => row.Labels.All(float.IsNaN));

    private static ulong Draw(string patient, int seed) =>
        BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{seed}:{patient}"))));

    private sealed class PatientRow
    {
        public string PatientId { get; set; } = "";
    }

    private sealed class SplitRow
    {
        public string Split { get; set; } = "";

        public bool Is(string split) => string.Equals(Split, split, StringComparison.OrdinalIgnoreCase) || split == "validation" && Split is "val" or "valid";
    }

    private sealed class LabelRow
    {
        public float[] Labels { get; set; } = [];
    }
}
