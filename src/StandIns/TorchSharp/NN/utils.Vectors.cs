using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                return cat([.. tensors.Select(t => t.reshape(-1))], 0).MoveToOuterDisposeScope();
            }

            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                using var _ = no_grad();
                long at = 0;
                foreach (var tensor in tensors)
                {
                    long count = tensor.numel();
                    tensor.copy_(vec.narrow(0, at, count).view_as(tensor));
                    at += count;
                }
            }

            /// <summary>Weights and bias of a convolution with the evaluated batch norm after it in one.</summary>
            public static (Parameter weight, Parameter bias) fuse_conv_bn_weights(
                Tensor conv_w, Tensor? conv_b, Tensor bn_rm, Tensor bn_rv, double bn_eps, Tensor? bn_w, Tensor? bn_b, bool transpose = false)
            {
                using var scope = NewDisposeScope();
                using var _ = no_grad();
                long[] shape = [.. Enumerable.Repeat(1L, (int)conv_w.Dimensions)];
                shape[transpose ? 1 : 0] = -1;
                var factor = (bn_rv + bn_eps).rsqrt();
                factor = bn_w is null ? factor : factor * bn_w;
                return Fused(conv_w * factor.reshape(shape), conv_b, bn_rm, factor, bn_b);
            }

            /// <summary>Weights and bias of a linear layer with the evaluated batch norm after it in one.</summary>
            public static (Parameter weight, Parameter bias) fuse_linear_bn_weights(
                Tensor linear_w, Tensor? linear_b, Tensor bn_rm, Tensor bn_rv, double bn_eps, Tensor bn_w, Tensor bn_b)
            {
                using var scope = NewDisposeScope();
                using var _ = no_grad();
                var factor = bn_w * (bn_rv + bn_eps).rsqrt();
                return Fused(linear_w * factor.unsqueeze(-1), linear_b, bn_rm, factor, bn_b);
            }

            private static (Parameter Weight, Parameter Bias) Fused(Tensor weight, Tensor? bias, Tensor mean, Tensor factor, Tensor? shift)
            {
                var added = (bias is null ? -mean : bias - mean) * factor;
                Parameter fused = new(weight), moved = new(shift is null ? added : added + shift);
                fused.MoveToOuterDisposeScope();
                moved.MoveToOuterDisposeScope();
                return (fused, moved);
            }
        }
    }
}
