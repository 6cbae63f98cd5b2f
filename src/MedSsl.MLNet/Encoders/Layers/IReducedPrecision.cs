using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// A module that casts its input to the precision it is told and its output back; layers inside follow the type of their input and cast their weights to
/// it, so that the gradients arrive at single-precision weights.
/// </summary>
internal interface IReducedPrecision
{
    Precision Precision { get; set; }
}

/// <summary>Sets and applies precisions.</summary>
internal static class ReducedPrecision
{
    /// <summary>Tells every part of a module. The caller's thread only: no other may use the module at that time.</summary>
    internal static void Set(nn.Module module, Precision precision)
    {
        foreach (var part in module.modules().OfType<IReducedPrecision>())
            part.Precision = precision;
    }

    /// <summary>The tensor in the type that a precision computes with.</summary>
    internal static Tensor Enter(Tensor value, Precision precision) =>
        precision == Precision.BFloat16 && value.dtype != ScalarType.BFloat16 ? value.to(ScalarType.BFloat16) : value;

    /// <summary>The tensor in single precision, if it was reduced.</summary>
    internal static Tensor Leave(Tensor value) => value.dtype == ScalarType.BFloat16 ? value.to(ScalarType.Float32) : value;

    /// <summary>A weight in the type of the input that it meets; the layout stays.</summary>
    internal static Tensor Like(Tensor weight, Tensor input) => weight.dtype == input.dtype ? weight : weight.to(input.dtype);
}
