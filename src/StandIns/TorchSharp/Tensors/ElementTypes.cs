using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Which .NET type holds which element type.</summary>
internal static class ElementTypes
{
    internal static ScalarType Of<T>()
    {
        if (typeof(T) == typeof(float))
        {
            return ScalarType.Float32;
        }

        return typeof(T) == typeof(double) ? ScalarType.Float64
            : typeof(T) == typeof(long) ? ScalarType.Int64
            : typeof(T) == typeof(int) ? ScalarType.Int32
            : typeof(T) == typeof(short) ? ScalarType.Int16
            : typeof(T) == typeof(byte) ? ScalarType.Byte
            : typeof(T) == typeof(sbyte) ? ScalarType.Int8
            : typeof(T) == typeof(bool) ? ScalarType.Bool
            : typeof(T) == typeof(Half) ? ScalarType.Float16
            : typeof(T) == typeof(System.Numerics.Complex) ? ScalarType.ComplexFloat64
            : typeof(T) == typeof((float, float)) ? ScalarType.ComplexFloat32
            : throw new ArgumentException($"No tensor holds elements of type {typeof(T).Name}.");
    }
}
