using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MedSsl.MLNet;

/// <summary>The column that makes the payload appear: 1 until the model is built from it, then 0.</summary>
internal sealed class StageKey
{
    [ColumnName(Envelope.Key)]
    public int Key { get; set; }

    [ColumnName(Envelope.Slot), ModelSlotType]
    public ModelSlot? Slot { get; set; }
}

/// <summary>A path to score.</summary>
internal sealed class TextInput
{
    [ColumnName(Envelope.Input)]
    public ReadOnlyMemory<char> Value { get; set; }

    [ColumnName(Envelope.Payload), VectorType]
    public VBuffer<byte> Payload { get; set; }

    [ColumnName(Envelope.Slot), ModelSlotType]
    public ModelSlot? Slot { get; set; }
}

/// <summary>An image to score.</summary>
internal sealed class VectorInput
{
    [ColumnName(Envelope.Input), VectorType]
    public VBuffer<float> Value { get; set; }

    [ColumnName(Envelope.Payload), VectorType]
    public VBuffer<byte> Payload { get; set; }

    [ColumnName(Envelope.Slot), ModelSlotType]
    public ModelSlot? Slot { get; set; }

    [ColumnName(WeightParts.Store), WeightHolderType]
    public WeightHolder? Store { get; set; }
}

/// <summary>Names the model's slot, one for each loaded stage, and asks for the payload as long as the slot is empty.</summary>
[CustomMappingFactoryAttribute(Envelope.KeyContract)]
internal sealed class StageKeyFactory : CustomMappingFactory<NoColumns, StageKey>
{
    public override Action<NoColumns, StageKey> GetMapping()
    {
        var slot = new ModelSlot();
        return (_, key) => (key.Slot, key.Key) = (slot, slot.IsBuilt ? 0 : 1);
    }
}

/// <summary>Scores stages of <see cref="StageSignature.TextToImage"/>.</summary>
[CustomMappingFactoryAttribute(Envelope.ImageContract)]
internal sealed class ImageScoreFactory : CustomMappingFactory<TextInput, ImageBlocks>
{
    public override Action<TextInput, ImageBlocks> GetMapping() => (input, output) =>
    {
        var row = input.Slot!.Rent<ReadOnlyMemory<char>>(input.Payload, null);
        row.Set(input.Value);
        var image = output.Image;
        row.Get(0, ref image);
        output.Image = image;
        input.Slot.Return(row);
    };
}

/// <summary>Scores stages of <see cref="StageSignature.TextToVolume"/>.</summary>
[CustomMappingFactoryAttribute(Envelope.VolumeContract)]
internal sealed class VolumeScoreFactory : CustomMappingFactory<TextInput, VolumeBlocks>
{
    public override Action<TextInput, VolumeBlocks> GetMapping() => (input, output) =>
    {
        var row = input.Slot!.Rent<ReadOnlyMemory<char>>(input.Payload, null);
        row.Set(input.Value);
        var values = output.Volume;
        row.Get(0, ref values);
        output.Volume = values;
        values = output.Geometry;
        row.Get(1, ref values);
        output.Geometry = values;
        input.Slot.Return(row);
    };
}

/// <summary>Scores stages of <see cref="StageSignature.VectorToFeatures"/>.</summary>
[CustomMappingFactoryAttribute(Envelope.FeaturesContract)]
internal sealed class FeaturesScoreFactory : CustomMappingFactory<VectorInput, FeatureBlocks>
{
    public override Action<VectorInput, FeatureBlocks> GetMapping() => (input, output) =>
    {
        var row = input.Slot!.Rent<VBuffer<float>>(input.Payload, input.Store);
        row.Set(input.Value);
        VBuffer<float> features = default;
        row.Get(0, ref features);
        FeatureBlocks.Features.Fill(output, features.GetValues());
        input.Slot.Return(row);
    };
}

/// <summary>Scores stages of <see cref="StageSignature.VectorToLabels"/>.</summary>
[CustomMappingFactoryAttribute(Envelope.LabelsContract)]
internal sealed class LabelsScoreFactory : CustomMappingFactory<VectorInput, LabelBlocks>
{
    public override Action<VectorInput, LabelBlocks> GetMapping() => (input, output) =>
    {
        var row = input.Slot!.Rent<VBuffer<float>>(input.Payload, input.Store);
        row.Set(input.Value);
        VBuffer<float> values = default;
        row.Get(0, ref values);
        LabelBlocks.Scores.Fill(output, values.GetValues());
        row.Get(1, ref values);
        LabelBlocks.Probabilities.Fill(output, values.GetValues());
        VBuffer<bool> predicted = default;
        row.Get(2, ref predicted);
        LabelBlocks.Predicted.Fill(output, predicted.GetValues());
        input.Slot.Return(row);
    };
}

/// <summary>Scores stages of <see cref="StageSignature.VectorToClass"/>.</summary>
[CustomMappingFactoryAttribute(Envelope.ClassContract)]
internal sealed class ClassScoreFactory : CustomMappingFactory<VectorInput, ClassBlocks>
{
    public override Action<VectorInput, ClassBlocks> GetMapping() => (input, output) =>
    {
        var row = input.Slot!.Rent<VBuffer<float>>(input.Payload, input.Store);
        row.Set(input.Value);
        VBuffer<float> values = default;
        row.Get(0, ref values);
        ClassBlocks.Scores.Fill(output, values.GetValues());
        output.Class = ((MulticlassTransformer)row.Stage).ClassName(row.Get<uint>(1)).AsMemory();
        input.Slot.Return(row);
    };
}

/// <summary>Scores stages of <see cref="StageSignature.VectorToDecision"/>.</summary>
[CustomMappingFactoryAttribute(Envelope.DecisionContract)]
internal sealed class DecisionScoreFactory : CustomMappingFactory<VectorInput, DecisionColumns>
{
    public override Action<VectorInput, DecisionColumns> GetMapping() => (input, output) =>
    {
        var row = input.Slot!.Rent<VBuffer<float>>(input.Payload, input.Store);
        row.Set(input.Value);
        (output.Score, output.Probability, output.Predicted) = (row.Get<float>(0), row.Get<float>(1), row.Get<bool>(2));
        input.Slot.Return(row);
    };
}
