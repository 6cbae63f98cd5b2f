using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

/// <summary>A gray image of 16 × 16 pixels of a patient who has two: the patient is the frequency of a wave, each image has its own phase.</summary>
internal sealed class PatientRow
{
    internal const int Side = 16;

    public string PatientId { get; set; } = "";

    [VectorType(1, Side, Side)]
    public float[] Image { get; set; } = [];

    internal static PatientRow[] Make(int count) => [.. Enumerable.Range(0, count).Select(i => new PatientRow
    {
        PatientId = $"p{i / 2}",
        Image = [.. Enumerable.Range(0, Side * Side).Select(pixel =>
            0.5f + 0.5f * MathF.Sin(pixel % Side * (0.2f + 0.13f * (i / 2)) + pixel / Side * 0.3f * (1 + i / 2 % 3) + i % 2))],
    })];

    internal static IDataView View(MLContext ml, int count) => ml.Data.LoadFromEnumerable(Make(count));
}
