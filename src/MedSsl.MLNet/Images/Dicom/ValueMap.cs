namespace MedSsl.MLNet;

/// <summary>What a value after the modality transform becomes: 0 (black) to 1 (white) (PS3.3 C.11.2).</summary>
internal abstract record ValueMap
{
    /// <summary>The gray of a value.</summary>
    internal abstract double Of(double value);
}

/// <summary>How a window becomes gray (PS3.3 C.11.2.1.2 and C.11.2.1.3).</summary>
internal enum WindowFunction
{
    /// <summary>Black up to centre - 0.5 - (width - 1) / 2, white above centre - 0.5 + (width - 1) / 2.</summary>
    Linear,

    /// <summary>Black up to centre - width / 2, white above centre + width / 2.</summary>
    LinearExact,

    /// <summary>1 / (1 + exp(-4 (value - centre) / width)).</summary>
    Sigmoid,
}

/// <summary>A window.</summary>
internal sealed record WindowMap(double Centre, double Width, WindowFunction Function = WindowFunction.Linear) : ValueMap
{
    /// <summary>Whether the standard allows the width.</summary>
    internal bool IsPossible => double.IsFinite(Centre) && double.IsFinite(Width) && (Function == WindowFunction.Linear ? Width >= 1 : Width > 0);

    internal override double Of(double value) => Function switch
    {
        WindowFunction.Sigmoid => 1 / (1 + Math.Exp(-4 * (value - Centre) / Width)),
        WindowFunction.LinearExact => Line(value, Centre, Width),
        _ => Line(value, Centre - 0.5, Width - 1),
    };

    private static double Line(double value, double centre, double width) =>
        value <= centre - width / 2 ? 0 : value > centre + width / 2 ? 1 : (value - centre) / width + 0.5;
}

/// <summary>A VOI LUT.</summary>
internal sealed record TableMap(LookupTable Table) : ValueMap
{
    internal override double Of(double value) => Table[value] / Table.Largest;
}

/// <summary>A range: black at its low end and below, white at its high end and above; all black if it has no width.</summary>
internal sealed record RangeMap(double Low, double High) : ValueMap
{
    internal override double Of(double value) => High > Low ? Math.Clamp((value - Low) / (High - Low), 0, 1) : 0;
}
