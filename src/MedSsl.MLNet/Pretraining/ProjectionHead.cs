using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// The projection head between an encoder and NT-Xent, [N, features] to [N, size]: hidden layers (linear, batch normalisation, ReLU) and a linear layer,
/// on demand with a batch normalisation without bias. Chen et al. (2020), arXiv 2002.05709, section 4.2, and SimCLRv2, arXiv 2006.10029, whose head has
/// three layers, of which the first stays for fine-tuning.
/// </summary>
/// <remarks>
/// Its layers are named by their number in the whole head: where the encoder has kept the first one, this begins with "1". Departure: SimCLR's code
/// draws the weights with deviation 0.01, which the normalisation behind them makes a matter of the learning rate only.
/// </remarks>
internal sealed class ProjectionHead : Layer, IReducedPrecision
{
    private readonly HeadLayer[] _layers;

    /// <param name="features">The encoder's feature size.</param>
    /// <param name="first">Layers that the encoder has already.</param>
    /// <param name="count">Layers of the whole head, more than <paramref name="first"/>.</param>
    /// <param name="hidden">Units of the hidden layers.</param>
    /// <param name="size">The length of a projection.</param>
    /// <param name="normaliseLast">Whether a batch normalisation ends it.</param>
    /// <param name="initialisation">Where the weights are drawn from.</param>
    internal ProjectionHead(int features, int first, int count, int hidden, int size, bool normaliseLast, Generator initialisation)
        : base(nameof(ProjectionHead))
    {
        _layers = new HeadLayer[count - first];
        for (int i = 0; i < _layers.Length; i++)
        {
            bool inside = i < _layers.Length - 1;
            _layers[i] = new HeadLayer(i == 0 ? features : hidden, inside ? hidden : size, inside, inside || normaliseLast, initialisation);
            register_module($"{first + i}", _layers[i]);
        }
    }

    public Precision Precision { get; set; }

    public override Tensor forward(Tensor features)
    {
        using var scope = NewDisposeScope();
        var value = ReducedPrecision.Enter(features, Precision);
        foreach (var layer in _layers)
            value = layer.call(value);
        return ReducedPrecision.Leave(value).MoveToOuterDisposeScope();
    }
}
