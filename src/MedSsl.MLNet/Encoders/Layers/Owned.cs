using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>Tensors that live as long as the module or optimizer that made them.</summary>
internal static class Owned
{
    /// <summary>A trainable parameter that no dispose scope owns: its module disposes of it.</summary>
    internal static Parameter Parameter(Func<Tensor> value) => Kept(() => new Parameter(value()));

    /// <summary>A tensor that no dispose scope owns; whatever else <paramref name="make"/> creates is disposed of.</summary>
    internal static T Kept<T>(Func<T> make) where T : Tensor
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var tensor = make();
        tensor.DetachFromDisposeScope();
        return tensor;
    }
}
