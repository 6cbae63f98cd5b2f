using System.Globalization;

namespace MedSsl.MLNet;

/// <summary>Encoders and classifiers as ONNX files.</summary>
internal static class OnnxExport
{
    /// <summary>Protocol buffers, and with them ONNX files without external data, end at 2 GiB.</summary>
    private const long LongestFile = int.MaxValue - (1 << 16);

    private const string InputName = "image", FeaturesName = "features", ScoreName = "score", ProbabilityName = "probability";

    internal static void Write(Stream stream, TrainedEncoder encoder)
    {
        CheckSize(encoder);
        var graph = new OnnxGraph();
        string input = graph.Input(InputName, encoder.Channels, encoder.Height, encoder.Width);
        new OnnxResNet(graph, encoder).Add(input, FeaturesName);
        graph.Output(FeaturesName, encoder.FeatureSize);
        graph.ToModel("encoder", Description(encoder, $"Output '{FeaturesName}': [N, {encoder.FeatureSize}], the encoder's feature vector."),
            EncoderMetadata.Of(encoder).ToTexts()).WriteTo(stream);
    }

    /// <exception cref="InvalidOperationException">The classifier is an ensemble, or scores crops, or is too large.</exception>
    internal static void Write(Stream stream, ImageClassifier classifier, IReadOnlyList<string> labelNames, bool? mirror)
    {
        if (classifier.Networks.Count > 1)
        {
            throw new InvalidOperationException(
                $"The classifier is an ensemble of {classifier.Networks.Count} networks; ONNX export takes one. Train with one run, or with a soup of runs.");
        }
        if (mirror is null && classifier.Views == TestTimeAugmentation.TenCrop)
            throw new InvalidOperationException("The classifier scores crops of the image, which the ONNX graph does not; say whether it shall mirror the image.");
        bool flipAveraging = mirror ?? classifier.Mirror;
        var encoder = classifier.Encoder;
        CheckSize(encoder);
        var graph = new OnnxGraph();
        string input = graph.Input(InputName, encoder.Channels, encoder.Height, encoder.Width);
        string features = flipAveraging ? Averaged(graph, encoder, input) : new OnnxResNet(graph, encoder).Add(input, FeaturesName);
        var (bias, weight) = classifier.Networks[0].Scorer;
        int labels = bias.Length;
        graph.Node("Gemm", ScoreName,
            [features, graph.Weight("head.weight", [labels, encoder.FeatureSize], weight), graph.Weight("head.bias", [labels], bias)], ("transB", 1L));
        graph.Node("Sigmoid", ProbabilityName, [ScoreName]);
        graph.Output(FeaturesName, encoder.FeatureSize);
        graph.Output(ScoreName, labels);
        graph.Output(ProbabilityName, labels);
        string names = string.Join(", ", labelNames);
        var metadata = EncoderMetadata.Of(encoder).ToTexts();
        metadata["labels"] = names;
        metadata["flip_averaging"] = flipAveraging ? "true" : "false";
        graph.ToModel("classifier", Description(encoder,
            $"Outputs '{FeaturesName}': [N, {encoder.FeatureSize}]{(flipAveraging ? ", the mean of the image's and its mirror image's" : "")}; " +
            $"'{ScoreName}': [N, {labels}] logits; '{ProbabilityName}': [N, {labels}], their sigmoid. Labels in order: {names}."), metadata).WriteTo(stream);
    }

    /// <summary>The mean of the features of the image and of its mirror image.</summary>
    private static string Averaged(OnnxGraph graph, TrainedEncoder encoder, string input)
    {
        string plain = new OnnxResNet(graph, encoder).Add(input, "features.plain");
        string mirrored = graph.Mirror("mirror", input, encoder.Width);
        string other = new OnnxResNet(graph, encoder, "mirrored.").Add(mirrored, "features.mirrored");
        string sum = graph.Node("Add", "features.sum", [plain, other]);
        return graph.Node("Mul", FeaturesName, [sum, graph.Weight("half", [1], [0.5f])]);
    }

    private static string Description(TrainedEncoder encoder, string outputs)
    {
        string Numbers(float[] values) => string.Join(", ", values.Select(value => value.ToString(CultureInfo.InvariantCulture)));
        string gray = encoder.Channels == 1 && encoder.Spec.ColourMean is not null ? "; the gray image is repeated to three channels" : "";
        return $"{encoder.Spec.Architecture}, width {encoder.Spec.WidthMultiplier.ToString(CultureInfo.InvariantCulture)}. " +
            $"Input '{InputName}': [N, {encoder.Channels}, {encoder.Height}, {encoder.Width}], rows from the top, pixels divided by their full scale to lie in " +
            $"[0, 1] (8 bits: divide by 255), {(encoder.Channels == 1 ? "gray" : "red, green, blue")}, resized with antialiasing, proportions kept. Not normalised: the graph " +
            $"subtracts the mean {Numbers(EncoderMetadata.Mean(encoder.Spec))} and divides by the deviation {Numbers(EncoderMetadata.Std(encoder.Spec))}{gray}. {outputs}";
    }

    private static void CheckSize(TrainedEncoder encoder)
    {
        long bytes = encoder.Weights.Tensors.Sum(weight => weight.Values.LongLength * sizeof(float));
        if (bytes > LongestFile)
            throw new InvalidOperationException($"The encoder has {bytes} bytes of weights; an ONNX file holds at most {LongestFile}. Export it as safetensors.");
    }
}
