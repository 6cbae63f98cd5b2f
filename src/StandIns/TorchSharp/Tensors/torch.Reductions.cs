namespace TorchSharp;

public static partial class torch
{
    public static Tensor all(Tensor input) => aten.all.Call(input);
    public static Tensor all(Tensor input, long dim, bool keepdim = false) => aten.all_dim.Call(input, dim, keepdim);
    public static Tensor amax(Tensor input, long[] dims) => aten.amax.Call(input, dims);
    public static (Tensor min, Tensor max) aminmax(Tensor input, long? dim = null, bool keepdim = false) => aten.aminmax.Call2(input, dim, keepdim);
    public static Tensor any(Tensor input) => aten.any.Call(input);
    public static Tensor any(Tensor input, long dim, bool keepdim = false) => aten.any_dim.Call(input, dim, keepdim);
    public static Tensor argmax(Tensor input) => aten.argmax.Call(input);
    public static Tensor argmax(Tensor input, long dim, bool keepdim = false) => aten.argmax.Call(input, dim, keepdim);
    public static Tensor argmin(Tensor input) => aten.argmin.Call(input);
    public static Tensor argmin(Tensor input, long dim, bool keepdim = false) => aten.argmin.Call(input, dim, keepdim);
    public static Tensor bincount(Tensor input, Tensor? weights = null, long minlength = 0) => aten.bincount.Call(input, weights, minlength);
    public static Tensor count_nonzero(Tensor input, long[]? dims = null) => aten.count_nonzero_dim_IntList.Call(input, dims);
    public static (Tensor values, Tensor indices) cummax(Tensor input, long dim) => aten.cummax.Call2(input, dim);
    public static (Tensor values, Tensor indices) cummin(Tensor input, long dim) => aten.cummin.Call2(input, dim);
    public static Tensor cumprod(Tensor input, long dim, ScalarType? dtype = null) => aten.cumprod.Call(input, dim, dtype);
    public static Tensor cumsum(Tensor input, long dim, ScalarType? type = null) => aten.cumsum.Call(input, dim, type);
    public static Tensor diff(Tensor input, long n = 1, long dim = -1, Tensor? prepend = null, Tensor? append = null) =>
        aten.diff.Call(input, n, dim, prepend, append);
    public static Tensor dist(Tensor input, Tensor other, float p = 2f) => aten.dist.Call(input, other, p);
    public static Tensor logcumsumexp(Tensor input, long dim) => aten.logcumsumexp.Call(input, dim);
    public static Tensor max(Tensor input) => aten.max.Call(input);
    public static (Tensor values, Tensor indexes) max(Tensor input, long dim, bool keepdim = false) => aten.max_dim.Call2(input, dim, keepdim);
    public static Tensor max(Tensor input, Tensor other) => aten.max_other.Call(input, other);
    public static Tensor mean(Tensor input) => aten.mean.Call(input);
    public static Tensor mean(Tensor input, long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
        aten.mean_dim.Call(input, dimensions, keepdim, type);
    public static Tensor median(Tensor input) => aten.median.Call(input);
    public static Tensor min(Tensor input) => aten.min.Call(input);
    public static (Tensor values, Tensor indexes) min(Tensor input, long dim, bool keepdim = false) => aten.min_dim.Call2(input, dim, keepdim);
    public static Tensor min(Tensor input, Tensor other) => aten.min_other.Call(input, other);
    public static (Tensor values, Tensor indices) mode(Tensor input, long dim = -1, bool keepdim = false) => aten.mode.Call2(input, dim, keepdim);
    public static Tensor nanmedian(Tensor input) => aten.nanmedian.Call(input);
    public static Tensor nanquantile(Tensor input, Tensor q, long dim = -1, bool keepdim = false) => aten.nanquantile.Call(input, q, dim, keepdim);
    public static Tensor nansum(Tensor input) => aten.nansum.Call(input);
    public static Tensor norm(Tensor input) => aten.norm_Scalar.Call(input);
    public static Tensor norm(Tensor input, float p = 2f) => aten.norm_Scalar.Call(input, p);
    public static Tensor prod(Tensor input, long dim, bool keepdim = false, ScalarType? type = null) =>
        aten.prod_dim_int.Call(input, dim, keepdim, type);
    public static Tensor prod(Tensor input, ScalarType? type = null) => aten.prod.Call(input, type);
    public static Tensor quantile(Tensor input, Tensor q, long dim = -1, bool keepdim = false) => aten.quantile.Call(input, q, dim, keepdim);
    public static Tensor std(Tensor input, bool unbiased = true) => aten.std.Call(input, unbiased);
    public static (Tensor std, Tensor mean) std_mean(Tensor input, bool unbiased = true) => aten.std_mean.Call2(input, unbiased);
    public static Tensor sum(Tensor input, ScalarType? type = null) => aten.sum.Call(input, type);
    public static Tensor trace(Tensor input) => aten.trace.Call(input);
    public static Tensor var(Tensor input, bool unbiased = true) => aten.var.Call(input, unbiased);
    public static (Tensor var, Tensor mean) var_mean(Tensor input, bool unbiased = true) => aten.var_mean.Call2(input, unbiased);
}
