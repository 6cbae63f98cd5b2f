namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) => aten.addmm.Call(this, mat1, mat2, beta, alpha);
        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1f, float alpha = 1f) => aten.addmv.Call(this, mat, vec, beta, alpha);
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1f, float alpha = 1f) =>
            aten.baddbmm.Call(this, batch1, batch2, beta, alpha);
        public Tensor bmm(Tensor batch2) => aten.bmm.Call(this, batch2);
        public Tensor det() => aten.det.Call(this);
        public Tensor dot(Tensor target) => aten.dot.Call(this, target);
        public Tensor inner(Tensor vec2) => aten.inner.Call(this, vec2);
        public Tensor inverse() => aten.inverse.Call(this);
        public Tensor kron(Tensor other) => aten.kron.Call(this, other);
        public Tensor matmul(Tensor target) => aten.matmul.Call(this, target);
        public Tensor mm(Tensor target) => aten.mm.Call(this, target);
        public Tensor mv(Tensor target) => aten.mv.Call(this, target);
        public Tensor outer(Tensor vec2) => aten.outer.Call(this, vec2);
        public Tensor tensordot(Tensor b, long[] dims1, long[] dims2) => aten.tensordot.Call(this, b, dims1, dims2);
        public Tensor vdot(Tensor target) => aten.vdot.Call(this, target);
    }
}
