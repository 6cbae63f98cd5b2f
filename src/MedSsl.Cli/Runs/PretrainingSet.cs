using MedSsl.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.Cli.Runs;

/// <summary>
/// What pretraining sees: the run's own images without the test patients', and further manifests' without theirs. With a supervised term also labels: those
/// that fine-tuning will use, and no others; validation patients' are unknown here.
/// </summary>
internal static class PretrainingSet
{
    /// <param name="own">The run's images that are no test patient's.</param>
    /// <param name="train">The labelled training images.</param>
    /// <param name="testPatients">Left out of the further manifests too.</param>
    public static IDataView Of(MLContext ml, RunOptions options, IDataView own, IDataView train, HashSet<string> testPatients)
    {
        List<Row> rows = [.. ml.Data.CreateEnumerable<Row>(own, reuseRowObject: false, ignoreMissingColumns: true)];
        foreach (string manifest in options.Unlabelled)
            rows.AddRange(ml.Data.CreateEnumerable<Row>(ml.MedicalImages.LoadManifest(manifest, new ManifestOptions { LabelColumns = [] }), reuseRowObject: false, ignoreMissingColumns: true)
                .Where(row => !testPatients.Contains(row.PatientId)));

        if (options.SimClr.LabelColumnName is null && options.Micle.LabelColumnName is null)
            return ml.Data.LoadFromEnumerable<Image>(rows);
        HashSet<string> supervised = LabelledSet.PatientFraction(LabelledSet.Patients(ml, train), options.LabelFraction, options.Seed);
        int labels = ((VectorDataViewType)own.Schema["Labels"].Type).Size;
        foreach (Row row in rows)
            if (row.Labels.Length != labels || !supervised.Contains(row.PatientId))
                row.Labels = [.. Enumerable.Repeat(float.NaN, labels)];
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Labels)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, labels);
        return ml.Data.LoadFromEnumerable(rows, definition);
    }

    private class Image
    {
        public string ImagePath { get; set; } = "";
        public string PatientId { get; set; } = "";
        public string View { get; set; } = "";
        public string StudyId { get; set; } = "";
    }

    private sealed class Row : Image
    {
        public float[] Labels { get; set; } = [];
    }
}
