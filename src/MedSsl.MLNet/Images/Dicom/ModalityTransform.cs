namespace MedSsl.MLNet;

/// <summary>Stored values to values with a meaning, such as Hounsfield units (PS3.3 C.11.1, C.7.6.16.2.9): a line or a table.</summary>
/// <param name="Slope">Rescale slope.</param>
/// <param name="Intercept">Rescale intercept.</param>
/// <param name="Table">The modality LUT, instead of the line.</param>
internal sealed record ModalityTransform(double Slope = 1, double Intercept = 0, LookupTable? Table = null)
{
    /// <summary>Whether what comes out of it may be negative, so that the first value of a VOI LUT is signed (PS3.3 C.11.2.1.1); a table's entries never are.</summary>
    /// <param name="stored">Whether stored values are signed.</param>
    internal bool IsSigned(bool stored) => Table is null && (stored || Intercept < 0);

    /// <summary>The meaning of a stored value.</summary>
    internal double Of(double stored) => Table is null ? stored * Slope + Intercept : Table[stored];
}
