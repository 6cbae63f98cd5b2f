using MedSsl.MLNet;

namespace MedSsl.Cli.Display;

/// <summary>The library's messages name its options; a person at the command line has flags.</summary>
internal static class FlagNames
{
    private static readonly (string Option, string Flag)[] Names =
    [
        ($"leave damaged files out with {nameof(DicomManifestOptions)}.{nameof(DicomManifestOptions.StopOnDamage)} = false", "leave out --stop-on-damage"),
        ($"{nameof(DicomManifestOptions)}.{nameof(DicomManifestOptions.OtherImages)}", "--other-images"),
        ($"{nameof(ImageLoadOptions)}.{nameof(ImageLoadOptions.OnBadImage)} = {nameof(BadImagePolicy.Skip)}", "--on-bad-image skip"),
        ($"{nameof(ImageLoadOptions)}.{nameof(ImageLoadOptions.Frame)}", "--frame"),
        ($"{nameof(ImageLoadOptions)}.{nameof(ImageLoadOptions.Window)}", "--window"),
        ($"{nameof(ManifestOptions)}.{nameof(ManifestOptions.LabelColumns)}", "--labels"),
        ($"leave {nameof(ManifestOptions.Splits)} out", "leave --split out"),
        ($"set {nameof(GroupingOptions.SameImages)} to {nameof(SameImagePolicy.KeepTogether)} or {nameof(SameImagePolicy.Ignore)}", "give --same-images keeptogether or ignore"),
        ($"do not compare images ({nameof(SameImagePolicy)}.{nameof(SameImagePolicy.Ignore)})", "give --same-images ignore or leave out --check-images"),
        ($", or set {nameof(LeakageOptions.AllowImages)}", ", or leave out --check-images"),
    ];

    /// <summary>The message with flags in place of options.</summary>
    public static string Translate(string message) => Names.Aggregate(message, (text, name) => text.Replace(name.Option, name.Flag, StringComparison.Ordinal));
}
