using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

/// <summary>Rows for splits: the same table as tests/peers/split_cases.py makes.</summary>
internal static class PatientCases
{
    internal sealed class Row
    {
        public string PatientId { get; set; } = "";

        public string ImagePath { get; set; } = "";

        public string Class { get; set; } = "";

        [VectorType(4)]
        public float[] Labels { get; set; } = [];
    }

    internal static List<Row> Rows(int patients = 150)
    {
        long state = 1;
        int Draw(int below)
        {
            state = (1103515245 * state + 12345) % (1L << 31);
            return (int)((state >> 8) % below);
        }
        int[] often = [0, 0, 0, 0, 0, 1, 1, 2, 2, 3];
        var rows = new List<Row>();
        for (int patient = 0; patient < patients; patient++)
        {
            int images = 1 + Draw(8), own = often[Draw(10)];
            for (int image = 0; image < images; image++)
            {
                int other = Draw(4), finding = Draw(5) == 0 ? other : own;
                rows.Add(new()
                {
                    PatientId = $"p{patient}",
                    ImagePath = $"p{patient}_{image}.png",
                    Class = $"c{finding}",
                    // Several labels: the class, and two that depend on the patient and the row; some are unknown.
                    Labels = [finding == 0 ? 1 : 0, finding == 1 ? 1 : 0, patient % 7 == 0 ? 1 : 0, rows.Count % 11 == 0 ? float.NaN : rows.Count % 23 == 0 ? 1 : 0],
                });
            }
        }
        return rows;
    }

    /// <summary>A text column's values.</summary>
    internal static string[] Text(IDataView data, string column) =>
        [.. data.GetColumn<ReadOnlyMemory<char>>(data.Schema[column]).Select(text => text.ToString())];
}
