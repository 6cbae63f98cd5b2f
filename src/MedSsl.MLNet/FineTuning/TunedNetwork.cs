namespace MedSsl.MLNet;

/// <summary>What one fine-tuning makes: the encoder and its linear layer.</summary>
internal sealed record TunedNetwork(TrainedEncoder Encoder, LinearScorer Scorer)
{
    /// <summary>A module of its own with these weights, for the caller to dispose of.</summary>
    internal FineTuneNetwork NewNetwork()
    {
        var head = new MultiLabelHead(Encoder.FeatureSize, Scorer.Bias);
        head.Set(Scorer);
        return new(Encoder.NewModule(), head);
    }

    /// <summary>Its weights as the blobs of a saved stage: encoder, bias, weight. The encoder goes into the store, if there is one.</summary>
    internal byte[][] ToBlobs(WeightStore? store = null) => [store?.Add(Encoder) ?? Encoder.ToBytes(), ToBytes(Scorer.Bias), ToBytes(Scorer.Weight)];

    /// <summary>Network <paramref name="index"/> of a saved stage.</summary>
    internal static TunedNetwork FromBlobs(StagePayload payload, int index) => new(
        payload.Encoder(3 * index), new(ToSingles(payload.Blob(3 * index + 1).Span), ToSingles(payload.Blob(3 * index + 2).Span)));

    private static byte[] ToBytes(float[] values)
    {
        var bytes = new byte[4 * values.Length];
        for (int i = 0; i < values.Length; i++)
            System.Buffers.Binary.BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), values[i]);
        return bytes;
    }

    private static float[] ToSingles(ReadOnlySpan<byte> bytes)
    {
        var values = new float[bytes.Length / 4];
        for (int i = 0; i < values.Length; i++)
            values[i] = System.Buffers.Binary.BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
        return values;
    }
}
