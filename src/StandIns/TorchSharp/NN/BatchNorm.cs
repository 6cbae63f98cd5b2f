using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What the batch norms of all dimensions have in common.</summary>
public abstract class BatchNorm : nn.Module<Tensor, Tensor>
{
    private readonly double _eps;
    private readonly double _momentum;
    private readonly int _least;
    private readonly int _most;

    private protected BatchNorm(string name, int least, int most, long features, double eps, double momentum, bool affine, bool track, ScalarType? dtype)
        : base(name)
    {
        var type = dtype ?? get_default_dtype();
        (_least, _most, _eps, _momentum) = (least, most, eps, momentum);
        if (affine)
        {
            register_parameter("weight", new Parameter(torch.ones([features], type)));
            register_parameter("bias", new Parameter(torch.zeros([features], type)));
        }

        if (track)
        {
            register_buffer("running_mean", torch.zeros([features], type));
            register_buffer("running_var", torch.ones([features], type));
            register_buffer("num_batches_tracked", torch.tensor(0L));
        }
    }

    public override Tensor forward(Tensor input)
    {
        long dimensions = input.Dimensions;
        if (dimensions < _least || dimensions > _most)
        {
            throw new ArgumentException(
                $"Invalid number of dimensions for {GetName()} argument: {dimensions}, expected {_least}{(_most > _least ? $" or {_most}" : "")}.");
        }

        var mean = get_buffer("running_mean");
        if (training && get_buffer("num_batches_tracked") is { } count)
        {
            aten.add__Scalar.Run(count, 1);
        }

        return aten.batch_norm.Call(
            input, get_parameter("weight"), get_parameter("bias"), mean, get_buffer("running_var"), training || mean is null, _momentum, _eps, false);
    }
}

public sealed class BatchNorm1d : BatchNorm
{
    internal BatchNorm1d(long features, double eps, double momentum, bool affine, bool track, ScalarType? type)
        : base(nameof(BatchNorm1d), 2, 3, features, eps, momentum, affine, track, type)
    {
    }
}

public sealed class BatchNorm2d : BatchNorm
{
    internal BatchNorm2d(long features, double eps, double momentum, bool affine, bool track, ScalarType? type)
        : base(nameof(BatchNorm2d), 4, 4, features, eps, momentum, affine, track, type)
    {
    }
}

public sealed class BatchNorm3d : BatchNorm
{
    internal BatchNorm3d(long features, double eps, double momentum, bool affine, bool track, ScalarType? type)
        : base(nameof(BatchNorm3d), 5, 5, features, eps, momentum, affine, track, type)
    {
    }
}
