using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

/// <summary>A row with an image of 1x2x2.</summary>
internal sealed class ImageRow
{
    public string Id { get; set; } = "";

    [VectorType(1, 2, 2)]
    public float[] Image { get; set; } = [];

    /// <summary>Row i holds [i, i + 1, i + 2, i + 3], whose sum is 4 i + 6.</summary>
    internal static ImageRow[] Make(int count) => [.. Enumerable.Range(0, count).Select(i => new ImageRow { Id = $"{i}", Image = [i, i + 1, i + 2, i + 3] })];
}
