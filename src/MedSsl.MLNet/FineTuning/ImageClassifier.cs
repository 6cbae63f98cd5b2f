namespace MedSsl.MLNet;

/// <summary>What a fitted classifier scores with: one network or an ensemble, and the views of an image that each of them sees.</summary>
/// <param name="Networks">One or more, all with the same outputs.</param>
/// <param name="Views">The views.</param>
/// <param name="Mirror">Whether the views are mirrored too; true for <see cref="TestTimeAugmentation.Mirror"/>.</param>
/// <param name="Image">The shape of the images that it was trained on.</param>
internal sealed record ImageClassifier(IReadOnlyList<TunedNetwork> Networks, TestTimeAugmentation Views, bool Mirror, ImageShape Image)
{
    internal TrainedEncoder Encoder => Networks[0].Encoder;

    internal int Outputs => Networks[0].Scorer.Bias.Length;

    /// <summary>The views that the options ask for.</summary>
    internal static ImageClassifier Of(IReadOnlyList<TunedNetwork> networks, FineTuneOptions options, ImageShape image)
    {
        bool mirror = options.FlipAveraging ?? options.Augmentation.FlipProbability > 0;
        return options.TestTimeAugmentation switch
        {
            null => new(networks, mirror ? TestTimeAugmentation.Mirror : TestTimeAugmentation.None, mirror, image),
            TestTimeAugmentation.TenCrop => new(networks, TestTimeAugmentation.TenCrop, mirror, image),
            { } views => new(networks, views, views == TestTimeAugmentation.Mirror, image),
        };
    }

    /// <exception cref="ArgumentException">The images have another number of channels.</exception>
    internal void Check(Microsoft.ML.DataViewSchema.Column input)
    {
        var shape = ImageShape.Of(input);
        if (shape.Channels != Encoder.Channels)
            throw new ArgumentException($"The images of column '{input.Name}' have {shape.Channels} channels; the model was trained on {Encoder.Channels}.");
    }

    /// <summary>The parts of a saved stage's header that every classifier has.</summary>
    internal ClassifierHeader ToHeader() => new(Networks.Count, Views, Mirror, Image.Channels, Image.Height, Image.Width);

    internal byte[][] ToBlobs(WeightStore? store = null) => [.. Networks.SelectMany(network => network.ToBlobs(store))];

    internal static ImageClassifier FromPayload(StagePayload payload, ClassifierHeader header) => new(
        [.. Enumerable.Range(0, header.Networks).Select(i => TunedNetwork.FromBlobs(payload, i))],
        header.Views, header.Mirror, new(header.Channels, header.Height, header.Width));
}

/// <summary>An <see cref="ImageClassifier"/> without its weights.</summary>
internal sealed record ClassifierHeader(int Networks, TestTimeAugmentation Views, bool Mirror, int Channels, int Height, int Width);
