namespace TorchSharp;

public static partial class torch
{
    public static Tensor roll(Tensor input, (long, long) shifts, (long, long) dims) => input.roll(shifts, dims);

    public static Tensor roll(Tensor input, (long, long, long) shifts, (long, long, long) dims) => input.roll(shifts, dims);

    public static Tensor roll(Tensor input, ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) => input.roll(shifts, dims);

    public static Tensor column_stack(params Tensor[] tensors) => aten.column_stack.Call(Value.List(tensors));

    public static Tensor row_stack(params Tensor[] tensors) => aten.vstack.Call(Value.List(tensors));

    public static Tensor dstack(params Tensor[] tensors) => aten.dstack.Call(Value.List(tensors));

    public static Tensor histc(Tensor input, long bins = 100, long min = 0, long max = 0) => input.histc(bins, min, max);

    public static Tensor normal(Tensor mean, Tensor std, Generator? generator = null) => aten.normal_Tensor_Tensor.Call(mean, std, generator);

    public partial class Tensor
    {
        public Tensor roll((long, long) shifts, (long, long) dims) =>
            aten.roll.Call(this, new[] { shifts.Item1, shifts.Item2 }, new[] { dims.Item1, dims.Item2 });

        public Tensor roll((long, long, long) shifts, (long, long, long) dims) =>
            aten.roll.Call(this, new[] { shifts.Item1, shifts.Item2, shifts.Item3 }, new[] { dims.Item1, dims.Item2, dims.Item3 });

        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) => aten.roll.Call(this, shifts.ToArray(), dims.ToArray());

        public Tensor histc(long bins = 100, long min = 0, long max = 0) => aten.histc.Call(this, bins, min, max);
    }
}
