using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

/// <summary>A small model of every kind of stage, unfitted weights, and images to score with it.</summary>
internal sealed class SavedModelSample : IDisposable
{
    internal const int Size = 16, Labels = 3;
    internal static readonly string[] Names = ["Edema", "Mass", "No Finding"];

    internal SavedModelSample(int seed = 1)
    {
        for (int i = 0; i < 5; i++)
            Folder.Write($"{i}.png", PngFile.Gray(20 + i, 18, (x, y) => (x * (i + 3) + y * 5) % 256));
        Data = Ml.MedicalImages.LoadManifest(Folder.Write("m.csv", "image_path,patient_id\n" + string.Concat(Enumerable.Range(0, 5).Select(i => $"{i}.png,p{i}\n"))));
        var loader = Ml.MedicalImages.Load("Image", "ImagePath", Size).Fit(Data);
        var image = new ImageShape(1, Size, Size);
        var spec = Encoders.ResNet18(0.0625, smallImageStem: true);
        var first = TrainedEncoder.Untrained(spec, 1, Size, Size, "Image", (ulong)seed);
        var second = TrainedEncoder.Untrained(spec, 1, Size, Size, "Image", (ulong)seed + 1);
        var random = new Random(seed + 2);
        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
        var network = new TunedNetwork(second, new(Numbers(Labels), Numbers(Labels * spec.FeatureSize)));
        Model = new TransformerChain<ITransformer>(
            loader,
            new EncoderTransformer(Ml, "Features", first, image),
            new MultiLabelTransformer(Ml, new([network], TestTimeAugmentation.None, false, image), Names));
    }

    internal MLContext Ml { get; } = new(seed: 1);

    internal TemporaryFolder Folder { get; } = new();

    internal IDataView Data { get; }

    internal ITransformer Model { get; }

    internal string[] Paths => [.. Enumerable.Range(0, 5).Select(i => Folder[$"{i}.png"])];

    /// <summary>Saves as any ML.NET model is saved.</summary>
    internal string Save(ITransformer? model = null)
    {
        Ml.Model.Save(model ?? Model, Data.Schema, Folder["model.zip"]);
        return Folder["model.zip"];
    }

    /// <summary>A column of the model's output, row by row.</summary>
    internal float[][] Transform(ITransformer model, string column = "Score")
    {
        var scored = model.Transform(Data);
        return [.. scored.GetColumn<VBuffer<float>>(scored.Schema[column]).Select(v => v.DenseValues().ToArray())];
    }

    /// <summary>The scores by PredictionEngine.</summary>
    internal float[][] Predict(MLContext ml, ITransformer model)
    {
        using var engine = ml.Model.CreatePredictionEngine<PathRow, ScoreRow>(model);
        return [.. Paths.Select(path => engine.Predict(new() { ImagePath = path }).Score)];
    }

    public void Dispose() => Folder.Dispose();

    internal sealed class PathRow
    {
        public string ImagePath { get; set; } = "";
    }

    internal sealed class ScoreRow
    {
        public float[] Score { get; set; } = [];
    }
}
