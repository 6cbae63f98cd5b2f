using System.Text.RegularExpressions;
using MedSsl.Cli.Runs;
using MedSsl.MLNet;

namespace MedSsl.Cli.Tests;

/// <summary>metrics.json as the program writes it fits data-schemas/metrics.schema.json, and what it would not write does not.</summary>
public sealed class MetricsSchemaTests : IDisposable
{
    private static readonly MetricsReport.Value Some = new(0.75, 0.5, 1), None = new(double.NaN, double.NaN, double.NaN);
    private static readonly MetricsReport Report = new(Some, Some, ["Mass"],
        [new MetricsReport.Label("Edema", 3, 4, Some, Some, 0.5, double.NaN), new MetricsReport.Label("Mass", 0, 7, None, None, null, null)]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Written<T>(T report)
    {
        RunFolder.WriteJson(_folder["metrics.json"], report);
        return File.ReadAllText(_folder["metrics.json"]);
    }

    [Fact]
    public void A_runs_and_an_evaluations_metrics_fit()
    {
        Written(Report);
        DataSchemas.Check(DataSchemas.Metrics, _folder["metrics.json"]);
        Written(new TrainingReport(Report, null, new Dictionary<string, double> { ["SimCLR"] = 1.5 }, new Dictionary<string, string> { ["a.png"] = "no image" }));
        DataSchemas.Check(DataSchemas.Metrics, _folder["metrics.json"]);
    }

    [Theory]
    [InlineData("\"positives\": 3", "\"positives\": -3", "'test.labels[0].positives' is -3; it must be a whole number from 0.")]
    [InlineData("\"estimate\": 0.75", "\"estimate\": 75", "'test.macroAuroc.estimate' is 75; it must be a number from 0 to 1 or \"NaN\".")]
    [InlineData("\"undefined\"", "\"undefind\"", "there is no field 'test.undefind'. Did you mean 'undefined'?")]
    [InlineData("\"name\": \"Mass\",", "", "'test.labels[1]' has no 'name'. Add it.")]
    [InlineData("\"SimCLR\": 1.5", "\"SimCLR\": \"long\"", "'seconds.SimCLR' is \"long\"; it must be a number from 0.")]
    public void Other_metrics_are_refused_with_line_and_field(string right, string wrong, string message)
    {
        string text = Written(new TrainingReport(Report, Report, new Dictionary<string, double> { ["SimCLR"] = 1.5 }, new Dictionary<string, string>()));
        Assert.Contains(right, text, StringComparison.Ordinal);
        File.WriteAllText(_folder["metrics.json"], new Regex(Regex.Escape(right)).Replace(text, wrong, 1));
        string error = Assert.Throws<InvalidDataException>(() => DataSchemas.Check(DataSchemas.Metrics, _folder["metrics.json"])).Message;
        Assert.Matches("metrics.json, line [0-9]+: ", error);
        Assert.EndsWith(message, error, StringComparison.Ordinal);
    }
}
