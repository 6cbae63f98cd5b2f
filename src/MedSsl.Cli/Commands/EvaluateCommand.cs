using System.CommandLine;
using MedSsl.Cli.Display;
using MedSsl.Cli.Runs;
using MedSsl.MLNet;
using Microsoft.ML;

namespace MedSsl.Cli.Commands;

/// <summary><c>medssl evaluate</c>: a saved model's metrics on a labelled manifest.</summary>
internal sealed class EvaluateCommand : Command
{
    private readonly ScoringFlags _scoring = new();
    private readonly Option<FileInfo?> _out = new("--out") { Description = "file for the metrics as JSON" };

    public EvaluateCommand() : base("evaluate", "Evaluate a saved model on labelled images")
    {
        _scoring.AddTo(this, manifestRequired: true);
        Options.Add(_out);
        SetAction(CommandLine.Guarded((parsed, _) => Run(parsed)));
    }

    private void Run(ParseResult parsed)
    {
        using ScoringRun run = _scoring.Open(parsed);
        MetricsReport report = MetricsReport.Of(run.Context.MultiLabelClassification.Evaluate(run.Scored, "Labels"));
        ResultTables.Metrics("evaluation", report);
        ResultTables.BadImages(run.BadImages);
        if (parsed.GetValue(_out) is { } file)
        {
            RunFolder.WriteJson(file.FullName, report);
            ResultTables.Written(("metrics", file.FullName));
        }
    }
}
