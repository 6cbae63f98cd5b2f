using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

/// <summary>
/// Tiny images of patients with three findings that overlap: a bright blob in the upper half, a dark blob in the lower half, and stripes. Noise, a
/// gradient and the blob's place differ from image to image, the findings from patient to patient.
/// </summary>
internal static class BlobImages
{
    internal const int Size = 32;

    internal sealed class Row
    {
        public string PatientId { get; set; } = "";

        [VectorType(1, Size, Size)]
        public float[] Image { get; set; } = [];

        [VectorType(3)]
        public float[] Labels { get; set; } = [];
    }

    internal sealed class Scored
    {
        public float[] Score { get; set; } = [];

        public float[] Probability { get; set; } = [];

        public bool[] PredictedLabels { get; set; } = [];
    }

    internal static Row[] Rows(int patients, int imagesPerPatient = 2, ulong seed = 1)
    {
        var rows = new Row[patients * imagesPerPatient];
        for (int i = 0; i < rows.Length; i++)
        {
            ulong patient = SampleSeed.Mix(seed, (ulong)(i / imagesPerPatient)), image = SampleSeed.Mix(patient, (ulong)i);
            float[] labels = [.. Enumerable.Range(0, 3).Select(k => SampleSeed.Uniform(patient, k) < 0.4 ? 1f : 0)];
            rows[i] = new() { PatientId = $"{seed}-{i / imagesPerPatient}", Labels = labels, Image = Draw(labels, image) };
        }

        return rows;
    }

    private static float[] Draw(float[] labels, ulong seed)
    {
        double U(int k) => SampleSeed.Uniform(seed, k);
        var image = new float[Size * Size];
        double bx = 8 + 16 * U(0), by = 5 + 6 * U(1), dx = 8 + 16 * U(2), dy = 21 + 6 * U(3), phase = U(4) * 6;
        for (int y = 0; y < Size; y++)
        {
            for (int x = 0; x < Size; x++)
            {
                double value = 0.35 + 0.2 * U(5) + 0.15 * (U(6) - 0.5) * y / Size + 0.08 * (U(100 + y * Size + x) - 0.5);
                value += labels[0] * 0.5 * Math.Exp(-((x - bx) * (x - bx) + (y - by) * (y - by)) / 20);
                value -= labels[1] * 0.4 * Math.Exp(-((x - dx) * (x - dx) + (y - dy) * (y - dy)) / 20);
                value += labels[2] * 0.15 * Math.Sin(y * 1.6 + phase);
                image[y * Size + x] = (float)Math.Clamp(value, 0, 1);
            }
        }

        return image;
    }

    internal static IDataView View(MLContext ml, IEnumerable<Row> rows)
    {
        var definition = SchemaDefinition.Create(typeof(Row));
        VBuffer<ReadOnlyMemory<char>> slots = new(3, ["Bright".AsMemory(), "Dark".AsMemory(), "Stripes".AsMemory()]);
        definition["Labels"].AddAnnotation("SlotNames", slots, new VectorDataViewType(TextDataViewType.Instance, 3));
        return ml.Data.LoadFromEnumerable(rows, definition);
    }

    internal static Scored[] Scores(MLContext ml, IDataView scored)
        => [.. ml.Data.CreateEnumerable<Scored>(scored, reuseRowObject: false, ignoreMissingColumns: false)];

    /// <summary>A quarter-width ResNet-18: 128 features, 0.7 million weights.</summary>
    internal static EncoderSpec Encoder => Encoders.ResNet18(widthMultiplier: 0.25);
}
