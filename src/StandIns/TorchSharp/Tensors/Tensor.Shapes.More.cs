namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => expand(sizes.ToArray(), isImplicit);

        public Tensor permute(IEnumerable<long> permutation) => permute([.. permutation]);

        public Tensor squeeze(long? dim = null) => dim is { } d ? aten.squeeze_dim.Call(this, d) : aten.squeeze.Call(this);

        public Tensor squeeze_(long? dim = null) => dim is { } d ? aten.squeeze__dim.InPlace(this, d) : aten.squeeze_.InPlace(this);

        public Tensor roll(long shifts, long? dims = null) => aten.roll.Call(this, new[] { shifts }, dims is { } d ? [d] : Array.Empty<long>());

        public Tensor rot90(long k = 1, (long, long)? dims = null)
        {
            var (first, second) = dims ?? (0, 1);
            return aten.rot90.Call(this, k, new[] { first, second });
        }

        public Tensor[] split(long size, int dim = 0) => aten.split_Tensor.CallList(this, size, (long)dim);

        public Tensor[] split(long[] sizes, long dim = 0) => aten.split_with_sizes.CallList(this, sizes, dim);

        public Tensor[] split(params long[] sizes) => split(sizes, 0L);

        public Tensor slice(long dim, long start, long finish, long step) => aten.slice_Tensor.Call(this, dim, start, finish, step);

        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0) => aten.as_strided.Call(this, size, strides, storageOffset);

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            aten.sort_stable.Call2(this, stable, dim, descending);

        public Tensor tensordot(Tensor b, long dims = 2) => tensordot(
            b, [.. Enumerable.Range(0, (int)dims).Select(i => Dimensions - dims + i)], [.. Enumerable.Range(0, (int)dims).Select(i => (long)i)]);

        public IList<Tensor> nonzero_as_list() => aten.nonzero_numpy.CallList(this);

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => aten.div_Tensor_mode.Call(this, target, Name(rounding_mode));

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => aten.div_Scalar_mode.Call(this, target, Name(rounding_mode));

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => aten.div__Tensor_mode.InPlace(this, target, Name(rounding_mode));

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => aten.div__Scalar_mode.InPlace(this, target, Name(rounding_mode));

        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);

        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);

        private static string? Name(RoundingMode mode) => mode is RoundingMode.None ? null : mode.ToString();
    }

    public static Tensor div(Tensor left, Tensor right, RoundingMode rounding_mode = RoundingMode.None) => left.div(right, rounding_mode);

    public static Tensor div(Tensor left, Scalar right, RoundingMode rounding_mode = RoundingMode.None) => left.div(right, rounding_mode);

    public static Tensor squeeze(Tensor input, long? dim = null) => input.squeeze(dim);

    public static Tensor roll(Tensor input, long shifts, long? dims = null) => input.roll(shifts, dims);

    public static Tensor rot90(Tensor input, long k = 1, (long, long)? dims = null) => input.rot90(k, dims);

    public static Tensor[] split(Tensor tensor, long[] split_size_or_sections, long dim = 0) => tensor.split(split_size_or_sections, dim);

    public static (Tensor values, Tensor indices) sort(Tensor input, long dim = -1, bool descending = false, bool stable = false) =>
        input.sort(dim, descending, stable);

    public static Tensor tensordot(Tensor a, Tensor b, long dims = 2) => a.tensordot(b, dims);

    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => aten.cat.Call(Value.List(tensors), dim);

    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor concatenate(IList<Tensor> tensors, long axis = 0) => cat(tensors, axis);

    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => aten.stack.Call(Value.List(tensors), dim);

    public static Tensor hstack(IList<Tensor> tensors) => aten.hstack.Call(Value.List(tensors));

    public static Tensor vstack(IList<Tensor> tensors) => aten.vstack.Call(Value.List(tensors));

    public static Tensor einsum(string equation, params Tensor[] tensors) => aten.einsum.Call(equation, tensors);

    public static IList<Tensor> broadcast_tensors(params Tensor[] tensors) => aten.broadcast_tensors.CallList(tensors);

    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij") => aten.meshgrid_indexing.CallList(Value.List(tensors), indexing);

    public static Tensor cdist(
        Tensor x1, Tensor x2, double p = 2, compute_mode compute_mode = compute_mode.use_mm_for_euclid_dist_if_necessary) =>
        aten.cdist.Call(x1, x2, p, (long)compute_mode);

#nullable disable
    public static Tensor searchsorted(Tensor sorted_sequence, Tensor values, bool out_int32 = false, bool right = false, Tensor sorter = null) =>
        aten.searchsorted_Tensor.Call(sorted_sequence, values, out_int32, right, Value.None, sorter);
#nullable restore

    public static Tensor tril_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null)
    {
        Factory.Admit(device, null);
        return aten.tril_indices.Call(row, col, offset, dtype);
    }

    public static Tensor triu_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null)
    {
        Factory.Admit(device, null);
        return aten.triu_indices.Call(row, col, offset, dtype);
    }
}
