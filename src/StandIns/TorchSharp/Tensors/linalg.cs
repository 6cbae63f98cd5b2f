namespace TorchSharp;

public static partial class torch
{
    public static partial class linalg
    {
        public static Tensor norm(Tensor input, long[]? dims = null, bool keepdim = false) =>
            aten.linalg_norm.Call(input, Value.None, dims, keepdim);

        public static Tensor norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) => aten.linalg_norm.Call(input, ord, dims, keepdim);

        public static Tensor norm(Tensor input, int ord, long[]? dims = null, bool keepdim = false) =>
            aten.linalg_norm.Call(input, (long)ord, dims, keepdim);

        public static Tensor norm(Tensor input, string ord, long[]? dims = null, bool keepdim = false) =>
            aten.linalg_norm_ord_str.Call(input, ord, dims, keepdim);

        public static Tensor vector_norm(Tensor input, double ord = 2, long[]? dims = null, bool keepdim = false) =>
            aten.linalg_vector_norm.Call(input, ord, dims, keepdim);

        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true) => aten.linalg_svd.Call3(input, fullMatrices);

        public static Tensor svdvals(Tensor input) => aten.linalg_svdvals.Call(input);

        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') => aten.linalg_eigh.Call2(input, UPLO.ToString());

        public static (Tensor Q, Tensor R) qr(Tensor input, QRMode mode = QRMode.Reduced) =>
            aten.linalg_qr.Call2(input, mode.ToString().ToLowerInvariant());

        public static Tensor inv(Tensor input) => aten.linalg_inv.Call(input);

        public static Tensor det(Tensor input) => aten.linalg_det.Call(input);

        public enum QRMode
        {
            Reduced = 0, Complete = 1, R = 2,
        }
    }
}
