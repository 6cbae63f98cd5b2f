using System.Buffers.Binary;

namespace MedSsl.MLNet;

/// <summary>
/// The 348 bytes that a NIfTI-1 file begins with, in either byte order (nifti.nimh.nih.gov, nifti1.h). Affines come out in DICOM's coordinates and mm.
/// </summary>
internal sealed class NiftiHeader
{
    internal const int Length = 348;
    private readonly byte[] _bytes;

    private NiftiHeader(byte[] bytes, bool swap) => (_bytes, Swap) = (bytes, swap);

    /// <summary>Whether the file's byte order is not this machine's.</summary>
    internal bool Swap { get; }

    /// <summary>Whether the values are in a file of their own, .img.</summary>
    internal bool IsPair => _bytes[345] == 'i';

    /// <summary>Of <see cref="NiftiType"/>.</summary>
    internal short Type => Int16(70);

    /// <summary>The byte at which values begin.</summary>
    internal long Offset { get; private set; }

    /// <summary>Value = stored * slope + intercept.</summary>
    internal (double Slope, double Intercept) Scaling { get; private set; } = (1, 0);

    /// <summary>The range that the file says is displayed, or null.</summary>
    internal (double Low, double High)? Displayed => Single(128) is var low && Single(124) is var high && high > low && double.IsFinite(high - low) ? (low, high) : null;

    /// <summary>Volumes in the file.</summary>
    internal int Frames { get; private set; }

    internal VolumeGeometry Geometry { get; private set; } = null!;

    /// <summary>Whether these bytes begin a NIfTI-1 or Analyze header.</summary>
    internal static bool Is(ReadOnlySpan<byte> bytes) => bytes.Length >= Length
        && (BinaryPrimitives.ReadInt32LittleEndian(bytes) == Length || BinaryPrimitives.ReadInt32BigEndian(bytes) == Length);

    /// <exception cref="InvalidDataException">It is no NIfTI-1 header, or contradicts itself.</exception>
    internal static NiftiHeader Read(byte[] bytes)
    {
        if (bytes[344] != 'n' || bytes[345] is not ((byte)'+' or (byte)'i') || bytes[346] != '1' || bytes[347] != 0)
            throw new InvalidDataException("it is no NIfTI-1 file: it has the header of an Analyze 7.5 or unknown file, which does not say how axes run; convert it to NIfTI-1");
        bool little = BinaryPrimitives.ReadInt32LittleEndian(bytes) == Length;
        var header = new NiftiHeader(bytes, little != BitConverter.IsLittleEndian);
        header.ReadSize();
        header.ReadScaling();
        return header;
    }

    private void ReadSize()
    {
        int axes = Int16(40);
        if (axes is < 1 or > 7)
            throw new InvalidDataException($"its header gives {axes} dimensions; 1 to 7 are possible");
        long Side(int axis) => axis <= axes ? Int16(40 + 2 * axis) : 1;
        VolumeSource.CheckSize(Side(1), Side(2), Side(3));
        for (int axis = 4; axis <= 7; axis++)
            if (Side(axis) < 1 || axis > 4 && Side(axis) > 1)
                throw new InvalidDataException($"its dimension {axis} is {Side(axis)}; volumes in time (dimension 4) are read, vectors in each voxel are not");
        int bytes = NiftiType.Size(Type);
        if (bytes == 0)
            throw new InvalidDataException($"its values are {NiftiType.Name(Type)}; integers of 8 to 64 bits, float32 and float64 are read");
        if (Int16(72) != 8 * bytes)
            throw new InvalidDataException($"its header contradicts itself: type {Type} has {8 * bytes} bits a value, not {Int16(72)}");
        Frames = (int)Side(4);
        double offset = Single(108);
        if (!(offset >= 0 && offset <= 1 << 30) || offset != Math.Floor(offset) || !IsPair && offset is > 0 and < 352)
            throw new InvalidDataException($"its header says that values begin at byte {offset}, which cannot be");
        Offset = IsPair || offset > 0 ? (long)offset : 352;
        int[] size = [(int)Side(1), (int)Side(2), (int)Side(3)];
        Geometry = new VolumeGeometry(size, Affine(size));
    }

    private void ReadScaling()
    {
        double slope = Single(112), intercept = Single(116);
        if (slope == 0 || double.IsNaN(slope))
            return;                                                             // the standard's way to say that there is none
        if (!double.IsFinite(slope) || !double.IsFinite(intercept))
            throw new InvalidDataException($"its scaling is {slope} and {intercept}");
        Scaling = (slope, intercept);
    }

    /// <summary>By sform where there is one, else by qform; else axes run to the left, the front and the head from the volume's middle, as nibabel has it.</summary>
    private double[] Affine(int[] size)
    {
        double[] ras;
        if (Int16(254) > 0)
            ras = [.. Enumerable.Range(0, 12).Select(i => (double)Single(280 + 4 * i))];
        else if (Int16(252) > 0)
            ras = OfQuaternion();
        else
        {
            double[] step = [-Side(1), Side(2), Side(3)];
            ras = [step[0], 0, 0, -step[0] * (size[0] - 1) / 2, 0, step[1], 0, -step[1] * (size[1] - 1) / 2, 0, 0, step[2], -step[2] * (size[2] - 1) / 2];
        }
        double unit = (_bytes[123] & 7) switch { 1 => 1000, 3 => 0.001, _ => 1 };
        for (int i = 0; i < 12; i++)
            ras[i] *= i < 8 ? -unit : unit;                                     // right and front to left and back
        return ras;

        double Side(int axis) => Math.Abs(Single(76 + 4 * axis));
    }

    private double[] OfQuaternion()
    {
        double b = Single(256), c = Single(260), d = Single(264), rest = 1 - (b * b + c * c + d * d);
        if (!(rest > -1e-5))
            throw new InvalidDataException($"its quaternion ({b}, {c}, {d}) is longer than 1");
        double a = rest > 0 ? Math.Sqrt(rest) : 0;
        double x = Math.Abs(Single(80)), y = Math.Abs(Single(84)), z = Math.Abs(Single(88)) * (Single(76) < 0 ? -1 : 1);
        return
        [
            (a * a + b * b - c * c - d * d) * x, 2 * (b * c - a * d) * y, 2 * (b * d + a * c) * z, Single(268),
            2 * (b * c + a * d) * x, (a * a + c * c - b * b - d * d) * y, 2 * (c * d - a * b) * z, Single(272),
            2 * (b * d - a * c) * x, 2 * (c * d + a * b) * y, (a * a + d * d - b * b - c * c) * z, Single(276),
        ];
    }

    private short Int16(int at) => Swap == BitConverter.IsLittleEndian ? BinaryPrimitives.ReadInt16BigEndian(_bytes.AsSpan(at)) : BinaryPrimitives.ReadInt16LittleEndian(_bytes.AsSpan(at));

    private float Single(int at) => Swap == BitConverter.IsLittleEndian ? BinaryPrimitives.ReadSingleBigEndian(_bytes.AsSpan(at)) : BinaryPrimitives.ReadSingleLittleEndian(_bytes.AsSpan(at));
}
