using System.Globalization;

namespace StandIns.Tests.MicrosoftML.Trainers;

/// <summary>The data sets of <see cref="SklearnCases"/> as rows.</summary>
internal static class SmallData
{
    internal static readonly string[] Species = ["setosa", "versicolor", "virginica"];

    /// <summary>Name, Features and, a key of the name, Label.</summary>
    internal static IDataView Iris(MLContext ml)
    {
        IDataView rows = ml.Data.LoadFromEnumerable(Rows(SklearnCases.IrisData).Select(r => new IrisRow { Name = Species[(int)r[4]], Features = r[..4] }).ToArray());
        return ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(rows).Transform(rows);
    }

    /// <summary>Features alone, standardised.</summary>
    internal static IDataView BreastCancer(MLContext ml) =>
        ml.Data.LoadFromEnumerable(Rows(SklearnCases.BreastCancerData).Select(r => new CancerRow { Features = r[..5] }).ToArray());

    private static IEnumerable<float[]> Rows(string text) =>
        text.Split('\n').Select(line => line.Split(' ').Select(n => float.Parse(n, CultureInfo.InvariantCulture)).ToArray());

    internal sealed class IrisRow
    {
        public string Name { get; set; } = "";

        [VectorType(4)]
        public float[] Features { get; set; } = [];
    }

    internal sealed class CancerRow
    {
        [VectorType(5)]
        public float[] Features { get; set; } = [];
    }
}
