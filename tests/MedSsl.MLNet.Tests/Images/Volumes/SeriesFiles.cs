namespace MedSsl.MLNet.Tests;

/// <summary>Writes slices of small series. Voxel x, y of slice k holds 100 k + 8 y + x - 50 after the rescale, which differs from slice to slice.</summary>
internal sealed record SeriesFiles(TemporaryFolder Folder)
{
    internal const int Width = 8, Height = 9;

    internal string Series { get; init; } = "1.2.3.4";

    internal double[] Orientation { get; init; } = [1, 0, 0, 0, 1, 0];

    internal double[] Spacing { get; init; } = [0.75, 0.5];

    internal int Rows { get; init; } = Height;

    internal string Photometric { get; init; } = "MONOCHROME2";

    internal double[]? Window { get; init; }

    /// <summary>The stored value that is no part of the picture.</summary>
    internal int? Padding { get; init; }

    internal static float Value(int x, int y, int k) => 100 * k + 8 * y + x - 50;

    /// <summary>A slice's file.</summary>
    internal string Write(string name, int k, params double[] position) => Folder.Write(name, Bytes(k, position).ToFile());

    internal DicomBytes Bytes(int k, double[] position)
    {
        var bytes = Start();
        if (position.Length > 0)
            bytes.Ds(0x00200032, position);
        bytes.Ds(0x00200037, Orientation);
        Pixels(bytes, Spacing);
        if (Padding is { } padding)
            bytes.Us(0x00280120, padding);
        if (Window is [var centre, var width])
            bytes.Ds(0x00281050, centre).Ds(0x00281051, width);
        double slope = Slope(k), intercept = -1024 - k;
        bytes.Ds(0x00281052, intercept).Ds(0x00281053, slope);
        return bytes.Words(0x7FE00010, [.. from y in Enumerable.Range(0, Rows) from x in Enumerable.Range(0, Width) select Stored(Value(x, y, k), slope, intercept)]);
    }

    /// <summary>All slices in one file, frames in an order of their own.</summary>
    internal string WriteFrames(string name, int[] order, double step)
    {
        var bytes = Pixels(Start(order.Length), null);
        bytes.Sequence(0x52009229, bytes.Item().Sequence(0x00209116, bytes.Item().Ds(0x00200037, Orientation)).Sequence(0x00289110, bytes.Item().Ds(0x00280030, Spacing)));
        bytes.Sequence(0x52009230, [.. order.Select(k => bytes.Item()
            .Sequence(0x00209113, bytes.Item().Ds(0x00200032, 10, 20, 30 + k * step))
            .Sequence(0x00289145, bytes.Item().Ds(0x00281052, -1024).Ds(0x00281053, 1)))]);
        bytes.Words(0x7FE00010, [.. from k in order from y in Enumerable.Range(0, Rows) from x in Enumerable.Range(0, Width) select Stored(Value(x, y, k), 1, -1024)]);
        return Folder.Write(name, bytes.ToFile());
    }

    /// <summary>1 or 0.5: what is stored is whole.</summary>
    private static double Slope(int k) => k % 2 == 0 ? 1 : 0.5;

    private static int Stored(float value, double slope, double intercept) => (int)Math.Round((value - intercept) / slope);

    private DicomBytes Start(int frames = 1)
    {
        Frames = frames;
        return new DicomBytes().Text(0x00080060, "CS", "CT").Text(0x00100010, "PN", "Nobody^Known").Text(0x0020000E, "UI", Series);
    }

    private int Frames { get; set; }

    private DicomBytes Pixels(DicomBytes bytes, double[]? spacing)
    {
        bytes.Us(0x00280002, 1).Text(0x00280004, "CS", Photometric);
        if (Frames > 1)
            bytes.Text(0x00280008, "IS", $"{Frames}");
        bytes.Us(0x00280010, Rows).Us(0x00280011, Width);
        if (spacing is not null)
            bytes.Ds(0x00280030, spacing);
        return bytes.Us(0x00280100, 16).Us(0x00280101, 16).Us(0x00280102, 15).Us(0x00280103, 0);
    }
}
