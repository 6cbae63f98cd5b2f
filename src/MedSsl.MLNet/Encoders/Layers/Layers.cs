using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>What the layers share.</summary>
internal static class Layers
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
