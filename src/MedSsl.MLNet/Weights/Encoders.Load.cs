namespace MedSsl.MLNet;

public static partial class Encoders
{
    /// <summary>
    /// Loads an encoder that was trained elsewhere: a ResNet's weights as torchvision, lightly, solo-learn, MoCo or PyTorch's SimCLR programs save
    /// them, this library's safetensors export, or the encoder of a saved model.
    /// </summary>
    /// <remarks>
    /// <para>The file is a <c>torch.save</c> archive (.pth, .pt, .ckpt), a safetensors file or a model.zip; its first bytes tell which. An archive's
    /// pickle is read by a reader that knows tensors and plain containers only; nothing in it is executed. Architecture, width, channels and stem
    /// are inferred from the tensors' shapes; classifiers, projection heads and momentum copies are left out.</para>
    /// <para>Features equal PyTorch's on the same pixels to the rounding. Weights for colour images also serve gray ones: see
    /// <see cref="EncoderLoadOptions.Channels"/> and <see cref="EncoderLoadOptions.Gray"/>.</para>
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="options">Channels, normalisation and the rest; null for the defaults.</param>
    /// <returns>The encoder, for <c>ml.SelfSupervised.Encoder("Features", "Image", encoder)</c>.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, names anything but tensors, or lacks weights.</exception>
    /// <exception cref="ArgumentException">An option is out of its range or does not fit the file.</exception>
    public static TrainedEncoder Load(string path, EncoderLoadOptions? options = null) => Load(path, options, out _);

    /// <summary>Loads an encoder and tells which tensor became which weight.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Channels, normalisation and the rest; null for the defaults.</param>
    /// <param name="report">Every tensor of the file and every weight of the network, with what became of it.</param>
    /// <inheritdoc cref="Load(string, EncoderLoadOptions?)"/>
    public static TrainedEncoder Load(string path, EncoderLoadOptions? options, out WeightMappingReport report)
    {
        using var file = Open(path, ref options);
        var loader = new EncoderLoader(file, options);
        report = loader.Report;
        return loader.Load();
    }

    /// <summary>Tells which tensor of a file would become which weight, also where weights are missing; reads no values.</summary>
    /// <inheritdoc cref="Load(string, EncoderLoadOptions?)" path="/param"/>
    /// <inheritdoc cref="Load(string, EncoderLoadOptions?)" path="/exception"/>
    public static WeightMappingReport ReadMapping(string path, EncoderLoadOptions? options = null)
    {
        using var file = Open(path, ref options);
        return new EncoderLoader(file, options).Report;
    }

    private static TensorFile Open(string path, [System.Diagnostics.CodeAnalysis.NotNull] ref EncoderLoadOptions? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new();
        options.Validate();
        return ModelEncoder.TryOpen(path) ?? TensorFile.Open(path);
    }
}
