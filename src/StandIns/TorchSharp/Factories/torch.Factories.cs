namespace TorchSharp;

public static partial class torch
{
    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        Factory.Admit(device, null);
        dtype ??= start.IsFloat || stop.IsFloat || step.IsFloat ? get_default_dtype() : ScalarType.Int64;
        return Factory.Finish(aten.arange_start_step.Call(start, stop, step, dtype), requires_grad);
    }

    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        Factory.Admit(device, null);
        return Factory.Finish(aten.linspace.Call(start, end, steps, dtype ?? get_default_dtype()), requires_grad);
    }

    public static Tensor eye(
        long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        Factory.Admit(device, names);
        return Factory.Finish(aten.eye_m.Call(rows, columns == -1 ? rows : columns, dtype ?? get_default_dtype()), requires_grad);
    }

    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Factory.Like(aten.zeros_like, input, dtype, device, requires_grad);

    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Factory.Like(aten.ones_like, input, dtype, device, requires_grad);

    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Factory.Like(aten.empty_like, input, dtype, device, requires_grad);

    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Factory.Like(aten.rand_like, input, dtype, device, requires_grad);

    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Factory.Like(aten.randn_like, input, dtype, device, requires_grad);

    public static Tensor full_like(
        Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        Factory.Admit(device, names);
        return Factory.Finish(aten.full_like.Call(input, value, dtype), requires_grad);
    }

    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null)
    {
        Factory.Admit(device, null);
        return Factory.Finish(aten.randperm_generator.Call(n, generator, dtype ?? ScalarType.Int64), requires_grad);
    }

    public static Tensor randint(
        long low, long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null)
    {
        Factory.Admit(device, names);
        return Factory.Finish(aten.randint_low_generator.Call(low, high, size, generator, dtype ?? ScalarType.Int64), requires_grad);
    }

    public static Tensor randint(
        long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null) =>
        randint(0, high, size, dtype, device, requires_grad, generator, names);

    public static Tensor randint(
        int low, int high, int[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null) =>
        randint(low, high, Array.ConvertAll(size, s => (long)s), dtype, device, requires_grad, generator, names);

    public static Tensor randint(
        int high, int[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null) =>
        randint(0, high, Array.ConvertAll(size, s => (long)s), dtype, device, requires_grad, generator, names);

    public static Tensor normal(
        double mean, double std, ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null)
    {
        Factory.Admit(device, names);
        var made = aten.empty_memory_format.Call(size.ToArray(), dtype ?? get_default_dtype());
        aten.normal_.Run(made, mean, std, generator);
        return Factory.Finish(made, requires_grad);
    }

    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        return rawArray.GetType().GetElementType() switch
        {
            { } t when t == typeof(float) => Factory.FromArray<float>(rawArray, dtype, device, requires_grad, names),
            { } t when t == typeof(double) => Factory.FromArray<double>(rawArray, dtype, device, requires_grad, names),
            { } t when t == typeof(long) => Factory.FromArray<long>(rawArray, dtype, device, requires_grad, names),
            { } t when t == typeof(int) => Factory.FromArray<int>(rawArray, dtype, device, requires_grad, names),
            { } t when t == typeof(short) => Factory.FromArray<short>(rawArray, dtype, device, requires_grad, names),
            { } t when t == typeof(byte) => Factory.FromArray<byte>(rawArray, dtype, device, requires_grad, names),
            { } t when t == typeof(sbyte) => Factory.FromArray<sbyte>(rawArray, dtype, device, requires_grad, names),
            { } t when t == typeof(bool) => Factory.FromArray<bool>(rawArray, dtype, device, requires_grad, names),
            { } t when t == typeof(Half) => Factory.FromArray<Half>(rawArray, dtype, device, requires_grad, names),
            var t => throw new NotSupportedException($"Creating a tensor from an array of {t?.Name} is not supported."),
        };
    }
}
