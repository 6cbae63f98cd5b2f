using FellowOakDicom;

namespace MedSsl.MLNet;

/// <summary>One slice of a series: an image file, or a frame of one, and where it is in the patient (PS3.3 C.7.6.2).</summary>
internal sealed class DicomSlice
{
    private readonly double[] _position, _rowDirection, _columnDirection;

    /// <exception cref="DicomFault">It does not say where it is.</exception>
    internal DicomSlice(DicomSeriesFile file, int frame)
    {
        (File, Frame) = (file, frame);
        Groups = new FunctionalGroups(file.Dataset, frame);
        _position = Numbers(Groups.Find(DicomTag.PlanePositionSequence), DicomTag.ImagePositionPatient, 3, "position in the patient (0020,0032)");
        double[] directions = Numbers(Groups.Find(DicomTag.PlaneOrientationSequence), DicomTag.ImageOrientationPatient, 6, "orientation in the patient (0020,0037)");
        (_rowDirection, _columnDirection) = (directions[..3], directions[3..]);
        double[] spacing = Numbers(Groups.Find(DicomTag.PixelMeasuresSequence), DicomTag.PixelSpacing, 2, "pixel spacing (0028,0030)");
        (RowSpacing, ColumnSpacing) = (spacing[0], spacing[1]);
        Normal = Cross(_rowDirection, _columnDirection);
        if (Math.Abs(Length(_rowDirection) - 1) > 0.01 || Math.Abs(Length(_columnDirection) - 1) > 0.01 || Math.Abs(Length(Normal) - 1) > 0.01)
            throw new DicomFault($"the orientation in the patient of {Name} is no pair of directions at right angles");
        if (!(RowSpacing > 0) || !(ColumnSpacing > 0))
            throw new DicomFault($"the pixel spacing of {Name} is not positive");
    }

    internal DicomSeriesFile File { get; }

    /// <summary>From 0.</summary>
    internal int Frame { get; }

    internal FunctionalGroups Groups { get; }

    /// <summary>The corner's centre in mm.</summary>
    internal IReadOnlyList<double> Position => _position;

    /// <summary>Along a row: to where columns run.</summary>
    internal IReadOnlyList<double> RowDirection => _rowDirection;

    /// <summary>Along a column: to where rows run.</summary>
    internal IReadOnlyList<double> ColumnDirection => _columnDirection;

    /// <summary>At right angles to both.</summary>
    internal double[] Normal { get; }

    /// <summary>From row to row in mm.</summary>
    internal double RowSpacing { get; }

    /// <summary>From column to column in mm.</summary>
    internal double ColumnSpacing { get; }

    /// <summary>For messages.</summary>
    internal string Name => File.Header.Frames > 1 ? $"frame {Frame + 1} of '{File.Name}'" : $"'{File.Name}'";

    /// <summary>How far along a normal it is.</summary>
    internal double Along(double[] normal) => Dot(_position, normal);

    /// <summary>The greatest difference of directions: the sine of the angle, for small ones.</summary>
    internal double Turned(DicomSlice other) => Math.Max(Distance(_rowDirection, other._rowDirection), Distance(_columnDirection, other._columnDirection));

    internal static double Dot(IReadOnlyList<double> a, IReadOnlyList<double> b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

    internal static double Length(IReadOnlyList<double> a) => Math.Sqrt(Dot(a, a));

    private static double Distance(double[] a, double[] b) => Length([a[0] - b[0], a[1] - b[1], a[2] - b[2]]);

    private static double[] Cross(double[] a, double[] b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];

    private double[] Numbers(DicomDataset dataset, DicomTag tag, int count, string what)
    {
        if (dataset.Count(tag) != count)
            throw new DicomFault($"{Name} has no {what}: its place in a volume is not known");
        return [.. Enumerable.Range(0, count).Select(i => dataset.Number(tag, i)!.Value)];
    }
}
