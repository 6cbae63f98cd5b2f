using System.CommandLine;
using System.Globalization;
using MedSsl.MLNet;

namespace MedSsl.Cli.Commands;

/// <summary><c>medssl cache</c>: what a cache of prepared images holds, or its removal.</summary>
internal sealed class CacheCommand : Command
{
    private readonly Argument<DirectoryInfo?> _folder = new("folder") { Description = $"the cache's folder [default: {ImageCache.UserFolder}]", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<bool> _clear = new("--clear") { Description = "remove all images from it" };

    public CacheCommand() : base("cache", "Show what a cache of prepared images holds, or empty it")
    {
        Arguments.Add(_folder);
        Options.Add(_clear);
        SetAction(CommandLine.Guarded((parsed, _) => Run(parsed.GetValue(_folder)?.ToString() ?? ImageCache.UserFolder, parsed.GetValue(_clear))));
    }

    private static void Run(string folder, bool clear)
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{folder}: there is no such folder.");
        if (clear)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{folder}: {ImageCache.Clear(folder) / 1e6:0.0} MB removed"));
            return;
        }
        using var cache = new ImageCache(folder);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{folder}: {cache.Count} images, {cache.Bytes / 1e6:0.0} MB"));
    }
}
