using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// SimCLR's projection head, [N, features] to [N, size]: linear, batch normalisation, ReLU, linear without bias, and optionally a batch
/// normalisation. It is thrown away after pretraining. Chen et al. (2020), arXiv 2002.05709, section 4.2, and the paper's code.
/// </summary>
internal sealed class ProjectionHead : Layer
{
    [ComponentName(Name = "first")]
    private readonly Parameter _first;

    private readonly BatchNormalisation _normalisation;
    [ComponentName(Name = "second")]
    private readonly Parameter _second;

    private readonly BatchNormalisation? _last;

    /// <param name="features">The encoder's feature size.</param>
    /// <param name="hidden">Units of the hidden layer. (It has no bias: the normalisation behind it would subtract it again.)</param>
    /// <param name="size">The length of a projection.</param>
    /// <param name="normaliseLast">Whether a batch normalisation ends it.</param>
    /// <param name="initialisation">Where the weights are drawn from: He's normal distribution by fan-in for the first layer, variance 1 / fan-in for
    /// the second.</param>
    internal ProjectionHead(int features, int hidden, int size, bool normaliseLast, Generator initialisation) : base(nameof(ProjectionHead))
    {
        _first = Owned.Parameter(() => empty(hidden, features).normal_(0, Math.Sqrt(2.0 / features), initialisation));
        _normalisation = new BatchNormalisation(hidden);
        _second = Owned.Parameter(() => empty(size, hidden).normal_(0, Math.Sqrt(1.0 / hidden), initialisation));
        register_parameter("first", _first);
        register_module("normalisation", _normalisation);
        register_parameter("second", _second);
        if (normaliseLast)
            register_module("last", _last = new BatchNormalisation(size));
    }

    public override Tensor forward(Tensor features)
    {
        using var scope = NewDisposeScope();
        var value = _normalisation.call(nn.functional.linear(features, _first)).relu_();
        value = nn.functional.linear(value, _second);
        return (_last is null ? value : _last.call(value)).MoveToOuterDisposeScope();
    }
}
