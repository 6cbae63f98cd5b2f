using System.CommandLine;
using MedSsl.Cli.Display;
using MedSsl.Cli.Runs;
using MedSsl.MLNet;
using Microsoft.ML;

namespace MedSsl.Cli.Commands;

/// <summary><c>medssl export</c>: an encoder or a classifier for other programs.</summary>
internal sealed class ExportCommand : Command
{
    private readonly Option<FileInfo> _model = new("--model") { Required = true, Description = "model.zip of a training run, or any file that 'medssl import' reads" };
    private readonly Option<FileInfo> _out = new("--out") { Required = true, Description = "file to write: .safetensors (torchvision's names) or .onnx (operator set 17)" };
    private readonly Option<bool> _classifier = new("--classifier") { Description = "ONNX only: with the fine-tuned head, outputs score and probability" };
    private readonly Option<bool> _noMirror = new("--no-mirror") { Description = "with --classifier: score the image alone, not the mean with its mirror image" };

    public ExportCommand() : base("export", "Write a trained encoder as safetensors or ONNX, or a classifier as ONNX")
    {
        foreach (Option option in new Option[] { _model, _out, _classifier, _noMirror })
            Options.Add(option);
        SetAction(CommandLine.Guarded((parsed, _) => Run(parsed.GetValue(_model)!.ToString(), parsed.GetValue(_out)!.ToString(),
            parsed.GetValue(_classifier), parsed.GetValue(_noMirror))));
    }

    private static void Run(string path, string target, bool classifier, bool noMirror)
    {
        bool onnx = Path.GetExtension(target).ToLowerInvariant() switch
        {
            ".onnx" => true,
            ".safetensors" => false,
            _ => throw new ArgumentException($"--out is '{target}'; its name must end in .safetensors or .onnx."),
        };
        if (classifier && !onnx)
            throw new ArgumentException("--classifier goes with .onnx; safetensors hold the encoder only.");
        if (classifier)
        {
            var context = new MLContext();
            ITransformer model = SavedModel.Load(context, path);
            SavedModel.Classifier(model, path).SaveOnnx(target, noMirror ? false : null);
        }
        else if (onnx)
            Encoders.Load(path).SaveOnnx(target);
        else
            Encoders.Load(path).SaveSafetensors(target);
        ResultTables.Written((classifier ? "classifier" : "encoder", target));
    }
}
