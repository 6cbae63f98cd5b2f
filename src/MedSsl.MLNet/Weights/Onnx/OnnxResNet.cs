namespace MedSsl.MLNet;

/// <summary>
/// Writes an encoder's network as ONNX nodes, each named as the module that it is: pixels in, features out. The normalisation of the pixels is a 1×1
/// convolution in front, which also repeats a gray image where the network takes three channels; batch normalisation stays as it is.
/// </summary>
/// <param name="graph">Where the nodes go.</param>
/// <param name="encoder">What to write.</param>
/// <param name="prefix">Before the names of the nodes: the network may be in the graph more than once, with the same weights.</param>
internal sealed class OnnxResNet(OnnxGraph graph, TrainedEncoder encoder, string prefix = "")
{
    private const float Epsilon = 1e-5f;

    private readonly Dictionary<string, NamedTensor> _weights = encoder.Weights.Tensors.ToDictionary(weight => weight.Name, StringComparer.Ordinal);

    /// <summary>Adds the nodes from <paramref name="pixels"/> [N, C, H, W] on and gives the name of the features, [N, FeatureSize].</summary>
    internal string Add(string pixels, string features)
    {
        var spec = encoder.Spec;
        string value = Normalised(pixels);
        value = Layer("conv1", "bn1", value, spec.SmallImageStem ? 1 : 2);
        value = Node("Relu", "relu", [value]);
        if (!spec.SmallImageStem)
            value = Node("MaxPool", "maxpool", [value], ("kernel_shape", (long[])[3, 3]), ("strides", (long[])[2, 2]), ("pads", (long[])[1, 1, 1, 1]));
        for (int stage = 0; stage < 4; stage++)
        {
            for (int block = 0; block < spec.Blocks[stage]; block++)
                value = Block($"layer{stage + 1}.{block}", value, stage > 0 && block == 0 ? 2 : 1);
        }
        value = Node("GlobalAveragePool", "avgpool", [value]);
        return graph.Node("Flatten", features, [value], ("axis", 1L));
    }

    private string Block(string at, string input, long stride)
    {
        bool bottleneck = encoder.Spec.Expansion > 1;
        int layers = bottleneck ? 3 : 2, strided = bottleneck ? 2 : 1;
        string value = input;
        for (int i = 1; i <= layers; i++)
        {
            value = Layer($"{at}.conv{i}", $"{at}.bn{i}", value, i == strided ? stride : 1);
            if (i < layers)
                value = Node("Relu", $"{at}.relu{i}", [value]);
        }
        if (_weights.ContainsKey($"{at}.downsample.0.weight"))
            input = Layer($"{at}.downsample.0", $"{at}.downsample.1", input, stride);
        return Node("Relu", $"{at}.relu", [Node("Add", $"{at}.add", [value, input])]);
    }

    private string Layer(string convolution, string normalisation, string input, long stride)
    {
        var kernel = _weights[$"{convolution}.weight"];
        long side = kernel.Shape[2], pad = side / 2;
        string value = Node("Conv", convolution, [input, Weight(kernel.Name)],
            ("kernel_shape", (long[])[side, side]), ("strides", (long[])[stride, stride]), ("pads", (long[])[pad, pad, pad, pad]));
        return Node("BatchNormalization", normalisation,
            [value, Weight($"{normalisation}.weight"), Weight($"{normalisation}.bias"), Weight($"{normalisation}.running_mean"), Weight($"{normalisation}.running_var")],
            ("epsilon", Epsilon));
    }

    private string Normalised(string pixels)
    {
        var spec = encoder.Spec;
        int inputs = encoder.Channels, outputs = PixelNormalisation.Channels(spec, inputs);
        float[] means = EncoderMetadata.Mean(spec), deviations = EncoderMetadata.Std(spec);
        var scales = new float[outputs];
        var shifts = new float[outputs];
        for (int i = 0; i < outputs; i++)
        {
            scales[i] = 1 / deviations[i % deviations.Length];
            shifts[i] = (float)(-(double)means[i % means.Length] / deviations[i % deviations.Length]);
        }
        return Node("Conv", "normalise",
            [pixels, graph.Weight("normalise.weight", [outputs, 1, 1, 1], scales), graph.Weight("normalise.bias", [outputs], shifts)],
            ("kernel_shape", (long[])[1, 1]), ("group", (long)inputs));
    }

    private string Weight(string name) => graph.Weight(name, _weights[name].Shape, _weights[name].Values);

    private string Node(string operation, string name, string[] inputs, params (string Name, object Value)[] attributes) =>
        graph.Node(operation, prefix + name + ".out", inputs, attributes);
}
