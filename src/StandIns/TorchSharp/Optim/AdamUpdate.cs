#nullable disable
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What the optimizers of Adam's family have in common.</summary>
internal static class AdamUpdate
{
    internal static void Run(
        Tensor[] parameters, Tensor[] grads, Tensor[] means, Tensor[] squares, Tensor[] largest, long step, double lr, double beta1, double beta2, double eps)
    {
        Moments(grads, means, squares, beta1, beta2);
        if (largest is not null)
        {
            aten._foreach_maximum__List.Run(largest, squares);
            squares = largest;
        }

        Tensor[] roots = Roots(squares, 1 - Math.Pow(beta2, step), eps);
        aten._foreach_addcdiv__Scalar.Run(parameters, means, roots, -lr / (1 - Math.Pow(beta1, step)));
    }

    /// <summary>Running means of the gradients and of their squares.</summary>
    internal static void Moments(Tensor[] grads, Tensor[] means, Tensor[] squares, double beta1, double beta2)
    {
        aten._foreach_mul__Scalar.Run(means, beta1);
        aten._foreach_add__List.Run(means, grads, 1 - beta1);
        aten._foreach_mul__Scalar.Run(squares, beta2);
        aten._foreach_addcmul__Scalar.Run(squares, grads, grads, 1 - beta2);
    }

    /// <summary>sqrt(squares / correction) + eps.</summary>
    internal static Tensor[] Roots(Tensor[] squares, double correction, double eps)
    {
        Tensor[] roots = aten._foreach_sqrt.CallList((Value)squares);
        if (correction != 1)
        {
            aten._foreach_div__Scalar.Run(roots, Math.Sqrt(correction));
        }

        aten._foreach_add__Scalar.Run(roots, eps);
        return roots;
    }
}
