namespace MedSsl.MLNet;

/// <summary>Which image of a file that holds several is read.</summary>
internal static class FrameChoice
{
    /// <summary>Finds the index, from 0; gives what is wrong, or null.</summary>
    /// <param name="asked">From 1; null where the file should have one.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="name">What they are called: "frames".</param>
    /// <param name="index">The one to read.</param>
    /// <param name="options">The options that say which.</param>
    internal static string? TryFind(int? asked, int count, string name, out int index, string options = nameof(ImageLoadOptions))
    {
        index = (asked ?? 1) - 1;
        return index >= count ? $"it has {count} {name}; number {asked} was asked for"
            : asked is null && count > 1 ? $"it has {count} {name}; say which with {options}.{nameof(ImageLoadOptions.Frame)}, 1 to {count}"
            : null;
    }
}
