using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules;

public abstract class ParameterLessModule<TInput, TOutput> : nn.Module<TInput, TOutput>
{
    private protected ParameterLessModule(string name)
        : base(name)
    {
    }
}

public sealed class Identity : ParameterLessModule<Tensor, Tensor>
{
    internal Identity()
        : base(nameof(Identity))
    {
    }

    public override Tensor forward(Tensor tensor) => tensor.alias();
}

public sealed class ReLU : ParameterLessModule<Tensor, Tensor>
{
    private readonly bool _inplace;

    internal ReLU(bool inplace)
        : base(nameof(ReLU))
    {
        _inplace = inplace;
    }

    public override Tensor forward(Tensor tensor) => F.relu(tensor, _inplace);
}

public sealed class GELU : ParameterLessModule<Tensor, Tensor>
{
    internal GELU()
        : base(nameof(GELU))
    {
    }

    public override Tensor forward(Tensor tensor) => F.gelu(tensor);
}

public sealed class Dropout : ParameterLessModule<Tensor, Tensor>
{
    private readonly double _p;
    private readonly bool _inplace;

    internal Dropout(double p, bool inplace)
        : base(nameof(Dropout))
    {
        _p = Probability(p);
        _inplace = inplace;
    }

    public override Tensor forward(Tensor tensor) => F.dropout(tensor, _p, training, _inplace);

    /// <summary>What all dropout layers ask of their probability.</summary>
    internal static double Probability(double p) =>
        p is >= 0 and <= 1 ? p : throw new ArgumentException($"dropout probability has to be between 0 and 1, but got {p}");
}

public sealed class Flatten : ParameterLessModule<Tensor, Tensor>
{
    private readonly long _start;
    private readonly long _end;

    internal Flatten(long start, long end)
        : base(nameof(Flatten))
    {
        _start = start;
        _end = end;
    }

    public override Tensor forward(Tensor input) => input.flatten(_start, _end);
}

public sealed class MaxPool2d : ParameterLessModule<Tensor, Tensor>
{
    private readonly long[] _kernel;
    private readonly long[]? _stride;
    private readonly long[]? _padding;
    private readonly long[]? _dilation;
    private readonly bool _ceil;

    internal MaxPool2d(long[] kernel, long[]? stride, long[]? padding, long[]? dilation, bool ceil)
        : base(nameof(MaxPool2d))
    {
        _kernel = kernel;
        _stride = stride;
        _padding = padding;
        _dilation = dilation;
        _ceil = ceil;
    }

    public override Tensor forward(Tensor input) => F.max_pool2d(input, _kernel, _stride, _padding, _dilation, _ceil);

    public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) =>
        F.max_pool2d_with_indices(input, _kernel, _stride, _padding, _dilation, _ceil);
}

public sealed class AvgPool2d : ParameterLessModule<Tensor, Tensor>
{
    private readonly long[] _kernel;
    private readonly long[]? _stride;
    private readonly long[]? _padding;
    private readonly bool _ceil;
    private readonly bool _includePadding;
    private readonly long? _divisor;

    internal AvgPool2d(long[] kernel, long[]? stride, long[]? padding, bool ceil, bool includePadding, long? divisor)
        : base(nameof(AvgPool2d))
    {
        _kernel = kernel;
        _stride = stride;
        _padding = padding;
        _ceil = ceil;
        _includePadding = includePadding;
        _divisor = divisor;
    }

    public override Tensor forward(Tensor input) =>
        aten.avg_pool2d.Call(input, _kernel, _stride ?? [], _padding ?? [0, 0], _ceil, _includePadding, _divisor);
}

public sealed class AdaptiveAvgPool2d : ParameterLessModule<Tensor, Tensor>
{
    private readonly long[] _size;

    internal AdaptiveAvgPool2d(long[] size)
        : base(nameof(AdaptiveAvgPool2d))
    {
        _size = size;
    }

    public override Tensor forward(Tensor input) => aten.adaptive_avg_pool2d.Call(input, _size);
}
