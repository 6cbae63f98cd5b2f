using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

public sealed class SavedModelTests : IDisposable
{
    private readonly SavedModelSample _sample = new();

    public void Dispose() => _sample.Dispose();

    [Fact]
    public void PlainLoadScoresTheSameToTheBit()
    {
        float[][] expected = _sample.Transform(_sample.Model);
        Assert.Equal(expected, _sample.Predict(_sample.Ml, _sample.Model));
        Assert.Equal(SavedModelSample.Labels, expected[0].Length);
        Assert.NotEqual(expected[0], expected[1]);

        var other = new MLContext();
        var loaded = other.Model.Load(_sample.Save(), out var schema);
        Assert.NotNull(schema.GetColumnOrNull("ImagePath"));
        Assert.Equal(expected, _sample.Transform(loaded));
        Assert.Equal(expected, _sample.Predict(other, loaded));
        Assert.Equal(_sample.Transform(_sample.Model, "Probability"), _sample.Transform(loaded, "Probability"));
        Assert.Equal(_sample.Transform(_sample.Model, "Features"), _sample.Transform(loaded, "Features"));
        var predicted = loaded.Transform(_sample.Data);
        Assert.Equal(expected.SelectMany(s => s.Select(v => v > 0)), predicted.GetColumn<VBuffer<bool>>(predicted.Schema["PredictedLabels"]).SelectMany(v => v.DenseValues()));
        Assert.DoesNotContain(predicted.Schema, c => c.Name.StartsWith("__"));
        Assert.Equal($"Vector<Single, {SavedModelSample.Labels}>", predicted.Schema["Score"].Type.ToString());
    }

    [Fact]
    public async Task AFreshProcessScoresTheSameToTheBit()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "MedSsl.MLNet.FreshProcess.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", program, _sample.Save(), .. _sample.Paths]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string[] lines = (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        string[] expected = [.. _sample.Transform(_sample.Model).Select(row => string.Join(' ', row.Select(v => BitConverter.SingleToUInt32Bits(v).ToString("X8"))))];
        Assert.Equal([.. expected, .. expected], lines);
    }

    [Fact]
    public void RestoreGivesTheTypedStagesBack()
    {
        var ml = new MLContext();
        var model = ml.MedicalModels.Restore(ml.Model.Load(_sample.Save(), out _));
        ITransformer[] parts = [.. (IEnumerable<ITransformer>)model];
        Assert.Equal(SavedModelSample.Size, Assert.IsType<ImageLoadingTransformer>(parts[0]).Size);
        Assert.Equal("Image", Assert.IsType<EncoderTransformer>(parts[1]).Encoder.ImageColumnName);
        Assert.Equal(SavedModelSample.Names, Assert.IsType<MultiLabelTransformer>(parts[2]).LabelNames);
        var schema = model.GetOutputSchema(_sample.Data.Schema);
        Assert.Equal("Vector<Single, 1, 16, 16>", schema["Image"].Type.ToString());
        Assert.Equal(SavedModelSample.Names, SlotNames.Of(schema["Score"]));
        Assert.Same(((EncoderTransformer)parts[1]).Encoder, EncoderAnnotation.Find(schema, "Features"));
        Assert.Equal(_sample.Transform(_sample.Model), _sample.Transform(model));

        ml.Model.Save(model, _sample.Data.Schema, _sample.Folder["again.zip"]);
        Assert.Equal(_sample.Transform(_sample.Model), _sample.Transform(ml.Model.Load(_sample.Folder["again.zip"], out _)));
    }

    [Fact]
    public void AModelThatHasScoredCanBeRestored()
    {
        var loaded = _sample.Ml.Model.Load(_sample.Save(), out _);
        float[][] expected = _sample.Transform(loaded);
        Assert.Equal(expected, _sample.Transform(_sample.Ml.MedicalModels.Restore(loaded)));
    }

    [Fact]
    public void OneStageAloneIsAModelToo()
    {
        var loader = _sample.Ml.MedicalImages.Load("Pixels", "ImagePath", 8, new() { Channels = 3, Resize = ResizeMode.CentreCrop }).Fit(_sample.Data);
        var loaded = _sample.Ml.Model.Load(_sample.Save(loader), out _);
        Assert.Equal(_sample.Transform(loader, "Pixels"), _sample.Transform(loaded, "Pixels"));
        var restored = Assert.IsType<ImageLoadingTransformer>(_sample.Ml.MedicalModels.Restore(loaded));
        Assert.Equal(("Pixels", "ImagePath", 8, 3), (restored.OutputColumnName, restored.InputColumnName, restored.Size, restored.Channels));
        Assert.Equal(_sample.Transform(loader, "Pixels"), _sample.Transform(restored, "Pixels"));
    }

    [Fact]
    public void ManyCursorsShareOneLoadedModel()
    {
        var loaded = _sample.Ml.Model.Load(_sample.Save(), out _);
        float[][] expected = _sample.Transform(_sample.Model);
        Parallel.For(0, 4, _ => Assert.Equal(expected, _sample.Transform(loaded)));
    }

    [Fact]
    public void StockTransformersAroundStagesStay()
    {
        var ml = _sample.Ml;
        var model = new TransformerChain<ITransformer>(_sample.Model, ml.Transforms.CopyColumns("Copy", "Score").Fit(_sample.Model.Transform(_sample.Data)));
        var restored = ml.MedicalModels.Load(_sample.Save(model), out _);
        Assert.Equal(_sample.Transform(_sample.Model), _sample.Transform(restored, "Copy"));
        Assert.Equal(4, ((IEnumerable<ITransformer>)restored).Count());
        Assert.Equal(4, ((IEnumerable<ITransformer>)ml.MedicalModels.Trim(restored)).Count());        // what CopyColumns reads is not known: all stays
    }

    [Fact]
    public void TrimLeavesOutTheEncoderThatNothingReads()
    {
        var trimmed = _sample.Ml.MedicalModels.Trim(_sample.Model);
        Assert.Equal([typeof(ImageLoadingTransformer), typeof(MultiLabelTransformer)], ((IEnumerable<ITransformer>)trimmed).Select(p => p.GetType()));
        Assert.Equal(_sample.Transform(_sample.Model), _sample.Transform(trimmed));
        Assert.Null(trimmed.GetOutputSchema(_sample.Data.Schema).GetColumnOrNull("Features"));

        ITransformer[] parts = [.. (IEnumerable<ITransformer>)_sample.Model];
        var pretrained = new TransformerChain<ITransformer>(parts[0], parts[1], parts[1]);
        Assert.Equal([parts[0], parts[1]], (IEnumerable<ITransformer>)_sample.Ml.MedicalModels.Trim(pretrained));   // the last encoder is the result

        _sample.Ml.MedicalModels.Save(_sample.Model, _sample.Data.Schema, _sample.Folder["trimmed.zip"], trim: true);
        Assert.True(new FileInfo(_sample.Folder["trimmed.zip"]).Length < new FileInfo(_sample.Save()).Length * 2 / 3);
        Assert.Equal(_sample.Transform(_sample.Model), _sample.Transform(_sample.Ml.MedicalModels.Load(_sample.Folder["trimmed.zip"], out _)));
    }

    [Fact]
    public void BadImagesAreDealtWithAsTheUserOfALoadedModelWants()
    {
        File.WriteAllText(_sample.Folder["3.png"], "no image");
        var model = _sample.Ml.MedicalModels.Load(_sample.Save(), out _);
        Assert.Throws<InvalidDataException>(() => _sample.Transform(model));
        var found = new List<BadImageReport>();
        float[][] scores = _sample.Transform(_sample.Ml.MedicalModels.OnBadImage(model, BadImagePolicy.Skip, found.Add));
        Assert.All(scores[3], s => Assert.True(float.IsNaN(s)));
        Assert.DoesNotContain(float.NaN, scores[2]);
        Assert.Equal(_sample.Folder["3.png"], Assert.Single(found).Path);
    }
}
