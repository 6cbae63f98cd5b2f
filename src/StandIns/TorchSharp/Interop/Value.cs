using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>One argument of an operator. Lives on the stack; objects it refers to stay alive until the call returns.</summary>
internal readonly struct Value
{
    internal readonly Native.Tag Tag;
    internal readonly long Bits;
    internal readonly object? Object;

    private Value(Native.Tag tag, long bits, object? o = null)
    {
        Tag = tag;
        Bits = bits;
        Object = o;
    }

    internal static Value None => default;

    public static implicit operator Value(Tensor? tensor) => tensor is null ? default : new(Native.Tag.Tensor, 0, tensor);
    public static implicit operator Value(long value) => new(Native.Tag.Int, value);
    public static implicit operator Value(long? value) => value is { } v ? v : default(Value);
    public static implicit operator Value(double value) => new(Native.Tag.Double, BitConverter.DoubleToInt64Bits(value));
    public static implicit operator Value(double? value) => value is { } v ? v : default(Value);
    public static implicit operator Value(bool value) => new(Native.Tag.Bool, value ? 1 : 0);
    public static implicit operator Value(ScalarType? type) => type is { } t ? (long)t : default(Value);
    public static implicit operator Value(ScalarType type) => (long)type;
    public static implicit operator Value(string? text) => text is null ? default : new(Native.Tag.String, 0, text);
    public static implicit operator Value(long[]? list) => list is null ? default : new(Native.Tag.IntList, 0, list);
    public static implicit operator Value(double[]? list) => list is null ? default : new(Native.Tag.DoubleList, 0, list);
    public static implicit operator Value(Tensor[] list) => new(Native.Tag.TensorList, 0, list);
    public static implicit operator Value(Generator? generator) => generator is null ? default : new(Native.Tag.Generator, 0, generator);

    public static implicit operator Value(Scalar? scalar) => scalar switch
    {
        null => default,
        { IsFloat: true } => scalar.AsDouble,
        { Type: ScalarType.Bool } => scalar.AsLong != 0,
        _ => scalar.AsLong,
    };

    internal static Value List(IEnumerable<Tensor> list) => new(Native.Tag.TensorList, 0, list as Tensor[] ?? [.. list]);

    internal static Value OptionalList(Tensor?[] list) => new(Native.Tag.OptionalTensorList, 0, list);

    internal static Value ScalarList(double[] list) => new(Native.Tag.ScalarList, 0, list);
}
