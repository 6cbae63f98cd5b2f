namespace TorchSharp;

public static partial class torch
{
    public static Tensor argsort(Tensor input, long dim = -1, bool descending = false) => aten.argsort.Call(input, dim, descending);
    public static Tensor bucketize(Tensor input, Tensor boundaries, bool outInt32 = false, bool right = false) =>
        aten.bucketize_Tensor.Call(input, boundaries, outInt32, right);
    public static Tensor gather(Tensor input, long dim, Tensor index) => aten.gather.Call(input, dim, index);
    public static Tensor gather(Tensor input, long dim, Tensor index, bool sparse_grad = false) => aten.gather.Call(input, dim, index, sparse_grad);
    public static Tensor index_add(Tensor input, long dim, Tensor index, Tensor source, Scalar alpha) =>
        aten.index_add.Call(input, dim, index, source, alpha);
    public static Tensor index_add_(Tensor input, long dim, Tensor index, Tensor source, Scalar alpha) =>
        aten.index_add_.InPlace(input, dim, index, source, alpha);
    public static Tensor index_copy(Tensor input, long dim, Tensor index, Tensor source) => aten.index_copy.Call(input, dim, index, source);
    public static Tensor index_copy_(Tensor input, long dim, Tensor index, Tensor source) => aten.index_copy_.InPlace(input, dim, index, source);
    public static Tensor index_fill(Tensor input, long dim, Tensor index, Scalar value) => aten.index_fill_int_Scalar.Call(input, dim, index, value);
    public static Tensor index_fill_(Tensor input, long dim, Tensor index, Scalar value) =>
        aten.index_fill__int_Scalar.InPlace(input, dim, index, value);
    public static Tensor index_select(Tensor input, long dim, Tensor index) => aten.index_select.Call(input, dim, index);
    public static Tensor msort(Tensor tensor) => aten.msort.Call(tensor);
    public static Tensor scatter(Tensor input, long dim, Tensor index, Tensor src) => aten.scatter_src.Call(input, dim, index, src);
    public static Tensor scatter_(Tensor input, long dim, Tensor index, Tensor src) => aten.scatter__src.InPlace(input, dim, index, src);
    public static Tensor scatter_add(Tensor input, long dim, Tensor index, Tensor src) => aten.scatter_add.Call(input, dim, index, src);
    public static Tensor scatter_add_(Tensor input, long dim, Tensor index, Tensor src) => aten.scatter_add_.InPlace(input, dim, index, src);
    public static Tensor take(Tensor input, Tensor index) => aten.take.Call(input, index);
    public static (Tensor values, Tensor indices) topk(Tensor tensor, int k, int dim = -1, bool largest = true, bool sorted = true) =>
        aten.topk.Call2(tensor, (long)k, (long)dim, largest, sorted);
}
