using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules;

public sealed class MaxPool1d : ParameterLessModule<Tensor, Tensor>
{
    private readonly long _kernel;
    private readonly long? _stride;
    private readonly long? _padding;
    private readonly long? _dilation;
    private readonly bool _ceil;

    internal MaxPool1d(long kernel, long? stride, long? padding, long? dilation, bool ceil)
        : base(nameof(MaxPool1d)) => (_kernel, _stride, _padding, _dilation, _ceil) = (kernel, stride, padding, dilation, ceil);

    public override Tensor forward(Tensor input) => F.max_pool1d(input, _kernel, _stride, _padding, _dilation, _ceil);

    public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) =>
        F.max_pool1d_with_indices(input, _kernel, _stride, _padding, _dilation, _ceil);
}

public sealed class MaxPool3d : ParameterLessModule<Tensor, Tensor>
{
    private readonly long[] _kernel;
    private readonly long[]? _stride;
    private readonly long[]? _padding;
    private readonly long[]? _dilation;
    private readonly bool _ceil;

    internal MaxPool3d(long[] kernel, long[]? stride, long[]? padding, long[]? dilation, bool ceil)
        : base(nameof(MaxPool3d)) => (_kernel, _stride, _padding, _dilation, _ceil) = (kernel, stride, padding, dilation, ceil);

    public override Tensor forward(Tensor input) => F.max_pool3d(input, _kernel, _stride, _padding, _dilation, _ceil);

    public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) =>
        F.max_pool3d_with_indices(input, _kernel, _stride, _padding, _dilation, _ceil);
}

public sealed class AvgPool3d : ParameterLessModule<Tensor, Tensor>
{
    private readonly long[] _kernel;
    private readonly long[]? _stride;
    private readonly long[]? _padding;
    private readonly bool _ceil;
    private readonly bool _includePadding;
    private readonly long? _divisor;

    internal AvgPool3d(long[] kernel, long[]? stride, long[]? padding, bool ceil, bool includePadding, long? divisor)
        : base(nameof(AvgPool3d)) =>
        (_kernel, _stride, _padding, _ceil, _includePadding, _divisor) = (kernel, stride, padding, ceil, includePadding, divisor);

    public override Tensor forward(Tensor input) =>
        aten.avg_pool3d.Call(input, _kernel, _stride ?? [], _padding ?? [0, 0, 0], _ceil, _includePadding, _divisor);
}

public sealed class AdaptiveAvgPool1d : ParameterLessModule<Tensor, Tensor>
{
    private readonly long _size;

    internal AdaptiveAvgPool1d(long size)
        : base(nameof(AdaptiveAvgPool1d)) => _size = size;

    public override Tensor forward(Tensor input) => F.adaptive_avg_pool1d(input, _size);
}

public sealed class AdaptiveAvgPool3d : ParameterLessModule<Tensor, Tensor>
{
    private readonly long[] _size;

    internal AdaptiveAvgPool3d(long[] size)
        : base(nameof(AdaptiveAvgPool3d)) => _size = size;

    public override Tensor forward(Tensor input) => F.adaptive_avg_pool3d(input, _size);
}

public sealed class AdaptiveMaxPool1d : ParameterLessModule<Tensor, Tensor>
{
    private readonly long _size;

    internal AdaptiveMaxPool1d(long size)
        : base(nameof(AdaptiveMaxPool1d)) => _size = size;

    public override Tensor forward(Tensor input) => F.adaptive_max_pool1d(input, _size);
}

public sealed class AdaptiveMaxPool2d : ParameterLessModule<Tensor, Tensor>
{
    private readonly long[] _size;

    internal AdaptiveMaxPool2d(long[] size)
        : base(nameof(AdaptiveMaxPool2d)) => _size = size;

    public override Tensor forward(Tensor input) => F.adaptive_max_pool2d(input, _size);
}

public sealed class AdaptiveMaxPool3d : ParameterLessModule<Tensor, Tensor>
{
    private readonly long[] _size;

    internal AdaptiveMaxPool3d(long[] size)
        : base(nameof(AdaptiveMaxPool3d)) => _size = size;

    public override Tensor forward(Tensor input) => F.adaptive_max_pool3d(input, _size);
}
