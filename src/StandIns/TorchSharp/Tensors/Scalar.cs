using static TorchSharp.torch;

namespace TorchSharp;

public sealed class Scalar : IDisposable
{
    private readonly long _integer;
    private readonly double _real;

    internal Scalar(long value, ScalarType type)
    {
        _integer = value;
        _real = value;
        Type = type;
    }

    internal Scalar(double value, ScalarType type)
    {
        _real = value;
        IsFloat = true;
        Type = type;
    }

    public ScalarType Type { get; }

    internal bool IsFloat { get; }

    internal double AsDouble => _real;

    internal long AsLong => IsFloat ? (long)_real : _integer;

    public static implicit operator Scalar(byte value) => new(value, ScalarType.Byte);
    public static implicit operator Scalar(sbyte value) => new(value, ScalarType.Int8);
    public static implicit operator Scalar(short value) => new(value, ScalarType.Int16);
    public static implicit operator Scalar(int value) => new(value, ScalarType.Int32);
    public static implicit operator Scalar(long value) => new(value, ScalarType.Int64);
    public static implicit operator Scalar(Half value) => new((double)value, ScalarType.Float16);
    public static implicit operator Scalar(float value) => new(value, ScalarType.Float32);
    public static implicit operator Scalar(double value) => new(value, ScalarType.Float64);
    public static implicit operator Scalar(bool value) => new(value ? 1 : 0, ScalarType.Bool);

    public void Dispose()
    {
    }
}
