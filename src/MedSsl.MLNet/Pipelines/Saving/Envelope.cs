using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MedSsl.MLNet;

/// <summary>
/// How a stage is saved with ML.NET's public API alone: as a chain of stock transformers that holds its payload and scores with it. Plain
/// <c>ml.Model.Load</c> reads it in any process that has this assembly, which its mappings name; <see cref="Unwrap"/> gives the stage itself back.
/// </summary>
/// <remarks>
/// The chain is: copy the input to a fixed name; make a key and a slot; look the payload up by the key; score with the payload or, once it is built, the
/// model in the slot; put the outputs together under their names; drop what was in between. The payload is looked up for the first row only, all later
/// rows get one byte instead: a lookup copies. Encoders are in <see cref="WeightParts"/> before it. <see cref="SavedModel"/> puts both together.
/// </remarks>
internal static class Envelope
{
    internal const string Input = "__medssl_in", Key = "__medssl_key", Slot = "__medssl_slot", Payload = "__medssl_payload";
    internal const string KeyContract = "MedSsl.MLNet/key/2";
    internal const string ImageContract = "MedSsl.MLNet/score-image/2";
    internal const string VolumeContract = "MedSsl.MLNet/score-volume/1";
    internal const string FeaturesContract = "MedSsl.MLNet/score-features/2";
    internal const string LabelsContract = "MedSsl.MLNet/score-labels/2";
    internal const string ClassContract = "MedSsl.MLNet/score-class/2";
    internal const string DecisionContract = "MedSsl.MLNet/score-decision/2";

    /// <summary>The chain that a stage is saved as; its encoders go into the store.</summary>
    internal static ITransformer Wrap(BatchedTransformer stage, WeightStore store)
    {
        var ml = stage.Context;
        var payload = new KeyValuePair<int, byte[]>[] { new(0, new byte[1]), new(1, stage.ToPayload(store)) };
        var model = ml.Transforms.CopyColumns(Input, stage.InputColumnName)
            .Append(ml.Transforms.CustomMapping(new StageKeyFactory().GetMapping(), KeyContract))
            .Append(ml.Transforms.Conversion.MapValue(Payload, payload, Key));
        (string Name, int Size)[] outputs = [.. StageBinding.Alone(stage).OutputSchema.Skip(1).Select(c => (c.Name, c.Type is VectorDataViewType vector ? vector.Size : 1))];
        switch (StageKinds.Of(stage.Kind).Signature)
        {
            case StageSignature.TextToImage:
                return Fit(stage, model.Append(ml.Transforms.CustomMapping(new ImageScoreFactory().GetMapping(), ImageContract))
                    .Append(ml.Transforms.CopyColumns(outputs[0].Name, ImageBlocks.Name))
                    .Append(ml.Transforms.DropColumns([Input, Key, Slot, Payload, ImageBlocks.Name])));
            case StageSignature.TextToVolume:
                return Fit(stage, model.Append(ml.Transforms.CustomMapping(new VolumeScoreFactory().GetMapping(), VolumeContract))
                    .Append(ml.Transforms.CopyColumns(outputs[0].Name, ImageBlocks.Name))
                    .Append(ml.Transforms.CopyColumns(outputs[1].Name, VolumeBlocks.GeometryName))
                    .Append(ml.Transforms.DropColumns([Input, Key, Slot, Payload, ImageBlocks.Name, VolumeBlocks.GeometryName])));
            case StageSignature.VectorToFeatures:
                return Fit(stage, model.Append(ml.Transforms.CustomMapping(new FeaturesScoreFactory().GetMapping(), FeaturesContract))
                    .Append(ml.Transforms.Concatenate(outputs[0].Name, FeatureBlocks.Features.NamesOf(outputs[0].Size)))
                    .Append(ml.Transforms.DropColumns([Input, Key, Slot, Payload, .. FeatureBlocks.Features.Names])));
            case StageSignature.VectorToClass:
                return Fit(stage, model.Append(ml.Transforms.CustomMapping(new ClassScoreFactory().GetMapping(), ClassContract))
                    .Append(ml.Transforms.Concatenate(outputs[0].Name, ClassBlocks.Scores.NamesOf(outputs[0].Size)))
                    .Append(ml.Transforms.Conversion.MapValueToKey(outputs[1].Name, ClassBlocks.Name,
                        keyData: ml.Data.LoadFromEnumerable(((MulticlassTransformer)stage).ClassNames.Select(name => new TextColumn { Value = name }))))
                    .Append(ml.Transforms.DropColumns([Input, Key, Slot, Payload, ClassBlocks.Name, .. ClassBlocks.Scores.Names])));
            case StageSignature.VectorToDecision:
                return Fit(stage, model.Append(ml.Transforms.CustomMapping(new DecisionScoreFactory().GetMapping(), DecisionContract))
                    .Append(ml.Transforms.CopyColumns(outputs[0].Name, DecisionColumns.ScoreName))
                    .Append(ml.Transforms.CopyColumns(outputs[1].Name, DecisionColumns.ProbabilityName))
                    .Append(ml.Transforms.CopyColumns(outputs[2].Name, DecisionColumns.PredictedName))
                    .Append(ml.Transforms.DropColumns(
                        [Input, Key, Slot, Payload, DecisionColumns.ScoreName, DecisionColumns.ProbabilityName, DecisionColumns.PredictedName])));
            default:
                return Fit(stage, model.Append(ml.Transforms.CustomMapping(new LabelsScoreFactory().GetMapping(), LabelsContract))
                    .Append(ml.Transforms.Concatenate(outputs[0].Name, LabelBlocks.Scores.NamesOf(outputs[0].Size)))
                    .Append(ml.Transforms.Concatenate(outputs[1].Name, LabelBlocks.Probabilities.NamesOf(outputs[1].Size)))
                    .Append(ml.Transforms.Concatenate(outputs[2].Name, LabelBlocks.Predicted.NamesOf(outputs[2].Size)))
                    .Append(ml.Transforms.DropColumns(
                        [Input, Key, Slot, Payload, .. LabelBlocks.Scores.Names, .. LabelBlocks.Probabilities.Names, .. LabelBlocks.Predicted.Names])));
        }
    }

    /// <summary>Whether a loaded transformer is the chain of a saved stage.</summary>
    internal static bool IsStage(ITransformer model) =>
        model is TransformerChain<ITransformer> chain && chain.ToArray() is [_, CustomMappingTransformer<NoColumns, StageKey>, ValueMappingTransformer, ..];

    /// <summary>The stage that a loaded chain was saved from.</summary>
    /// <exception cref="InvalidDataException">The payload was altered, or a later version wrote it.</exception>
    internal static BatchedTransformer Unwrap(MLContext ml, ITransformer chain, IReadOnlyDictionary<string, TrainedEncoder>? encoders)
    {
        var map = ((TransformerChain<ITransformer>)chain).ElementAt(2);
        var row = map.Transform(ml.Data.LoadFromEnumerable<PayloadKey>([new PayloadKey { Key = 1 }]));
        return StageKinds.Build(ml, row.GetColumn<VBuffer<byte>>(row.Schema[Payload]).First().DenseValues().ToArray(), encoders);
    }

    private static ITransformer Fit<T>(BatchedTransformer stage, EstimatorChain<T> chain) where T : class, ITransformer
    {
        bool text = stage.InputType is TextDataViewType;
        return text ? chain.Fit(NoRows<TextColumn>(stage)) : chain.Fit(NoRows<VectorColumn>(stage));
    }

    private static IDataView NoRows<TRow>(BatchedTransformer stage) where TRow : class
    {
        var definition = SchemaDefinition.Create(typeof(TRow));
        var column = definition[nameof(TextColumn.Value)];
        (column.ColumnName, column.ColumnType) = (stage.InputColumnName, stage.InputType);
        return stage.Context.Data.LoadFromEnumerable(Array.Empty<TRow>(), definition);
    }

    private sealed class PayloadKey
    {
        [ColumnName(Envelope.Key)]
        public int Key { get; set; }
    }

    private sealed class TextColumn
    {
        public string? Value { get; set; }
    }

    private sealed class VectorColumn
    {
        public float[]? Value { get; set; }

        [ColumnName(WeightParts.Store), WeightHolderType]
        public WeightHolder? Store { get; set; }
    }
}
