using System.Security.Cryptography;
using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>The networks of a fitted classifier, and the loss by which a student learns from them.</summary>
internal sealed class Teacher : IDisposable
{
    private readonly FineTuneNetwork[] _networks;
    private readonly int _height;
    private readonly int _width;
    private readonly bool _classes;
    private readonly double _temperature;
    private readonly double _labelWeight;

    /// <param name="classifier">The fitted classifier; its test-time views are not used.</param>
    /// <param name="classes">True for one class an image (softmax), false for independent labels.</param>
    /// <param name="options">Temperature and the labels' weight.</param>
    /// <param name="device">Where the student is trained.</param>
    internal Teacher(ImageClassifier classifier, bool classes, DistillOptions options, Device device)
    {
        (_height, _width, _classes) = (classifier.Encoder.Height, classifier.Encoder.Width, classes);
        (_temperature, _labelWeight) = (options.Temperature, options.LabelWeight);
        Fingerprint = FormattableString.Invariant($"{_temperature}, {_labelWeight}, ") +
            Convert.ToHexString(SHA256.HashData([.. classifier.Networks.SelectMany(network => network.ToBlobs()).SelectMany(blob => SHA256.HashData(blob))]));
        _networks = [.. classifier.Networks.Select(network => network.NewNetwork())];
        foreach (var network in _networks)
        {
            network.to(device);
            network.eval();
            foreach (var parameter in network.parameters())
                parameter.requires_grad = false;
        }
    }

    /// <summary>What tells it and its options from another teacher.</summary>
    internal string Fingerprint { get; }

    /// <summary>The mean loss of a batch.</summary>
    /// <param name="logits">The student's, [N, outputs].</param>
    /// <param name="views">What the student saw, [N, C, H, W].</param>
    /// <param name="targets">The labels, NaN = unknown; not read unless they have a weight.</param>
    /// <param name="task">The labels' loss.</param>
    internal Tensor Loss(Tensor logits, Tensor views, Tensor targets, LabelTask task)
    {
        using var scope = NewDisposeScope();
        var probabilities = Probabilities(views);
        var loss = _classes
            ? DistillationLoss.OfClasses(logits, probabilities, _temperature)
            : DistillationLoss.OfLabels(logits, probabilities, _temperature);
        if (_labelWeight > 0)
            loss = loss * (1 - _labelWeight) + task.Loss(logits, targets) * _labelWeight;
        return loss.MoveToOuterDisposeScope();
    }

    /// <summary>The networks' mean softened probabilities.</summary>
    private Tensor Probabilities(Tensor views)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var images = views.shape[2] == _height && views.shape[3] == _width ? views : nn.functional.adaptive_avg_pool2d(views, [_height, _width]);
        var parts = _networks.Select(network => network.call(images) / _temperature).Select(logits => _classes ? logits.softmax(1) : logits.sigmoid());
        return (parts.Aggregate((sum, part) => sum + part) / _networks.Length).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (var network in _networks)
            network.Dispose();
    }
}
