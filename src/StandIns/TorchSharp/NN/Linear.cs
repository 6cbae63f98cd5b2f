using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class Linear : nn.Module<Tensor, Tensor>
{
    internal Linear(long inputs, long outputs, bool hasBias, ScalarType type)
        : base(nameof(Linear))
    {
        Initialisation.Register(this, torch.empty([outputs, inputs], type), hasBias ? torch.empty([outputs], type) : null);
    }

    public Parameter weight
    {
        get => _internal_params["weight"];
        set => ConditionallyRegisterParameter("weight", value);
    }

    public Parameter? bias
    {
        get => _internal_params.TryGetValue("bias", out var found) ? found : null;
        set => ConditionallyRegisterParameter("bias", value!);
    }

    public override Tensor forward(Tensor tensor) => aten.linear.Call(tensor, weight, bias);
}

/// <summary>PyTorch's way to start the weights and bias of linear and convolution layers.</summary>
internal static class Initialisation
{
    internal static void Register(nn.Module module, Tensor weight, Tensor? bias)
    {
        nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
        if (bias is not null)
        {
            long fanIn = nn.init.CalculateFanInAndFanOut(weight).fanIn;
            double bound = fanIn > 0 ? 1 / Math.Sqrt(fanIn) : 0;
            nn.init.uniform_(bias, -bound, bound);
        }

        module.register_parameter("weight", new Parameter(weight));
        if (bias is not null)
        {
            module.register_parameter("bias", new Parameter(bias));
        }
    }
}
