namespace Microsoft.ML.Data;

/// <summary>A row's identity, the same however the rows are shuffled or split between cursors.</summary>
public readonly struct DataViewRowId : IComparable<DataViewRowId>, IEquatable<DataViewRowId>
{
    public readonly ulong Low;
    public readonly ulong High;

    public DataViewRowId(ulong low, ulong high)
    {
        Low = low;
        High = high;
    }

    public int CompareTo(DataViewRowId other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    public bool Equals(DataViewRowId other) => Low == other.Low && High == other.High;

    public override bool Equals(object obj) => obj is DataViewRowId other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Low, High);

    public override string ToString() => $"{High:x16}{Low:x16}";

    public DataViewRowId Combine(DataViewRowId other) => Stir(Low ^ Mix(other.Low + 0x9E3779B97F4A7C15), High ^ Mix(other.High + 0xC2B2AE3D27D4EB4F));

    public DataViewRowId Fork() => Stir(Low + 1, High + 0x9E3779B97F4A7C15);

    public DataViewRowId Next() => Stir(Low + 0xC2B2AE3D27D4EB4F, High + 1);

    private static DataViewRowId Stir(ulong low, ulong high)
    {
        low = Mix(low + (high * 0x9E3779B97F4A7C15));
        return new DataViewRowId(low, Mix(high ^ low));
    }

    // The finaliser of splitmix64: a bijection whose every output bit depends on every input bit.
    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
