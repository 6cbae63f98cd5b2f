using System.CommandLine;
using MedSsl.Cli.Display;
using MedSsl.MLNet;

namespace MedSsl.Cli.Commands;

/// <summary><c>medssl import</c>: shows how a weight file from elsewhere is understood, and turns it into this library's safetensors.</summary>
internal sealed class ImportCommand : Command
{
    private readonly Argument<FileInfo> _file = new("FILE") { Description = "torch.save archive (.pth, .pt, .ckpt), safetensors, or model.zip" };
    private readonly Option<FileInfo?> _out = new("--out") { Description = "safetensors file to write; without it, the mapping is shown only" };
    private readonly Option<bool> _all = new("--all") { Description = "list the matched tensors too" };
    private readonly WeightFlags _weights = new();

    public ImportCommand() : base("import", "Read a ResNet's weights that were trained elsewhere, nothing in the file being executed")
    {
        Arguments.Add(_file);
        Options.Add(_out);
        Options.Add(_all);
        _weights.AddTo(this);
        SetAction(CommandLine.Guarded((parsed, _) =>
            Run(parsed.GetValue(_file)!.ToString(), parsed.GetValue(_out)?.ToString(), parsed.GetValue(_all), _weights.Read(parsed))));
    }

    private static void Run(string path, string? target, bool all, EncoderLoadOptions options)
    {
        MappingTable.Write(Encoders.ReadMapping(path, options), all);
        TrainedEncoder encoder = Encoders.Load(path, options);
        if (target is null)
        {
            Messages.Note($"every weight is there and finite; --out FILE writes them, 'medssl train --init {path}' trains from them");
            return;
        }
        encoder.SaveSafetensors(target);
        ResultTables.Written(("encoder", target));
    }
}
