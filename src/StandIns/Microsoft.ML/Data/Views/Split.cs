using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// Gives each row a fraction from 0 to 1 by which folds are cut: random without a sampling column; otherwise equal for equal values
/// of it. Text and integers are hashed. Floating-point values are only scaled from smallest to largest, and keys taken in order,
/// as the real package does: folds are then ranges of values, not random.
/// </summary>
internal sealed class Split
{
    private static readonly MethodInfo _hash = ((Func<DataViewRow, DataViewSchema.Column, uint, Func<double>>)Hash<int>).Method.GetGenericMethodDefinition();

    private readonly IDataView _data;
    private readonly DataViewSchema.Column? _column;
    private readonly int _seed;
    private readonly Lazy<(double Min, double Max)> _range;

    internal Split(IHostEnvironment env, IDataView data, string samplingKeyColumnName, int? seed)
    {
        _data = data;
        _seed = seed ?? env.SeedOrNull() ?? env.Register(nameof(Split)).Rand.Next();
        _range = new Lazy<(double, double)>(FindRange);
        if (samplingKeyColumnName == null)
            return;
        _column = Check.Find(data.Schema, samplingKeyColumnName, "SamplingKeyColumn", nameof(samplingKeyColumnName));
        if (_column.Value.Type is not PrimitiveDataViewType)
            throw Check.SchemaMismatch("SamplingKeyColumn", samplingKeyColumnName, "a scalar of text, number or key", _column.Value.Type.ToString(), nameof(samplingKeyColumnName));
    }

    /// <summary>The rows whose fraction lies in a range, with the upper bound if it is 1; or all others.</summary>
    internal IDataView Rows(double lower, double upper, bool complement)
    {
        string[] columns = _column is { } column ? [column.Name] : [];
        return new FilterView(_data, Bind, columns, canShuffle: _column != null);

        Func<bool> Bind(DataViewRow row)
        {
            Func<double> fraction = Fraction(row);
            return () =>
            {
                double value = fraction();
                bool inside = lower <= value && (value < upper || upper >= 1);
                return inside != complement;
            };
        }
    }

    private Func<double> Fraction(DataViewRow row)
    {
        if (_column is not { } column)
        {
            // In order, so that each pass gives each row the same number: such a view is never shuffled.
            var random = new Random(_seed);
            return random.NextDouble;
        }
        switch (column.Type)
        {
            case KeyDataViewType:
                return RangeFilter.KeyFractionOf(row, column);
            case NumberDataViewType number when number.RawType == typeof(float) || number.RawType == typeof(double):
                (double min, double max) = _range.Value;
                Func<double> get = RangeFilter.NumberOf(row, column);
                return () => max > min ? (get() - min) / (max - min) : 0;
            case TextDataViewType:
                return HashText(row, column, (uint)_seed);
            default:
                return (Func<double>)Reflected.Call(_hash, column.Type.RawType, row, column, (uint)_seed);
        }
    }

    private (double Min, double Max) FindRange()
    {
        double min = double.PositiveInfinity;
        double max = double.NegativeInfinity;
        using DataViewRowCursor cursor = _data.GetRowCursor([_column.Value]);
        Func<double> get = RangeFilter.NumberOf(cursor, _column.Value);
        while (cursor.MoveNext())
        {
            double value = get();
            min = value < min ? value : min;
            max = value > max ? value : max;
        }
        return (min, max);
    }

    private static Func<double> HashText(DataViewRow row, DataViewSchema.Column column, uint seed)
    {
        var get = row.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> value = default;
        return () =>
        {
            get(ref value);
            return ToFraction(Murmur3.Hash(MemoryMarshal.AsBytes(value.Span), seed));
        };
    }

    private static Func<double> Hash<T>(DataViewRow row, DataViewSchema.Column column, uint seed) where T : unmanaged
    {
        ValueGetter<T> get = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            get(ref value);
            return ToFraction(Murmur3.Hash(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)), seed));
        };
    }

    private static double ToFraction(uint hash) => hash / 4294967296.0;
}

/// <summary>MurmurHash3 for x86, 32 bits: public domain, by Austin Appleby.</summary>
internal static class Murmur3
{
    internal static uint Hash(ReadOnlySpan<byte> bytes, uint seed)
    {
        uint hash = seed;
        int blocks = bytes.Length / 4;
        for (int i = 0; i < blocks; i++)
        {
            hash ^= Scramble(MemoryMarshal.Read<uint>(bytes[(4 * i)..]));
            hash = (uint.RotateLeft(hash, 13) * 5) + 0xE6546B64;
        }
        uint rest = 0;
        for (int i = bytes.Length - 1; i >= 4 * blocks; i--)
            rest = (rest << 8) | bytes[i];
        hash ^= Scramble(rest);
        hash ^= (uint)bytes.Length;
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }

    private static uint Scramble(uint k) => uint.RotateLeft(k * 0xCC9E2D51, 15) * 0x1B873593;
}
