using MedSsl.MLNet;

namespace MedSsl.Cli.Display;

/// <summary>The library's messages name its options; a person at the command line has flags.</summary>
internal static class FlagNames
{
    private static readonly (string Option, string Flag)[] Names =
    [
        ($"{nameof(ImageLoadOptions)}.{nameof(ImageLoadOptions.OnBadImage)} = {nameof(BadImagePolicy.Skip)}", "--on-bad-image skip"),
        ($"{nameof(ManifestOptions)}.{nameof(ManifestOptions.LabelColumns)}", "--labels"),
        ($"leave {nameof(ManifestOptions.Splits)} out", "leave --split out"),
    ];

    /// <summary>The message with flags in place of options.</summary>
    public static string Translate(string message) => Names.Aggregate(message, (text, name) => text.Replace(name.Option, name.Flag, StringComparison.Ordinal));
}
