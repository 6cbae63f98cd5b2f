using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>Scales the gradients so that the norm of all of them together is at most the given one; gives the norm before.</summary>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                using var scope = NewDisposeScope();
                using var _ = no_grad();
                Tensor[] grads = [.. tensors.Select(t => t.grad).Where(g => g is not null).Select(g => g!)];
                if (grads.Length == 0)
                {
                    return 0;
                }

                Tensor[] norms = aten._foreach_norm_Scalar.CallList(grads, norm_type);
                double total = stack(norms).norm((float)norm_type).ToDouble();
                double factor = max_norm / (total + 1e-6);
                if (factor < 1)
                {
                    aten._foreach_mul__Scalar.Run(grads, factor);
                }

                return total;
            }

            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var _ = no_grad();
                foreach (var tensor in tensors)
                {
                    using var grad = tensor.grad;
                    if (grad is not null)
                    {
                        aten.clamp_.Run(grad, -clip_value, clip_value);
                    }
                }
            }
        }
    }
}
