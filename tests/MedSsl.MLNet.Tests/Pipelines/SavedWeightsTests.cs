using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

/// <summary>The weights in a saved model: each distinct set once, in chunks, read again from pieces of any size.</summary>
public sealed class SavedWeightsTests : IDisposable
{
    private readonly SavedModelSample _sample = new();
    private readonly ImageShape _image = new(1, SavedModelSample.Size, SavedModelSample.Size);

    public void Dispose() => _sample.Dispose();

    private MLContext Ml => _sample.Ml;

    private static long Weights(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        return zip.Entries.Where(entry => entry.Name == "DefaultMap.idv" && entry.Length > 100_000).Sum(entry => entry.Length);
    }

    private string Saved(ITransformer model, string name, bool trim = true)
    {
        Ml.MedicalModels.Save(model, _sample.Data.Schema, _sample.Folder[name], trim);
        return _sample.Folder[name];
    }

    [Fact]
    public void EncodersThatStagesShareAreSavedOnce()
    {
        ITransformer[] parts = [.. (IEnumerable<ITransformer>)_sample.Model];
        var classifier = (MultiLabelTransformer)parts[2];
        var features = new EncoderTransformer(Ml, "Features", classifier.Encoder, _image);
        var copy = TrainedEncoder.FromBytes(classifier.Encoder.ToBytes());
        var again = new EncoderTransformer(Ml, "Again", copy, _image);
        var model = new TransformerChain<ITransformer>(parts[0], features, again, classifier);

        string once = Saved(model, "once.zip", trim: false);
        Assert.InRange(Weights(once), 1, Weights(Saved(new TransformerChain<ITransformer>(parts[0], classifier), "one.zip")));
        Ml.Model.Save(model, _sample.Data.Schema, _sample.Folder["each.zip"]);
        Assert.InRange(Weights(_sample.Folder["each.zip"]), 29 * Weights(once) / 10, 31 * Weights(once) / 10);

        var plain = new MLContext().Model.Load(once, out _);
        var typed = Ml.MedicalModels.Load(once, out _);
        Assert.Equal(4, ((IEnumerable<ITransformer>)typed).Count());
        var encoders = ((IEnumerable<ITransformer>)typed).OfType<EncoderTransformer>().Select(stage => stage.Encoder).ToArray();
        Assert.Same(encoders[0], encoders[1]);
        foreach (var loaded in new[] { plain, typed, new MLContext().Model.Load(_sample.Folder["each.zip"], out _) })
        {
            foreach (string column in new[] { "Score", "Features", "Again" })
                Assert.Equal(_sample.Transform(model, column), _sample.Transform(loaded, column));
            Assert.Equal(_sample.Predict(Ml, model), _sample.Predict(Ml, loaded));
            Assert.DoesNotContain(loaded.Transform(_sample.Data).Schema, column => column.Name.StartsWith("__", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void SupersededStagesAreLeftOutUnlessTheyAreWanted()
    {
        string slim = Saved(_sample.Model, "slim.zip"), whole = Saved(_sample.Model, "whole.zip", trim: false);
        Assert.Equal(2, ((IEnumerable<ITransformer>)Ml.MedicalModels.Load(slim, out _)).Count());
        Assert.Equal(3, ((IEnumerable<ITransformer>)Ml.MedicalModels.Load(whole, out _)).Count());
        Assert.InRange(Weights(whole), 19 * Weights(slim) / 10, 21 * Weights(slim) / 10);
    }

    [Fact]
    public void TransformersThatDropColumnsMayStandBetween()
    {
        ITransformer[] parts = [.. (IEnumerable<ITransformer>)_sample.Model];
        var data = new TransformerChain<ITransformer>(parts[0], parts[1]).Transform(_sample.Data);
        var model = new TransformerChain<ITransformer>(parts[0], parts[1], Ml.Transforms.SelectColumns("Image", "Features").Fit(data), parts[2]);

        string path = Saved(model, "selected.zip");
        Assert.Equal(_sample.Transform(model), _sample.Transform(new MLContext().Model.Load(path, out _)));
        Assert.Equal(_sample.Transform(model), _sample.Transform(Ml.MedicalModels.Load(path, out _)));
    }

    [Fact]
    public void ScopesStay()
    {
        ITransformer[] parts = [.. (IEnumerable<ITransformer>)_sample.Model];
        var model = new TransformerChain<ITransformer>(parts, [TransformerScope.Everything, TransformerScope.TrainTest, TransformerScope.Everything]);
        foreach (var loaded in new[] { Ml.MedicalModels.Load(Saved(model, "scopes.zip", trim: false), out _), new MLContext().Model.Load(_sample.Folder["scopes.zip"], out _) })
        {
            var scoring = ((TransformerChain<ITransformer>)loaded).GetModelFor(TransformerScope.Scoring);
            Assert.Null(scoring.GetOutputSchema(_sample.Data.Schema).GetColumnOrNull("Features"));
            Assert.Equal(_sample.Transform(model), _sample.Transform(scoring));
        }
    }

    [Fact]
    public void ChunksOfAnySizeGiveTheSameEncoders()
    {
        ITransformer[] parts = [.. (IEnumerable<ITransformer>)_sample.Model];
        TrainedEncoder[] encoders = [((EncoderTransformer)parts[1]).Encoder, ((MultiLabelTransformer)parts[2]).Encoder];
        var store = new WeightStore();
        foreach (var encoder in encoders)
            Assert.Equal(40, store.Add(encoder).Length);
        byte[] all = new byte[store.Length];
        store.CopyTo(0, all);
        byte[][] bytes = [.. encoders.Select(encoder => encoder.ToBytes())];
        Assert.Equal([.. BitConverter.GetBytes(bytes[0].LongLength), .. bytes[0], .. BitConverter.GetBytes(bytes[1].LongLength), .. bytes[1]], all);

        foreach (int size in new[] { 1, 3, 4093, all.Length })
        {
            int length = size == 1 ? 3 * bytes[0].Length / 2 : all.Length;
            byte[] pieces = new byte[length];
            for (int at = 0; at < length; at += size)
                store.CopyTo(at, pieces.AsSpan(at, Math.Min(size, length - at)));
            Assert.True(pieces.AsSpan().SequenceEqual(all.AsSpan(0, length)));

            var reader = new WeightReader();
            for (int at = 0, index = 0; at < all.Length; index++)
            {
                // Every boundary lies in the first encoder's head and header at times.
                int count = Math.Min(size == 1 && at > 3000 ? 100_000 : size, all.Length - at);
                byte[] chunk = [.. BitConverter.GetBytes(index), at + count == all.Length ? (byte)1 : (byte)0, .. all[at..(at + count)]];
                reader.Add(chunk);
                reader.Add(chunk); // another thread's
                at += count;
            }
            Assert.True(reader.IsComplete);
            Assert.Equal(bytes.Select(b => Convert.ToHexString(b.AsSpan(8, 32))).Order(), reader.Encoders.Keys.Order());
            Assert.Equal(bytes[0], reader.Encoders[Convert.ToHexString(bytes[0].AsSpan(8, 32))].ToBytes());
        }
    }

    /// <summary>More chunks than there are buffers for them.</summary>
    [Fact]
    public void LargeEncodersAreSavedInManyChunks()
    {
        var encoder = TrainedEncoder.Untrained(Encoders.ResNet18(), 1, _image.Height, _image.Width, "Image", seed: 3);
        var model = new EncoderTransformer(Ml, "Features", encoder, _image);
        var store = new WeightStore();
        store.Add(encoder);
        Assert.InRange(WeightChunk.Count(store), 5, 20);

        string path = Saved(model, "large.zip");
        Assert.InRange(new FileInfo(path).Length, 1, 101 * store.Length / 100);
        var typed = Assert.IsType<EncoderTransformer>(Ml.MedicalModels.Load(path, out _));
        Assert.Equal(encoder.ToBytes(), typed.Encoder.ToBytes());
        Assert.Equal(encoder.ToBytes(), Assert.IsType<EncoderTransformer>(Ml.MedicalModels.Restore(new MLContext().Model.Load(path, out _))).Encoder.ToBytes());
    }

    [Fact]
    public void MissingAndAlteredWeightsAreRefused()
    {
        var store = new WeightStore();
        store.Add(((MultiLabelTransformer)((IEnumerable<ITransformer>)_sample.Model).Last()).Encoder);
        byte[] chunk = WeightChunk.Make(store, 0, null);
        Assert.Equal(1, WeightChunk.Count(store));

        Assert.Contains("are missing", Assert.Throws<InvalidDataException>(() => new WeightReader().Encoders).Message);
        var cut = new WeightReader();
        cut.Add(chunk[..^1]);
        Assert.Contains("are missing", Assert.Throws<InvalidDataException>(() => cut.Encoders).Message);
        Assert.Contains("Chunk 1", Refusal(bytes => bytes[0] = 1));
        Assert.Contains("damaged", Refusal(bytes => bytes[4] = 2));
        Assert.Contains("SHA-256", Refusal(bytes => bytes[^1] ^= 1));
        Assert.Contains("begin", Refusal(bytes => bytes[13] ^= 1));
        Assert.Contains("header", Refusal(bytes => bytes[13 + 40 + 3] = 0x7F));
        Assert.Contains("no weights with the SHA-256 0000",
            Assert.Throws<InvalidDataException>(() => EncoderReference.Resolve(EncoderReference.Of(new byte[32]), new Dictionary<string, TrainedEncoder>())).Message);

        string Refusal(Action<byte[]> alter)
        {
            byte[] altered = [.. chunk];
            alter(altered);
            return Assert.Throws<InvalidDataException>(() => new WeightReader().Add(altered)).Message;
        }
    }

    /// <summary>After the first score the numbers are in the network alone; everyone who has them reads them there.</summary>
    [Fact]
    public void WeightsAreInMemoryOnce()
    {
        var encoder = TrainedEncoder.FromBytes(((EncoderTransformer)((IEnumerable<ITransformer>)_sample.Model).ElementAt(1)).Encoder.ToBytes());
        var weight = encoder.Weights.Tensors.First(tensor => tensor.Name == "conv1.weight");
        float[] before = [.. weight.Values];
        byte[] bytes = encoder.ToBytes();
        encoder.Encode(new float[256], 1, 16, 16, new float[encoder.FeatureSize]);

        Assert.Equal(before, weight.Values);
        Assert.Equal(bytes, encoder.ToBytes());
        Assert.Same(weight, encoder.Weights.Tensors.First(tensor => tensor.Name == "conv1.weight"));
        using var trained = encoder.NewModule();
        using (TorchSharp.torch.no_grad())
            trained.parameters().First().add_(1);
        Assert.Equal(bytes, encoder.ToBytes());
    }
}
