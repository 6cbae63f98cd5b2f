using static TorchSharp.torch;

namespace TorchSharp.Modules;

public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    private readonly long[] _stride;
    private readonly long[] _dilation;
    private readonly long[] _zeros;
    private readonly long _groups;
    private readonly PaddingModes _mode;
    private readonly bool _same;

    /// <summary>Both sides of every dimension, the last dimension first, as functional.pad takes it.</summary>
    private readonly long[] _bothSides;

    /// <summary>Padding that the convolution itself does: the same on both sides.</summary>
    private readonly long[] _padding;

    private protected Convolution(
        string name, long inputs, long outputs, long[] kernel, long[] stride, long[]? padding, long[] dilation, PaddingModes mode, long groups, bool bias, ScalarType type)
        : base(name)
    {
        if (inputs % groups != 0 || outputs % groups != 0)
        {
            throw new ArgumentException($"in_channels {inputs} and out_channels {outputs} must be divisible by groups {groups}.");
        }

        _stride = stride;
        _dilation = dilation;
        _groups = groups;
        _mode = mode;
        _same = padding is null;
        _zeros = new long[kernel.Length];
        _padding = padding ?? _zeros;
        _bothSides = new long[2 * kernel.Length];
        for (int i = 0; i < kernel.Length; i++)
        {
            int at = 2 * (kernel.Length - 1 - i);
            long total = _same ? dilation[i] * (kernel[i] - 1) : 2 * padding![i];
            _bothSides[at] = total / 2;
            _bothSides[at + 1] = total - (total / 2);
        }

        if (_same && stride.Any(s => s != 1))
        {
            throw new ArgumentException("padding='same' is not supported for strided convolutions");
        }

        Initialisation.Register(this, torch.empty([outputs, inputs / groups, .. kernel], type), bias ? torch.empty([outputs], type) : null);
    }

    protected bool ValidateShape(Tensor input, long dimensions) => input.Dimensions == dimensions + 1 || input.Dimensions == dimensions + 2;

    private protected Tensor Convolve(Op op, Op same, Tensor input)
    {
        if (!ValidateShape(input, _stride.Length))
        {
            throw new ArgumentException($"Expected {_stride.Length + 1}D (unbatched) or {_stride.Length + 2}D (batched) input to {GetName()}, but got {input.Dimensions}D.");
        }

        var weight = _internal_params["weight"];
        var bias = _internal_params.TryGetValue("bias", out var found) ? found : null;
        if (_mode is PaddingModes.Zeros or PaddingModes.Constant)
        {
            return _same
                ? same.Call(input, weight, bias, _stride, "same", _dilation, _groups)
                : op.Call(input, weight, bias, _stride, _padding, _dilation, _groups);
        }

        using var padded = nn.functional.pad(input, _bothSides, _mode);
        return op.Call(padded, weight, bias, _stride, _zeros, _dilation, _groups);
    }
}

public sealed class Conv2d : Convolution
{
    internal Conv2d(
        long inputs, long outputs, (long, long) kernel, (long, long) stride, (long, long)? padding, (long, long) dilation, PaddingModes mode, long groups, bool bias, ScalarType? type)
        : base(
            nameof(Conv2d), inputs, outputs, kernel.Array(), stride.Array(), padding?.Array(), dilation.Array(), mode, groups, bias, type ?? get_default_dtype())
    {
    }

    public override Tensor forward(Tensor input) => Convolve(aten.conv2d, aten.conv2d_padding, input);
}

internal static class Pairs
{
    internal static long[] Array(this (long, long) pair) => [pair.Item1, pair.Item2];
}
