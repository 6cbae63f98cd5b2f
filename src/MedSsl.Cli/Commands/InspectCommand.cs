using System.CommandLine;
using System.Globalization;
using MedSsl.Cli.Display;
using MedSsl.Cli.Runs;
using MedSsl.MLNet;
using Microsoft.ML;
using Spectre.Console;

namespace MedSsl.Cli.Commands;

/// <summary><c>medssl inspect</c>: what a saved model is made of.</summary>
internal sealed class InspectCommand : Command
{
    private readonly Option<FileInfo> _model = new("--model") { Required = true, Description = "model.zip of a training run" };

    public InspectCommand() : base("inspect", "Show what a saved model is made of")
    {
        Options.Add(_model);
        SetAction(CommandLine.Guarded((parsed, _) => Run(parsed.GetValue(_model)!.ToString())));
    }

    private static void Run(string path)
    {
        var context = new MLContext();
        ITransformer model = SavedModel.Load(context, path);
        Table table = ResultTables.New(Path.GetFileName(path), "Stage", "Details");
        table.Columns[1].Alignment = Justify.Left;
        foreach (ITransformer stage in SavedModel.Stages(model))
            table.AddRow(Markup.Escape(stage.GetType().Name.Replace("Transformer", "")), Markup.Escape(Details(stage)));
        AnsiConsole.Write(table);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}: {new FileInfo(path).Length / 1e6:0.0} MB"));
    }

    private static string Details(ITransformer stage) => stage switch
    {
        ImageLoadingTransformer load => $"{load.InputColumnName} -> {load.OutputColumnName}: {load.Channels} x {load.Size} x {load.Size}",
        VolumeLoadingTransformer load => $"{load.InputColumnName} -> {load.OutputColumnName}: 1 x {load.Depth} x {load.Height} x {load.Width}",
        EncoderTransformer encoder => $"{encoder.Encoder.ImageColumnName} -> {encoder.OutputColumnName}: {Describe(encoder.Encoder)}",
        MultiLabelTransformer classifier => $"{Describe(classifier.Encoder)}\nlabels: {string.Join(", ", classifier.LabelNames)}",
        _ => "",
    };

    private static string Describe(TrainedEncoder encoder) => string.Create(CultureInfo.InvariantCulture,
        $"{encoder.Spec.Architecture}, width {encoder.Spec.WidthMultiplier}{(encoder.Spec.SmallImageStem ? ", small-image stem" : "")}, {encoder.Channels} x {encoder.Height} x {encoder.Width} pixels, {encoder.FeatureSize} features");
}
