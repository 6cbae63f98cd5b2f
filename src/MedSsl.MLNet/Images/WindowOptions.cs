using System.Globalization;

namespace MedSsl.MLNet;

/// <summary>Where the window of a DICOM image comes from.</summary>
public enum WindowSource
{
    /// <summary>The file: its VOI LUT or window; where it has none, the range of its values.</summary>
    File,

    /// <summary>A <see cref="TissueWindow"/>.</summary>
    Tissue,

    /// <summary><see cref="WindowOptions.Centre"/> and <see cref="WindowOptions.Width"/>.</summary>
    Values,

    /// <summary>The values between two percentiles of the image.</summary>
    Percentiles,

    /// <summary>All of the image's values, from the smallest to the largest.</summary>
    Full,
}

/// <summary>
/// Which values of a gray DICOM image are spread from black (0) to white (1); those below and above are black and white. Values are those after the modality
/// LUT or rescale (PS3.3 C.11.1): Hounsfield units for CT. Padding is left out of ranges and percentiles.
/// </summary>
public sealed record WindowOptions
{
    private const double Largest = 1e12;

    /// <summary>Where the window comes from.</summary>
    public WindowSource Source { get; init; }

    /// <summary>Which of the file's windows, or VOI LUTs where it has those: from 1, the first by default. A file that has windows must have this one.</summary>
    public int Index { get; init; } = 1;

    /// <summary>
    /// The file's window or VOI LUT with this explanation, such as <c>LUNG</c>, in capitals or not (tags 0028,1055 and 0028,3003); null (the default) goes by
    /// <see cref="Index"/>.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>The window of <see cref="WindowSource.Tissue"/>, for CT.</summary>
    public TissueWindow Tissue { get; init; } = TissueWindow.SoftTissue;

    /// <summary>The value that becomes middle gray with <see cref="WindowSource.Values"/>: 40 by default, -1e12 to 1e12.</summary>
    public double Centre { get; init; } = 40;

    /// <summary>From black to white with <see cref="WindowSource.Values"/>, as the standard's LINEAR function: 400 by default, 1 to 1e12.</summary>
    public double Width { get; init; } = 400;

    /// <summary>The percentile that becomes black with <see cref="WindowSource.Percentiles"/>: 1 by default, 0 to 100 and below the higher.</summary>
    public double LowPercentile { get; init; } = 1;

    /// <summary>The percentile that becomes white with <see cref="WindowSource.Percentiles"/>: 99 by default, 0 to 100 and above the lower.</summary>
    public double HighPercentile { get; init; } = 99;

    /// <summary>
    /// Reads a window from text: <c>file</c>, <c>file:2</c>, <c>file:LUNG</c>, a <see cref="TissueWindow"/> such as <c>lung</c> or <c>softtissue</c>, centre and width
    /// such as <c>40,400</c>, <c>percentiles:1,99</c>, or <c>full</c>.
    /// </summary>
    /// <param name="text">The text; capitals, spaces, hyphens and underscores do not matter in names of tissues.</param>
    /// <exception cref="ArgumentException">The text is none of these, or a number is out of its range.</exception>
    public static WindowOptions Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (name, rest) = text.IndexOf(':') is var colon and >= 0 ? (text[..colon].Trim(), text[(colon + 1)..].Trim()) : (text.Trim(), null);
        string word = name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        WindowOptions? window = (word.ToUpperInvariant(), rest) switch
        {
            ("FILE", null) => new(),
            ("FILE", { Length: > 0 }) => int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? new() { Index = index } : new() { Name = rest },
            ("FULL", null) => new() { Source = WindowSource.Full },
            ("PERCENTILES", null) => new() { Source = WindowSource.Percentiles },
            ("PERCENTILES", _) when Pair(rest!) is var (low, high) => new() { Source = WindowSource.Percentiles, LowPercentile = low, HighPercentile = high },
            (_, null) when Pair(name) is var (centre, width) => new() { Source = WindowSource.Values, Centre = centre, Width = width },
            (_, null) when Enum.GetNames<TissueWindow>().Contains(word, StringComparer.OrdinalIgnoreCase) => new() { Source = WindowSource.Tissue, Tissue = Enum.Parse<TissueWindow>(word, ignoreCase: true) },
            _ => null,
        };
        if (window is null)
            throw new ArgumentException($"Window is '{text}'; it can be file, file:2, file:NAME, {string.Join(", ", Enum.GetNames<TissueWindow>()).ToLowerInvariant()}, CENTRE,WIDTH such as 40,400, percentiles:1,99 or full.");
        window.Validate();
        return window;
    }

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Validate()
    {
        OptionChecks.Defined(nameof(Source), Source);
        OptionChecks.InRange(nameof(Index), Index, 1, 1000);
        OptionChecks.Defined(nameof(Tissue), Tissue);
        OptionChecks.InRange(nameof(Centre), Centre, -Largest, Largest);
        OptionChecks.InRange(nameof(Width), Width, 1, Largest);
        OptionChecks.InRange(nameof(LowPercentile), LowPercentile, 0, 100);
        OptionChecks.InRange(nameof(HighPercentile), HighPercentile, 0, 100);
        if (LowPercentile >= HighPercentile)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{nameof(LowPercentile)} is {LowPercentile}; it must be below {nameof(HighPercentile)}, {HighPercentile}."));
    }

    private static (double First, double Second)? Pair(string text) =>
        text.Split(',') is [var first, var second]
        && double.TryParse(first, NumberStyles.Float, CultureInfo.InvariantCulture, out double a) && double.TryParse(second, NumberStyles.Float, CultureInfo.InvariantCulture, out double b)
            ? (a, b) : null;
}
