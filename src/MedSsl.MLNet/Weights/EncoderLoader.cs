namespace MedSsl.MLNet;

/// <summary>From a weight file to an encoder: which network it is, which tensor is which weight, and how pixels are normalised.</summary>
internal sealed class EncoderLoader
{
    private static readonly WeightLayout OwnLayout = new("MedSsl.MLNet, which names as torchvision", "", [], "the file's own metadata");

    private readonly EncoderLoadOptions _options;
    private readonly List<string> _notes = [];
    private readonly TensorFile _file;
    private readonly EncoderMetadata? _metadata;
    private readonly WeightMapper _mapper;
    private readonly EncoderSpec _fileSpec;
    private readonly EncoderSpec _spec;
    private readonly int _fileChannels;
    private readonly int _channels;
    private readonly bool _summed;

    /// <exception cref="InvalidDataException">The file holds no encoder that this library has.</exception>
    /// <exception cref="ArgumentException">An option does not fit the file.</exception>
    internal EncoderLoader(TensorFile file, EncoderLoadOptions options)
    {
        (_file, _options) = (file, options);
        _metadata = EncoderMetadata.Read(file.Path, file.Metadata);
        WeightLayout layout;
        TensorGroup group;
        int fileChannels;
        if (_metadata is { } own)
        {
            (layout, group) = (OwnLayout, file.Groups[0]);
            fileChannels = PixelNormalisation.Channels(own.Spec, own.Channels);
            _fileSpec = Normalised(own.Spec, own.Spec, fileChannels);
        }
        else
        {
            (layout, group) = WeightLayouts.Recognise(file, options.Prefix);
            var tensors = new Dictionary<string, StoredTensor>(StringComparer.Ordinal);
            foreach (var tensor in group.Tensors)
            {
                if (layout.Map(tensor.Name) is { } name)
                    tensors[name] = tensor;
            }
            (var spec, fileChannels) = EncoderInference.Infer(file.Path, tensors);
            _fileSpec = Normalised(spec, Assumed(spec, layout, fileChannels), fileChannels);
            if (spec.SmallImageStem && layout.Name.StartsWith("solo-learn", StringComparison.Ordinal))
                _notes.Add("solo-learn pads the 3×3 first convolution by 2 pixels, this network by 1: features differ near the border.");
        }
        _fileChannels = fileChannels;
        _mapper = new WeightMapper(file, group, layout, EncoderShapes.Of(_fileSpec with { ColourMean = null, ColourStd = null }, fileChannels));
        _channels = options.Channels ?? _metadata?.Channels ?? fileChannels;
        if (fileChannels < _channels)
        {
            throw new ArgumentException($"'{file.Path}' holds weights for gray images; {nameof(options.Channels)} is {_channels}. Load the images with 1 channel.");
        }
        (_spec, _summed) = ForImages(fileChannels);
        NoteOtherGroups(group);
        Report = new WeightMappingReport
        {
            Path = file.Path,
            Format = file.Format,
            Layout = $"{layout.Name} ({layout.Source})",
            Prefix = layout.Prefix,
            Spec = _spec,
            Channels = _channels,
            Rows = _mapper.Rows(),
            Notes = _notes,
        };
    }

    internal WeightMappingReport Report { get; }

    /// <summary>Reads the weights.</summary>
    /// <exception cref="InvalidDataException">Weights are missing or misshaped and the options do not allow it, or they are damaged.</exception>
    internal TrainedEncoder Load()
    {
        CheckComplete();
        var weights = _mapper.Read().ToDictionary(weight => weight.Name, StringComparer.Ordinal);
        int side = _options.ImageSize ?? (_spec.SmallImageStem ? 32 : 224);
        int height = _options.ImageSize ?? _metadata?.Height ?? side, width = _options.ImageSize ?? _metadata?.Width ?? side;
        if (!Report.IsComplete)
        {
            var random = TrainedEncoder.Untrained(_fileSpec, _fileChannels, height, width, _options.ImageColumnName,
                SampleSeed.Of((ulong)_options.Seed, "Missing weights", 0, 0, 0));
            foreach (var weight in random.Weights.Tensors)
                weights.TryAdd(weight.Name, weight);
        }
        if (_summed)
        {
            var (first, mean) = EncoderShapes.FirstLayer(_spec);
            (weights[first], weights[mean]) = GrayFolding.Fold(weights[first], weights[mean], _fileSpec);
        }
        return new TrainedEncoder(_spec, _channels, height, width, _options.ImageColumnName, EncoderWeights.Of(weights.Values));
    }

    private void CheckComplete()
    {
        if (Report.IsComplete)
            return;
        var missing = Report.Of(WeightStatus.Missing).ToList();
        var misshaped = Report.Of(WeightStatus.Misshaped).ToList();
        string what = $"'{_file.Path}' does not have all weights of {_spec.Architecture}: {missing.Count} missing{List(missing)}, " +
            $"{misshaped.Count} of another shape{List(misshaped)}.";
        if (!_options.AllowMissing)
            throw new InvalidDataException($"{what} Allow it ({nameof(EncoderLoadOptions.AllowMissing)}, --allow-missing) to draw those at random.");
        double matched = Report.Of(WeightStatus.Matched).Sum(row => (double)StoredTensor.CountOf([.. row.NetworkShape!])!.Value);
        if (matched < 0.1 * _mapper.Shapes.Values.Sum(shape => (double)StoredTensor.CountOf(shape)!.Value))
            throw new InvalidDataException($"{what} That is less than a tenth of the network.");

        static string List(List<WeightMapping> rows) => rows.Count == 0 ? "" : $" ({string.Join("; ", rows.Take(5))}{(rows.Count > 5 ? "; …" : "")})";
    }

    /// <summary>The normalisation for a file that says nothing of it.</summary>
    private EncoderSpec Assumed(EncoderSpec spec, WeightLayout layout, int fileChannels)
    {
        if (_options.PixelMean is not null)
            return spec;
        if (layout.PlainPixels)
        {
            _notes.Add($"Pixels are not normalised, as {layout.Name} trains.");
            return spec with { PixelMean = 0, PixelStd = 1 };
        }
        if (fileChannels == 3)
        {
            _notes.Add("Pixels are normalised by ImageNet's mean and deviation, as is usual; the file does not say. Give others if the weights were trained so.");
            return spec with { ColourMean = ColourValues.ImageNetMean, ColourStd = ColourValues.ImageNetStd };
        }
        _notes.Add($"Pixels are normalised by mean {spec.PixelMean} and deviation {spec.PixelStd}; the file does not say. Give those that the weights were trained with.");
        return spec;
    }

    /// <summary>The normalisation of the options, in place of <paramref name="assumed"/>.</summary>
    private EncoderSpec Normalised(EncoderSpec spec, EncoderSpec assumed, int fileChannels)
    {
        if (_options is not { PixelMean: { } mean, PixelStd: { } std })
            return assumed;
        if (mean.Count > fileChannels)
            throw new ArgumentException($"{nameof(_options.PixelMean)} has {mean.Count} numbers, but the weights of '{_file.Path}' take {fileChannels} channel.");
        return mean.Count == 1
            ? spec with { PixelMean = mean[0], PixelStd = std[0], ColourMean = null, ColourStd = null }
            : spec with { ColourMean = new(mean[0], mean[1], mean[2]), ColourStd = new(std[0], std[1], std[2]) };
    }

    /// <summary>The specification for images of <see cref="_channels"/> channels.</summary>
    private (EncoderSpec Spec, bool Summed) ForImages(int fileChannels)
    {
        if (fileChannels == _channels)
            return (_fileSpec, false);
        if (_options.Gray == GrayWeights.Sum)
        {
            _notes.Add("The first convolution's weights are summed over the colours; features of gray images are the same but for the border's padding.");
            return (GrayFolding.Spec(_fileSpec), true);
        }
        if (_fileSpec.ColourMean is not null)
            return (_fileSpec, false);
        float mean = _fileSpec.PixelMean, std = _fileSpec.PixelStd;
        return (_fileSpec with { ColourMean = new(mean, mean, mean), ColourStd = new(std, std, std) }, false);
    }

    private void NoteOtherGroups(TensorGroup group)
    {
        foreach (var other in _file.Groups.Where(other => other != group))
            _notes.Add($"{other.Tensors.Count} tensors under '{other.Key}' were not looked at; the weights are those under '{group.Key}'.");
    }
}
