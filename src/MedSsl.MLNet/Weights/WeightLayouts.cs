namespace MedSsl.MLNet;

/// <summary>The layouts that are recognised. Each row says where it is from.</summary>
internal static class WeightLayouts
{
    private static readonly string[] SoloHeads =
        ["projector.", "predictor.", "classifier.", "momentum_backbone.", "momentum_encoder.", "momentum_projector.", "momentum_classifier.", "queue", "prototypes."];

    private static readonly string[] LightlyHeads =
    [
        "projection_head", "prediction_head", "backbone_momentum", "projection_head_momentum", "criterion.", "memory_bank", "queue", "prototypes",
        "online_classifier", "classification_head",
    ];

    private static readonly WeightLayout[] Known =
    [
        new("torchvision", "", ["fc."], "torchvision/models/resnet.py"),
        new("MoCo v1 and v2", "encoder_q.", ["encoder_q.fc.", "encoder_k.", "queue"], "facebookresearch/moco: moco/builder.py, main_lincls.py"),
        new("MoCo v3", "base_encoder.", ["base_encoder.fc.", "momentum_encoder.", "predictor."], "facebookresearch/moco-v3: moco/builder.py, main_lincls.py"),
        new("lightly, torchvision's ResNet as nn.Sequential", "backbone.", LightlyHeads, "lightly-ai/lightly: examples/pytorch/simclr.py",
            ["conv1", "bn1", null, null, "layer1", "layer2", "layer3", "layer4", null]),
        new("lightly, its own ResNet as nn.Sequential", "backbone.", LightlyHeads, "lightly-ai/lightly: lightly/models/resnet.py",
            ["conv1", "bn1", "layer1", "layer2", "layer3", "layer4", null], "shortcut"),
        new("solo-learn", "backbone.", SoloHeads, "vturrisi/solo-learn: solo/methods/base.py"),
        new("SimCLR of sthalles", "backbone.", ["backbone.fc."], "sthalles/SimCLR: models/resnet_simclr.py, data_aug/contrastive_learning_dataset.py",
            PlainPixels: true),
        new("SimCLR of Spijkervet", "encoder.", ["projector."], "Spijkervet/SimCLR: simclr/simclr.py, simclr/modules/transformations/simclr.py",
            PlainPixels: true),
        new("solo-learn of before 2022", "encoder.", SoloHeads, "vturrisi/solo-learn: solo/methods/base.py at its first releases"),
    ];

    /// <summary>The layout and the group of tensors that name most of an encoder's weights.</summary>
    /// <param name="file">An open file.</param>
    /// <param name="prefix">What the weights' names begin with, where the caller knows; null to recognise it.</param>
    /// <exception cref="InvalidDataException">No group has a ResNet's first convolution under any of the layouts.</exception>
    internal static (WeightLayout Layout, TensorGroup Group) Recognise(TensorFile file, string? prefix)
    {
        var candidates = prefix is null
            ? Known.SelectMany(layout => layout.Wrapped())
            : [new WeightLayout($"torchvision's names after '{prefix}'", prefix, [prefix + "fc."], "given by the caller")];
        (WeightLayout Layout, TensorGroup Group, (int Encoder, int Heads) Score)? best = null;
        foreach (var layout in candidates)
        {
            foreach (var group in file.Groups)
            {
                var score = Score(layout, group);
                if (score.Encoder > 0 && (best is null || score.CompareTo(best.Value.Score) > 0))
                    best = (layout, group, score);
            }
        }
        if (best is { } found)
            return (found.Layout, found.Group);
        var first = file.Groups.SelectMany(group => group.Tensors).Take(3).Select(tensor => $"'{tensor.Name}'");
        throw new InvalidDataException($"'{file.Path}' has no ResNet's weights{(prefix is null ? "" : $" whose names begin with '{prefix}'")}: none of its " +
            $"tensors ({string.Join(", ", first)}, …) is a 'conv1.weight' under a known prefix. If they have another prefix, name it (Prefix, --prefix).");
    }

    private static (int Encoder, int Heads) Score(WeightLayout layout, TensorGroup group)
    {
        int encoder = 0, heads = 0;
        bool first = false;
        foreach (var tensor in group.Tensors)
        {
            if (layout.Map(tensor.Name) is { } name)
            {
                encoder++;
                first |= name == EncoderShapes.First;
            }
            else if (layout.LeavesOut(tensor.Name))
                heads++;
        }
        return first ? (encoder, heads) : default;
    }
}
