namespace FellowOakDicom.IO;

/// <summary>Order of the bytes of a number.</summary>
public struct Endian
{
    public static readonly Endian Little = new(false);
    public static readonly Endian Big = new(true);

    private readonly bool _big;

    private Endian(bool big) => _big = big;

    internal readonly bool IsBig => _big;

    public override bool Equals(object obj) => obj is Endian other && _big == other._big;

    public override int GetHashCode() => _big.GetHashCode();

    public override string ToString() => _big ? "Big Endian" : "Little Endian";

    public static bool operator ==(Endian e1, Endian e2) => e1._big == e2._big;

    public static bool operator !=(Endian e1, Endian e2) => e1._big != e2._big;
}
