namespace MedSsl.MLNet;

/// <summary>Encoders and classifiers as files for other programs.</summary>
public static class EncoderExport
{
    /// <summary>
    /// Writes the weights as safetensors, single precision, under torchvision's names: <c>torchvision.models.resnet50().load_state_dict(
    /// safetensors.torch.load_file(path), strict=False)</c> takes them where width is 1 and the stem is the usual one. The file's metadata give
    /// architecture, image size, pixel mean and deviation; <see cref="Encoders.Load(string, EncoderLoadOptions?)"/> gives the same encoder back.
    /// </summary>
    /// <param name="encoder">For example <c>Encoders.Load("model.zip")</c> or an <see cref="EncoderTransformer"/>'s.</param>
    /// <param name="path">The file; it appears whole or not at all, and replaces an existing one.</param>
    public static void SaveSafetensors(this TrainedEncoder encoder, string path)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        WholeFile.Write(path, stream => SafetensorsWriter.Write(stream, encoder.Weights.Tensors, EncoderMetadata.Of(encoder).ToTexts()));
    }

    /// <summary>
    /// Writes the encoder as an ONNX graph, operator set 17. Input "image": [N, Channels, Height, Width], any N, pixels in [0, 1], not normalised (the
    /// graph does it), resized to the encoder's size with antialiasing as <c>ml.MedicalImages.Load</c> does. Output "features": [N, FeatureSize]. The file's description says the same,
    /// with the numbers.
    /// </summary>
    /// <param name="encoder">What to write.</param>
    /// <param name="path">The file; it appears whole or not at all, and replaces an existing one.</param>
    /// <exception cref="InvalidOperationException">The weights are more than an ONNX file holds, 2 GiB.</exception>
    public static void SaveOnnx(this TrainedEncoder encoder, string path)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        WholeFile.Write(path, stream => OnnxExport.Write(stream, encoder));
    }

    /// <summary>
    /// Writes a fine-tuned classifier as an ONNX graph, operator set 17: input and "features" as for the encoder, and the outputs "score", [N, labels],
    /// logits, and "probability", [N, labels], their sigmoid. The labels' names are in the description and in the metadata.
    /// </summary>
    /// <param name="classifier">What to write.</param>
    /// <param name="path">The file; it appears whole or not at all, and replaces an existing one.</param>
    /// <param name="flipAveraging">
    /// Whether the graph averages the features of the image and of its mirror image; null for what the classifier does, so that scores are the same.
    /// False halves the work.
    /// </param>
    /// <exception cref="InvalidOperationException">The weights are more than an ONNX file holds, 2 GiB; the classifier is an ensemble; or it scores ten
    /// crops and <paramref name="flipAveraging"/> is null.</exception>
    public static void SaveOnnx(this MultiLabelTransformer classifier, string path, bool? flipAveraging = null)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        WholeFile.Write(path, stream => OnnxExport.Write(stream, classifier.Classifier, classifier.LabelNames, flipAveraging));
    }
}
