using System.CommandLine;
using MedSsl.MLNet;

namespace MedSsl.Cli.Commands;

/// <summary><c>--cache</c>, of the commands that read images.</summary>
internal sealed class CacheFlag
{
    private readonly Option<DirectoryInfo?> _cache = new("--cache") { Description = "folder in which prepared images are kept, for this run and later ones; may be shared; see medssl cache" };

    /// <summary>Adds the flag to a command.</summary>
    public void AddTo(Command command) => command.Options.Add(_cache);

    /// <summary>The folder, or null.</summary>
    public string? Read(ParseResult parsed) => parsed.GetValue(_cache)?.ToString();

    /// <summary>The cache in a folder; null for no folder.</summary>
    public static ImageCache? Open(string? folder) => folder is null ? null : new ImageCache(folder);
}
