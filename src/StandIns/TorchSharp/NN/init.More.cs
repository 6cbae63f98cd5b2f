#nullable disable
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class init
        {
            public static Tensor eye_(Tensor tensor)
            {
                using var _ = no_grad();
                using var identity = torch.eye(tensor.shape[0], tensor.shape[1], tensor.dtype);
                return tensor.copy_(identity);
            }

            public static Tensor glorot_uniform_(Tensor tensor, double gain = 1) => xavier_uniform_(tensor, gain);

            public static Tensor glorot_normal_(Tensor tensor, double gain = 1) => xavier_normal_(tensor, gain);

            /// <summary>Orthogonal rows or columns, by the QR decomposition of normal numbers with the signs of R's diagonal.</summary>
            public static Tensor orthogonal_(Tensor tensor, double gain = 1)
            {
                if (tensor.Dimensions < 2)
                {
                    throw new ArgumentException("Only tensors with 2 or more dimensions are supported");
                }

                using var _ = no_grad();
                using var scope = NewDisposeScope();
                long rows = tensor.shape[0], columns = tensor.numel() / rows;
                var normal = torch.empty([rows, columns], tensor.dtype).normal_();
                var (q, r) = linalg.qr(rows < columns ? normal.t() : normal);
                q = q * r.diagonal().sign();
                tensor.view(rows, columns).copy_(rows < columns ? q.t() : q);
                return tensor.mul_(gain);
            }
        }
    }
}
