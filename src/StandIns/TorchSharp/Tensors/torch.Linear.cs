namespace TorchSharp;

public static partial class torch
{
    public static Tensor addmm(Tensor input, Tensor mat1, Tensor mat2, float beta, float alpha) => aten.addmm.Call(input, mat1, mat2, beta, alpha);
    public static Tensor addmv(Tensor input, Tensor mat1, Tensor mat2, float beta, float alpha) => aten.addmv.Call(input, mat1, mat2, beta, alpha);
    public static Tensor baddbmm(Tensor input, Tensor batch1, Tensor batch2, float beta = 1f, float alpha = 1f) =>
        aten.baddbmm.Call(input, batch1, batch2, beta, alpha);
    public static Tensor bmm(Tensor input, Tensor batch2) => aten.bmm.Call(input, batch2);
    public static Tensor det(Tensor input) => aten.det.Call(input);
    public static Tensor dot(Tensor input, Tensor other) => aten.dot.Call(input, other);
    public static Tensor inner(Tensor input, Tensor vec2) => aten.inner.Call(input, vec2);
    public static Tensor inverse(Tensor input) => aten.inverse.Call(input);
    public static Tensor kron(Tensor input, Tensor other) => aten.kron.Call(input, other);
    public static Tensor matmul(Tensor input, Tensor target) => aten.matmul.Call(input, target);
    public static Tensor mm(Tensor input, Tensor target) => aten.mm.Call(input, target);
    public static Tensor mv(Tensor input, Tensor target) => aten.mv.Call(input, target);
    public static Tensor outer(Tensor input, Tensor vec2) => aten.outer.Call(input, vec2);
    public static Tensor tensordot(Tensor a, Tensor b, long[] dims1, long[] dims2) => aten.tensordot.Call(a, b, dims1, dims2);
    public static Tensor vdot(Tensor input, Tensor target) => aten.vdot.Call(input, target);
}
