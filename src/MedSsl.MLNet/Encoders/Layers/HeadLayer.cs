using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// A layer of a projection head, [N, in] to [N, out]: linear without bias and batch normalisation; hidden layers end with a ReLU, and the last one's
/// normalisation has no bias either, as in SimCLR's and REMEDIS's code.
/// </summary>
internal sealed class HeadLayer : Layer
{
    [ComponentName(Name = "weight")]
    private readonly Parameter _weight;

    private readonly BatchNormalisation? _normalisation;
    private readonly bool _hidden;

    /// <param name="inputs">The length of its input.</param>
    /// <param name="outputs">The length of its output.</param>
    /// <param name="hidden">Whether a ReLU ends it.</param>
    /// <param name="normalise">Whether it has the batch normalisation; always true for hidden layers.</param>
    /// <param name="initialisation">He's normal distribution by fan-in for hidden layers, variance 1 / fan-in for the last; null leaves the weights for
    /// the caller to fill.</param>
    internal HeadLayer(int inputs, int outputs, bool hidden, bool normalise, Generator? initialisation) : base(nameof(HeadLayer))
    {
        _hidden = hidden;
        double deviation = Math.Sqrt((hidden ? 2.0 : 1.0) / inputs);
        _weight = Owned.Parameter(() => initialisation is null
            ? empty(outputs, inputs) : empty(outputs, inputs).normal_(0, deviation, initialisation));
        register_parameter("weight", _weight);
        if (normalise)
            register_module("bn", _normalisation = new BatchNormalisation(outputs, centre: hidden));
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var value = RowProduct.Linear(input, ReducedPrecision.Like(_weight, input), training);
        if (_normalisation is not null)
            value = _normalisation.call(value);
        return (_hidden ? value.relu_() : value).MoveToOuterDisposeScope();
    }
}
