using Microsoft.ML;

namespace MedSsl.MLNet.Tests;

/// <summary>Checkpoints as a pipeline's stages use them.</summary>
public sealed class ResumedStagesTests : IDisposable
{
    private static readonly EncoderSpec Small = Encoders.ResNet18(0.0625);
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _told = [];
    private CancellationTokenSource _source = new();
    private string? _cancelAt;

    public void Dispose()
    {
        _folder.Dispose();
        _source.Dispose();
    }

    private sealed class Watch(ResumedStagesTests test) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Message is { } message)
                test._told.Add($"{value.Stage} {message.Split(' ')[0]}");
            else if (value.Stage == test._cancelAt)
                test._source.Cancel();
        }
    }

    private T With<T>(T options, string? folder) where T : TrainingOptions => (T)(options with
    {
        Epochs = 2,
        BatchSize = 4,
        Checkpoints = folder is null ? null : new() { Folder = _folder[folder] },
        Progress = new Watch(this),
        CancellationToken = _source.Token,
    });

    /// <summary>SimCLR and MICLe; cancelled at a stage's first progress if one is named.</summary>
    private byte[] Fit(MLContext ml, int? seed, string? folder, string? cancelAt = null, int images = 12, bool reversed = false)
    {
        var rows = PatientRow.Make(images);
        if (reversed)
            Array.Reverse(rows);
        _source.Dispose();
        _source = new();
        _told.Clear();
        _cancelAt = cancelAt;
        var simClr = ml.SelfSupervised.SimClr("Features", "Image", With(new SimClrOptions { Encoder = Small, Seed = seed, ProjectionSize = 8 }, folder));
        var micle = ml.SelfSupervised.Micle("Features", "Image", "PatientId", With(new MicleOptions { Seed = seed, ProjectionSize = 8 }, folder));
        return simClr.Append(micle).Fit(ml.Data.LoadFromEnumerable(rows)).LastTransformer.Encoder.ToBytes();
    }

    [Fact]
    public void AFinishedStageIsNotTrainedAgainAndTheNextGoesOn()
    {
        byte[] expected = Fit(new(1), 3, null);
        Assert.Throws<OperationCanceledException>(() => Fit(new(1), 3, "c", "SimCLR"));
        Assert.Throws<OperationCanceledException>(() => Fit(new(1), 3, "c", "MICLe"));
        Assert.Equal(["SimCLR goes"], _told);
        Assert.Equal(expected, Fit(new(1), 3, "c"));
        Assert.Equal(["SimCLR found", "MICLe goes"], _told);
        Assert.Equal(expected, Fit(new(1), 3, "c"));
        Assert.Equal(["SimCLR found", "MICLe found"], _told);
    }

    /// <summary>Neither the options nor the context have a seed: the checkpoint's is taken.</summary>
    [Fact]
    public void WithoutASeedTheCheckpointsSeedDecides()
    {
        Assert.Throws<OperationCanceledException>(() => Fit(new(), null, "c", "MICLe"));
        byte[] first = Fit(new(), null, "c");
        Assert.Equal(["SimCLR found", "MICLe goes"], _told);
        Assert.Equal(first, Fit(new(), null, "c"));
    }

    [Fact]
    public void OtherImagesAndAnotherEncoderAreRefused()
    {
        Fit(new(1), 3, "c");
        Assert.Contains("number of images was 12 and is 10", Assert.Throws<InvalidOperationException>(() => Fit(new(1), 3, "c", images: 10)).Message);
        Assert.Contains("content of the images", Assert.Throws<InvalidOperationException>(() => Fit(new(1), 3, "c", reversed: true)).Message);
        File.Delete(_folder["c/simclr-finished.checkpoint"]);
        string refusal = Assert.Throws<InvalidOperationException>(() =>
        {
            var ml = new MLContext(1);
            var start = ml.SelfSupervised.Encoder("Features", "Image", Small, seed: 9).Fit(PatientRow.View(ml, 12));
            ml.SelfSupervised.Micle("Features", "Image", "PatientId", With(new MicleOptions { Seed = 3, ProjectionSize = 8 }, "c"))
                .Fit(start.Transform(PatientRow.View(ml, 12)));
        }).Message;
        Assert.Contains("encoder to start from was", refusal);
    }
}
