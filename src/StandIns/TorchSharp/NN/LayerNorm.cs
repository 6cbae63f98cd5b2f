using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class LayerNorm : nn.Module<Tensor, Tensor>
{
    private readonly long[] _shape;
    private readonly double _eps;

    internal LayerNorm(long[] shape, double eps, bool affine, bool bias, ScalarType? dtype)
        : base(nameof(LayerNorm))
    {
        var type = dtype ?? get_default_dtype();
        _shape = shape;
        _eps = eps;
        if (affine)
        {
            register_parameter("weight", new Parameter(torch.ones(shape, type)));
            if (bias)
            {
                register_parameter("bias", new Parameter(torch.zeros(shape, type)));
            }
        }
    }

    public Parameter weight
    {
        get => get_parameter("weight")!;
        set => ConditionallyRegisterParameter("weight", value);
    }

    public Parameter? bias
    {
        get => get_parameter("bias");
        set => ConditionallyRegisterParameter("bias", value!);
    }

    public override Tensor forward(Tensor tensor) => nn.functional.layer_norm(tensor, _shape, get_parameter("weight"), bias, _eps);
}
