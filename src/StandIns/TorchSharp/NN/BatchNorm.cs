using static TorchSharp.torch;

namespace TorchSharp.Modules;

public sealed class BatchNorm1d : nn.Module<Tensor, Tensor>
{
    private readonly Normalisation _norm;

    internal BatchNorm1d(long features, double eps, double momentum, bool affine, bool track, ScalarType? type)
        : base(nameof(BatchNorm1d))
    {
        _norm = new(this, features, eps, momentum, affine, track, type);
    }

    public override Tensor forward(Tensor input) => _norm.Forward(input, 2, 3);
}

public sealed class BatchNorm2d : nn.Module<Tensor, Tensor>
{
    private readonly Normalisation _norm;

    internal BatchNorm2d(long features, double eps, double momentum, bool affine, bool track, ScalarType? type)
        : base(nameof(BatchNorm2d))
    {
        _norm = new(this, features, eps, momentum, affine, track, type);
    }

    public override Tensor forward(Tensor input) => _norm.Forward(input, 4, 4);
}

public sealed class BatchNorm3d : nn.Module<Tensor, Tensor>
{
    private readonly Normalisation _norm;

    internal BatchNorm3d(long features, double eps, double momentum, bool affine, bool track, ScalarType? type)
        : base(nameof(BatchNorm3d))
    {
        _norm = new(this, features, eps, momentum, affine, track, type);
    }

    public override Tensor forward(Tensor input) => _norm.Forward(input, 5, 5);
}

/// <summary>What the batch norms of all dimensions have in common: weight, bias, running statistics of a module.</summary>
internal sealed class Normalisation
{
    private readonly nn.Module _module;
    private readonly double _eps;
    private readonly double _momentum;

    internal Normalisation(nn.Module module, long features, double eps, double momentum, bool affine, bool track, ScalarType? dtype)
    {
        var type = dtype ?? get_default_dtype();
        _module = module;
        _eps = eps;
        _momentum = momentum;
        if (affine)
        {
            module.register_parameter("weight", new Parameter(torch.ones([features], type)));
            module.register_parameter("bias", new Parameter(torch.zeros([features], type)));
        }

        if (track)
        {
            module.register_buffer("running_mean", torch.zeros([features], type));
            module.register_buffer("running_var", torch.ones([features], type));
            module.register_buffer("num_batches_tracked", torch.tensor(0L));
        }
    }

    internal Tensor Forward(Tensor input, int least, int most)
    {
        long dimensions = input.Dimensions;
        if (dimensions < least || dimensions > most)
        {
            throw new ArgumentException($"Invalid number of dimensions for {_module.GetName()} argument: {dimensions}, expected {least}{(most > least ? $" or {most}" : "")}.");
        }

        var mean = _module.get_buffer("running_mean");
        if (_module.training && _module.get_buffer("num_batches_tracked") is { } count)
        {
            aten.add__Scalar.Run(count, 1);
        }

        return aten.batch_norm.Call(
            input, _module.get_parameter("weight"), _module.get_parameter("bias"), mean, _module.get_buffer("running_var"),
            _module.training || mean is null, _momentum, _eps, false);
    }
}
