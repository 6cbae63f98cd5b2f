namespace MedSsl.MLNet;

/// <summary>
/// Writes an encoder's network as ONNX nodes, each named as the module that it is: pixels in, features out. The normalisation of the pixels is a 1×1
/// convolution in front, which also repeats a gray image where the network takes three channels; batch normalisation stays as it is, but for kept layers
/// of a projection head.
/// </summary>
/// <param name="graph">Where the nodes go.</param>
/// <param name="encoder">What to write.</param>
/// <param name="prefix">Before the names of the nodes: the network may be in the graph more than once, with the same weights.</param>
internal sealed class OnnxResNet(OnnxGraph graph, TrainedEncoder encoder, string prefix = "")
{
    private const float Epsilon = 1e-5f;

    private readonly Dictionary<string, NamedTensor> _weights = encoder.Weights.Tensors.ToDictionary(weight => weight.Name, StringComparer.Ordinal);
    private int _height = encoder.Height;
    private int _width = encoder.Width;

    /// <summary>Adds the nodes from <paramref name="pixels"/> [N, C, H, W] on and gives the name of the features, [N, FeatureSize].</summary>
    internal string Add(string pixels, string features)
    {
        var spec = encoder.Spec;
        string value = Stem(Normalised(pixels));
        for (int stage = 0; stage < 4; stage++)
        {
            for (int block = 0; block < spec.Blocks[stage]; block++)
                value = Block($"layer{stage + 1}.{block}", value, stage > 0 && block == 0 ? 2 : 1);
        }
        value = Node("GlobalAveragePool", "avgpool", [value]);
        if (spec.HeadLayers == 0)
            return graph.Node("Flatten", features, [value], ("axis", 1L));
        value = Node("Flatten", "flatten", [value], ("axis", 1L));
        for (int i = 0; i < spec.HeadLayers; i++)
            value = HeadLayer($"head.{i}", value, i < spec.HeadLayers - 1 ? $"{prefix}head.{i}.relu.out" : features);
        return value;
    }

    private string Stem(string value)
    {
        var spec = encoder.Spec;
        if (EncoderShapes.HasDeepStem(spec))
        {
            value = Node("Relu", "conv1.2", [Layer("conv1.0", "conv1.1", value, 2)]);
            value = Node("Relu", "conv1.5", [Layer("conv1.3", "conv1.4", value, 1)]);
            value = Layer("conv1.6", "bn1", value, 1);
        }
        else
        {
            value = Layer("conv1", "bn1", value, spec.SmallImageStem ? 1 : 2);
        }
        value = Node("Relu", "relu", [value]);
        if (spec.SmallImageStem)
            return value;
        Halve();
        Halve();
        return Node("MaxPool", "maxpool", [value], ("kernel_shape", (long[])[3, 3]), ("strides", (long[])[2, 2]), ("pads", (long[])[1, 1, 1, 1]));
    }

    private string Block(string at, string input, long stride)
    {
        var spec = encoder.Spec;
        int layers = spec.Expansion > 1 ? 3 : 2, strided = spec.Expansion > 1 ? 2 : 1;
        string value = input;
        for (int i = 1; i <= layers; i++)
        {
            long step = i == strided ? stride : 1;
            if (i == 2 && spec.SelectiveKernels)
            {
                value = SelectiveKernel($"{at}.conv2", value, step);
                continue;
            }
            value = Layer($"{at}.conv{i}", $"{at}.bn{i}", value, step);
            if (i < layers)
                value = Node("Relu", $"{at}.relu{i}", [value]);
        }
        if (_weights.ContainsKey($"{at}.downsample.0.weight"))
            input = Layer($"{at}.downsample.0", $"{at}.downsample.1", spec.SelectiveKernels ? Averaged(at, input, stride) : input, spec.SelectiveKernels ? 1 : stride);
        if (stride > 1)
            Halve();
        return Node("Relu", $"{at}.relu", [Node("Add", $"{at}.add", [value, input])]);
    }

    /// <summary>
    /// Two streams, weighed by the logistic function of the difference of their numbers. The sum of the streams' means is in the squeezing weights,
    /// twice side by side, and the difference in the mixing weights.
    /// </summary>
    private string SelectiveKernel(string at, string input, long stride)
    {
        string both = Node("Relu", $"{at}.relu", [Layer($"{at}.conv", $"{at}.bn", input, stride)]);
        var squeeze = _weights[$"{at}.squeeze.weight"];
        var mix = _weights[$"{at}.mix.weight"];
        int squeezed = (int)squeeze.Shape[0], channels = (int)squeeze.Shape[1];
        var twice = new float[2 * squeeze.Values.Length];
        for (int row = 0; row < squeezed; row++)
        {
            squeeze.Values.AsSpan(row * channels, channels).CopyTo(twice.AsSpan(2 * row * channels));
            squeeze.Values.AsSpan(row * channels, channels).CopyTo(twice.AsSpan((2 * row + 1) * channels));
        }
        var difference = new float[channels * squeezed];
        for (int i = 0; i < difference.Length; i++)
            difference[i] = mix.Values[i] - mix.Values[difference.Length + i];

        string means = Node("GlobalAveragePool", $"{at}.means", [both]);
        string value = Node("Conv", $"{at}.squeeze", [means, graph.Weight($"{at}.squeeze.weight.twice", [squeezed, 2 * channels, 1, 1], twice)], ("kernel_shape", (long[])[1, 1]));
        value = Node("Relu", $"{at}.squeeze_relu", [Normalisation($"{at}.squeeze_bn", value)]);
        string Share(string name, float[] weights) => Node("Sigmoid", $"{at}.{name}.share",
            [Node("Conv", $"{at}.{name}.mix", [value, graph.Weight($"{at}.{name}.mix.weight", [channels, squeezed, 1, 1], weights)], ("kernel_shape", (long[])[1, 1]))]);
        // Spread over the map before the product: OpenCV multiplies maps of one size only.
        long height = stride > 1 ? (_height + 1) / 2 : _height, width = stride > 1 ? (_width + 1) / 2 : _width;
        string Spread(string name, string share) => Node("Resize", $"{at}.{name}.spread",
            [share, "", graph.Weight($"spread.{height}.{width}", [4], [1, 1, height, width])],
            ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor"));
        string[] streams = [$"{prefix}{at}.stream1.out", $"{prefix}{at}.stream2.out"];
        graph.Split($"{prefix}{at}.split", both, streams);
        string first = Node("Mul", $"{at}.first", [streams[0], Spread("first", Share("first", difference))]);
        string second = Node("Mul", $"{at}.second", [streams[1], Spread("second", Share("second", [.. difference.Select(number => -number)]))]);
        return Node("Add", $"{at}.mixed", [first, second]);
    }

    /// <summary>
    /// ResNet-D's average before a shortcut: by twos, an odd side's last pixel with zeros, which is a convolution of every channel for itself (OpenCV 4.6
    /// averages over uneven padding otherwise); without stride, of those neighbours that exist.
    /// </summary>
    private string Averaged(string at, string input, long stride)
    {
        if (stride == 1)
        {
            return Node("AveragePool", $"{at}.downsample.average", [input], ("kernel_shape", (long[])[2, 2]), ("strides", (long[])[1, 1]),
                ("pads", (long[])[0, 0, 1, 1]), ("count_include_pad", 0L));
        }
        long channels = _weights[$"{at}.downsample.0.weight"].Shape[1];
        var quarters = new float[4 * channels];
        Array.Fill(quarters, 0.25f);
        return Node("Conv", $"{at}.downsample.average", [input, graph.Weight($"quarters.{channels}", [channels, 1, 2, 2], quarters)],
            ("kernel_shape", (long[])[2, 2]), ("strides", (long[])[2, 2]), ("pads", (long[])[0, 0, _height % 2, _width % 2]), ("group", channels));
    }

    /// <summary>A kept layer of a projection head, its batch normalisation folded into the linear layer.</summary>
    private string HeadLayer(string at, string input, string output)
    {
        var weight = _weights[$"{at}.weight"];
        int outputs = (int)weight.Shape[0], inputs = (int)weight.Shape[1];
        float[] Part(string name) => _weights[$"{at}.bn.{name}"].Values;
        float[] scales = Part("weight"), shifts = Part("bias"), means = Part("running_mean"), variances = Part("running_var");
        var folded = new float[weight.Values.Length];
        var bias = new float[outputs];
        for (int to = 0; to < outputs; to++)
        {
            double factor = scales[to] / Math.Sqrt((double)variances[to] + Epsilon);
            bias[to] = (float)(shifts[to] - means[to] * factor);
            for (int i = to * inputs; i < (to + 1) * inputs; i++)
                folded[i] = (float)(weight.Values[i] * factor);
        }
        string linear = Node("Gemm", at,
            [input, graph.Weight($"{at}.folded.weight", weight.Shape, folded), graph.Weight($"{at}.folded.bias", [outputs], bias)], ("transB", 1L));
        return graph.Node("Relu", output, [linear]);
    }

    private string Layer(string convolution, string normalisation, string input, long stride)
    {
        var kernel = _weights[$"{convolution}.weight"];
        long side = kernel.Shape[2], pad = side / 2;
        return Normalisation(normalisation, Node("Conv", convolution, [input, Weight(kernel.Name)],
            ("kernel_shape", (long[])[side, side]), ("strides", (long[])[stride, stride]), ("pads", (long[])[pad, pad, pad, pad])));
    }

    private string Normalisation(string at, string input) => Node("BatchNormalization", at,
        [input, Weight($"{at}.weight"), Weight($"{at}.bias"), Weight($"{at}.running_mean"), Weight($"{at}.running_var")], ("epsilon", Epsilon));

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

    /// <summary>What a stride of 2 leaves of the map's sides, with the paddings used here.</summary>
    private void Halve() => (_height, _width) = ((_height + 1) / 2, (_width + 1) / 2);

    private string Weight(string name) => graph.Weight(name, _weights[name].Shape, _weights[name].Values);

    private string Node(string operation, string name, string[] inputs, params (string Name, object Value)[] attributes) =>
        graph.Node(operation, prefix + name + ".out", inputs, attributes);
}
