namespace TorchSharp;

public static partial class torch
{
    public static (Tensor values, Tensor indices) kthvalue(Tensor input, long k, long? dim, bool keepdim = false) =>
        Tensor.kthvalue(input, k, dim, keepdim);

    public static (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(
        Tensor input, bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
        input.unique(sorted, return_inverse, return_counts, dim);

    public static Tensor unflatten(Tensor input, long dim, params long[] sizes) => input.unflatten(dim, sizes);

    public static Tensor take_along_dim(Tensor input, Tensor indices, long dim = 0) => input.take_along_dim(indices, dim);

    public static Tensor cov(Tensor input, long correction = 1, Tensor? fweights = null, Tensor? aweights = null) =>
        input.cov(correction, fweights, aweights);

    public static Tensor corrcoef(Tensor input) => input.corrcoef();

    public static Tensor block_diag(params Tensor[] tensors) => Tensor.block_diag(tensors);

    public static Tensor logit(Tensor input, double? eps = null) => input.logit(eps);

    public static Tensor hann_window(long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        InitializeDevice(device);
        return aten.hann_window_periodic.Call(len, periodic, dtype ?? get_default_dtype()).requires_grad_(requires_grad);
    }

    public partial class Tensor
    {
        public Tensor H => adjoint();

        public Tensor mH => adjoint();

        public static (Tensor values, Tensor indices) kthvalue(Tensor input, long k, long? dim, bool keepdim = false) =>
            aten.kthvalue.Call2(input, k, dim ?? -1, keepdim);

        public static Tensor block_diag(params Tensor[] tensors) => aten.block_diag.Call(Value.List(tensors));

        public Tensor adjoint() => aten.adjoint.Call(this);

        public Tensor celu() => aten.celu.Call(this);

        public Tensor corrcoef() => aten.corrcoef.Call(this);

        public Tensor cov(long correction = 1, Tensor? fweights = null, Tensor? aweights = null) => aten.cov.Call(this, correction, fweights, aweights);

        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) => aten.elu.Call(this, alpha, scale, input_scale);

        public Tensor hardsigmoid() => aten.hardsigmoid.Call(this);

        public Tensor hardswish() => aten.hardswish.Call(this);

        public Tensor logdet() => aten.logdet.Call(this);

        public Tensor logit(double? eps = null) => aten.logit.Call(this, eps);

        public Tensor matrix_exp() => aten.linalg_matrix_exp.Call(this);

        public Tensor matrix_power(int n) => aten.matrix_power.Call(this, (long)n);

        public Tensor nanmean(int? dim = null, bool keepdim = false, ScalarType? dtype = null) =>
            aten.nanmean.Call(this, dim is { } d ? new long[] { d } : Value.None, keepdim, dtype);

        public Tensor pinverse(double rcond = 1e-15, bool hermitian = false) => aten.linalg_pinv_rcond.Call(this, rcond, hermitian);

        public Tensor prelu(Tensor target) => aten.prelu.Call(this, target);

        public Tensor relu6() => aten.relu6.Call(this);

        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std(dimensions.ToArray(), unbiased, keepdim, type);

        public Tensor take_along_dim(Tensor indices, long dim) => aten.take_along_dim.Call(this, indices, dim);

        public Tensor unflatten(long dim, params long[] sizes) => aten.unflatten_int.Call(this, dim, sizes);

        /// <summary>The different elements, or slices along a dimension; always sorted, as libtorch has it.</summary>
        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(
            bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null)
        {
            var (values, inverse, counts) = dim is { } d
                ? aten.unique_dim.Call3(this, (long)d, sorted, return_inverse, return_counts)
                : aten._unique2.Call3(this, sorted, return_inverse, return_counts);
            return (values, Kept(inverse, return_inverse), Kept(counts, return_counts));
        }

        private static Tensor? Kept(Tensor found, bool wanted)
        {
            if (!wanted)
            {
                found.Dispose();
            }

            return wanted ? found : null;
        }
    }
}
