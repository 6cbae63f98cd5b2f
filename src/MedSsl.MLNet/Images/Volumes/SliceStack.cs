using System.Globalization;

namespace MedSsl.MLNet;

/// <summary>The slices of a series in the order of their positions along their normal, checked to make one volume.</summary>
internal sealed class SliceStack
{
    /// <summary>Distances may differ from the series' mean by 5 %: positions in files are rounded.</summary>
    private const double Tolerance = 0.05;
    private const double SmallestDistance = 0.01, LargestTurn = 0.002, LargestTilt = 0.02;

    private SliceStack(DicomSlice[] slices, VolumeGeometry geometry) => (Slices, Geometry) = (slices, geometry);

    internal IReadOnlyList<DicomSlice> Slices { get; }

    internal VolumeGeometry Geometry { get; }

    /// <exception cref="DicomFault">The slices make no volume: the message names two of them, and how far apart they are.</exception>
    internal static SliceStack Of(IReadOnlyList<DicomSeriesFile> files)
    {
        var first = files[0].Header;
        long count = files.Sum(f => (long)f.Header.Frames);
        VolumeSource.CheckSize(first.Width, first.Height, count);
        if (count < 2)
            throw new DicomFault("the series has one image; a volume needs two or more. ml.MedicalImages.Load reads single images");
        var slices = files.SelectMany(f => Enumerable.Range(0, f.Header.Frames).Select(frame => new DicomSlice(f, frame))).ToArray();
        CheckAlike(slices);
        double[] normal = slices[0].Normal;
        slices = [.. slices.OrderBy(s => s.Along(normal)).ThenBy(s => s.File.Path, StringComparer.Ordinal).ThenBy(s => s.Frame)];
        double[] step = CheckSteps(slices, normal);
        return new(slices, Place(slices[0], step, slices.Length));
    }

    private static void CheckAlike(DicomSlice[] slices)
    {
        var first = slices[0];
        foreach (var other in slices)
        {
            var (a, b) = (first.File.Header, other.File.Header);
            if (!b.IsGray)
                throw new DicomFault($"{other.Name} is no gray image: volumes have one value a voxel");
            if ((a.Width, a.Height) != (b.Width, b.Height))
                throw new DicomFault($"{first.Name} has {a.Width} x {a.Height} pixels, {other.Name} {b.Width} x {b.Height}");
            if (a.Photometric != b.Photometric)
                throw new DicomFault($"{first.Name} is {a.Photometric}, {other.Name} {b.Photometric}");
            if (first.Turned(other) > LargestTurn)
                throw new DicomFault(Text($"{first.Name} and {other.Name} lie at an angle of {Degrees(first.Turned(other)):0.##} degrees: they are no parallel slices"));
            if (Math.Abs(first.RowSpacing / other.RowSpacing - 1) > 1e-3 || Math.Abs(first.ColumnSpacing / other.ColumnSpacing - 1) > 1e-3)
                throw new DicomFault(Text($"{first.Name} has pixels of {first.RowSpacing:0.####} x {first.ColumnSpacing:0.####} mm, {other.Name} of {other.RowSpacing:0.####} x {other.ColumnSpacing:0.####} mm"));
        }
    }

    private static double[] CheckSteps(DicomSlice[] slices, double[] normal)
    {
        var (first, last) = (slices[0], slices[^1]);
        double[] gaps = [.. slices.Zip(slices.Skip(1), (a, b) => b.Along(normal) - a.Along(normal))];
        double usual = gaps.Order().ElementAt(gaps.Length / 2);
        for (int i = 0; i < gaps.Length; i++)
            if (gaps[i] < SmallestDistance)
                throw new DicomFault(Text($"{slices[i].Name} and {slices[i + 1].Name} are at one place, {Math.Abs(gaps[i]):0.####} mm apart: the series has slices twice, or several volumes"));
        for (int i = 0; i < gaps.Length; i++)
            if (Math.Abs(gaps[i] - usual) > Tolerance * usual)
                throw new DicomFault(Text(
                    $"{slices[i].Name} and {slices[i + 1].Name} are {gaps[i]:0.####} mm apart, other slices {usual:0.####} mm: {(gaps[i] > 1.5 * usual ? "slices are missing" : "distances differ")}"));
        double[] step = [.. Enumerable.Range(0, 3).Select(k => (last.Position[k] - first.Position[k]) / gaps.Length)];
        double tilt = Math.Acos(Math.Clamp(DicomSlice.Dot(step, normal) / DicomSlice.Length(step), -1, 1));
        if (tilt > LargestTilt)
            throw new DicomFault(Text($"{first.Name} to {last.Name} run at {Degrees(tilt):0.##} degrees to the slices' normal, as with a tilted gantry: such volumes are not read"));
        for (int i = 1; i < slices.Length; i++)
        {
            double[] off = [.. Enumerable.Range(0, 3).Select(k => slices[i].Position[k] - first.Position[k] - i * step[k])];
            double along = DicomSlice.Dot(off, normal), aside = Math.Sqrt(Math.Max(0, DicomSlice.Dot(off, off) - along * along));
            if (aside > Math.Max(0.1, Tolerance * usual))
                throw new DicomFault(Text($"{slices[i].Name} is {aside:0.####} mm to the side of the line from {first.Name} to {last.Name}"));
        }
        return step;
    }

    private static VolumeGeometry Place(DicomSlice first, double[] step, int count)
    {
        var affine = new double[12];
        for (int row = 0; row < 3; row++)
        {
            affine[4 * row] = first.RowDirection[row] * first.ColumnSpacing;
            affine[4 * row + 1] = first.ColumnDirection[row] * first.RowSpacing;
            affine[4 * row + 2] = step[row];
            affine[4 * row + 3] = first.Position[row];
        }
        return new([first.File.Header.Width, first.File.Header.Height, count], affine);
    }

    private static double Degrees(double radians) => radians * 180 / Math.PI;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
