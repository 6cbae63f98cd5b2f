namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor all() => aten.all.Call(this);
        public Tensor all(long dim, bool keepdim = false) => aten.all_dim.Call(this, dim, keepdim);
        public Tensor amax(params long[] dims) => aten.amax.Call(this, dims);
        public Tensor amin(params long[] dims) => aten.amin.Call(this, dims);
        public (Tensor min, Tensor max) aminmax(long? dim = null, bool keepdim = false) => aten.aminmax.Call2(this, dim, keepdim);
        public Tensor any() => aten.any.Call(this);
        public Tensor any(long dim, bool keepdim = false) => aten.any_dim.Call(this, dim, keepdim);
        public Tensor argmax() => aten.argmax.Call(this);
        public Tensor argmax(long dim, bool keepdim = false) => aten.argmax.Call(this, dim, keepdim);
        public Tensor argmin() => aten.argmin.Call(this);
        public Tensor argmin(long dim, bool keepdim = false) => aten.argmin.Call(this, dim, keepdim);
        public Tensor bincount(Tensor? weights, long minlength = 0) => aten.bincount.Call(this, weights, minlength);
        public Tensor count_nonzero(long[]? dims = null) => aten.count_nonzero_dim_IntList.Call(this, dims);
        public (Tensor values, Tensor indexes) cummax(long dim) => aten.cummax.Call2(this, dim);
        public (Tensor values, Tensor indexes) cummin(long dim) => aten.cummin.Call2(this, dim);
        public Tensor cumprod(long dim, ScalarType? type = null) => aten.cumprod.Call(this, dim, type);
        public Tensor cumsum(long dim, ScalarType? type = null) => aten.cumsum.Call(this, dim, type);
        public Tensor diff(long n = 1, long dim = -1, Tensor? prepend = null, Tensor? append = null) => aten.diff.Call(this, n, dim, prepend, append);
        public Tensor dist(Tensor other, float p = 2f) => aten.dist.Call(this, other, p);
        public Tensor logcumsumexp(long dim) => aten.logcumsumexp.Call(this, dim);
        public Tensor max() => aten.max.Call(this);
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => aten.max_dim.Call2(this, dim, keepdim);
        public Tensor max(Tensor other) => aten.max_other.Call(this, other);
        public Tensor mean() => aten.mean.Call(this);
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => aten.mean_dim.Call(this, dimensions, keepdim, type);
        public Tensor median() => aten.median.Call(this);
        public Tensor min() => aten.min.Call(this);
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => aten.min_dim.Call2(this, dim, keepdim);
        public Tensor min(Tensor other) => aten.min_other.Call(this, other);
        public (Tensor values, Tensor indices) mode(long dim = -1, bool keepdim = false) => aten.mode.Call2(this, dim, keepdim);
        public Tensor nanmedian() => aten.nanmedian.Call(this);
        public Tensor nanquantile(Tensor q, long dim = -1, bool keepdim = false) => aten.nanquantile.Call(this, q, dim, keepdim);
        public Tensor nansum() => aten.nansum.Call(this);
        public Tensor norm(float p = 2f) => aten.norm_Scalar.Call(this, p);
        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => aten.prod_dim_int.Call(this, dim, keepdim, type);
        public Tensor prod(ScalarType? type = null) => aten.prod.Call(this, type);
        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) => aten.quantile.Call(this, q, dim, keepdim);
        public Tensor std(bool unbiased = true) => aten.std.Call(this, unbiased);
        public (Tensor std, Tensor mean) std_mean(bool unbiased = true) => aten.std_mean.Call2(this, unbiased);
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => aten.sum_dim_IntList.Call(this, dim, keepdim, type);
        public Tensor sum(ScalarType? type = null) => aten.sum.Call(this, type);
        public Tensor trace() => aten.trace.Call(this);
        public Tensor var(bool unbiased = true) => aten.var.Call(this, unbiased);
        public (Tensor var, Tensor mean) var_mean(bool unbiased = true) => aten.var_mean.Call2(this, unbiased);
    }
}
