using System.CommandLine;
using MedSsl.Cli.Runs;
using MedSsl.MLNet;

namespace MedSsl.Cli.Commands;

/// <summary>The flags of the commands that score images with a saved model.</summary>
internal sealed class ScoringFlags
{
    private readonly Option<FileInfo> _model = new("--model") { Required = true, Description = "model.zip of a training run" };
    private readonly Option<FileInfo?> _manifest = new("--manifest") { Description = "manifest of the images" };
    private readonly Option<string?> _split = new("--split") { Description = "score only this split of the manifest, for example test" };
    private readonly Option<BadImagePolicy> _onBadImage = new("--on-bad-image") { Description = "stop at a broken image, or skip it and list it at the end" };
    private readonly Argument<FileInfo[]> _images = new("images") { Description = "image files, instead of a manifest", Arity = ArgumentArity.ZeroOrMore };
    private readonly CacheFlag _cache = new();
    private bool _hasImages;

    /// <summary>Adds the flags; single images only where no labels are needed.</summary>
    public void AddTo(Command command, bool manifestRequired)
    {
        _manifest.Required = manifestRequired;
        _hasImages = !manifestRequired;
        foreach (Option option in new Option[] { _model, _manifest, _split, _onBadImage })
            command.Options.Add(option);
        _cache.AddTo(command);
        if (_hasImages)
            command.Arguments.Add(_images);
    }

    /// <summary>Loads the model and sets up the scoring.</summary>
    public ScoringRun Open(ParseResult parsed)
    {
        string[] images = _hasImages ? [.. (parsed.GetValue(_images) ?? []).Select(f => f.ToString())] : [];
        return new ScoringRun(parsed.GetValue(_model)!.ToString(), parsed.GetValue(_manifest)?.ToString(), parsed.GetValue(_split), images, parsed.GetValue(_onBadImage),
            _cache.Read(parsed), needsLabels: !_hasImages);
    }
}
