using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.ML;
using Microsoft.ML;

namespace MedSsl.MLNet.Tests;

/// <summary>Saved models behind Microsoft.Extensions.ML's pool, as a web application has them.</summary>
public sealed class PredictionEnginePoolTests : IDisposable
{
    private readonly SavedModelSample _sample = new();

    public void Dispose() => _sample.Dispose();

    /// <summary>Two seconds; MEDSSL_POOL_SECONDS=60 for a minute.</summary>
    [Fact]
    public void SixtyFourThreadsEachGetTheirOwnAnswer()
    {
        double seconds = double.TryParse(Environment.GetEnvironmentVariable("MEDSSL_POOL_SECONDS"), out double given) ? given : 2;
        using var services = Services(builder => builder.FromFile(_sample.Save(), watchForChanges: false));
        var pool = services.GetRequiredService<PredictionEnginePool<SavedModelSample.PathRow, SavedModelSample.ScoreRow>>();
        string[] paths = _sample.Paths;
        float[][] expected = _sample.Predict(_sample.Ml, _sample.Model);
        Assert.NotEqual(expected[0], expected[1]);
        var watch = Stopwatch.StartNew();
        long answers = 0, wrong = 0;
        var threads = Enumerable.Range(0, 64).Select(thread => new Thread(() =>
        {
            for (int i = thread; watch.Elapsed.TotalSeconds < seconds || i == thread; i++)
            {
                float[] score = pool.Predict(new() { ImagePath = paths[i % paths.Length] }).Score;
                Interlocked.Increment(ref answers);
                if (!score.AsSpan().SequenceEqual(expected[i % paths.Length]))
                    Interlocked.Increment(ref wrong);
            }
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.True(answers >= 64 && wrong == 0, $"{wrong} of {answers} answers are wrong");
    }

    [Fact]
    public void AReplacedFileIsLoadedAndADamagedOneIsNot()
    {
        string watched = _sample.Folder["watched.zip"];
        File.Copy(_sample.Save(), watched);
        using var services = Services(builder => builder.FromFile("chest", watched));
        var pool = services.GetRequiredService<PredictionEnginePool<SavedModelSample.PathRow, SavedModelSample.ScoreRow>>();
        var row = new SavedModelSample.PathRow { ImagePath = _sample.Paths[0] };
        float[] first = pool.Predict("chest", row).Score;

        using var other = new SavedModelSample(seed: 5);
        float[] second = other.Predict(other.Ml, other.Model)[0];
        Assert.NotEqual(first, second);
        var rented = pool.GetPredictionEngine("chest");
        File.Copy(other.Save(), watched, overwrite: true);
        Assert.True(SpinWait.SpinUntil(() => pool.Predict("chest", row).Score.AsSpan().SequenceEqual(second), TimeSpan.FromSeconds(20)));

        // An engine of the old model that comes back late is not handed out again.
        pool.ReturnPredictionEngine("chest", rented);
        Assert.Equal(second, pool.Predict("chest", row).Score);

        File.WriteAllBytes(watched, File.ReadAllBytes(watched)[..1000]);
        Thread.Sleep(300);
        Assert.Equal(second, pool.Predict("chest", row).Score);
    }

    [Fact]
    public void AnApplicationsOwnContextIsUsed()
    {
        var services = new ServiceCollection();
        services.AddOptions<MLOptions>().Configure(options => options.MLContext = _sample.Ml);
        services.AddPredictionEnginePool<SavedModelSample.PathRow, SavedModelSample.ScoreRow>().FromFile(_sample.Save(), watchForChanges: false);
        using var provider = services.BuildServiceProvider();
        var pool = provider.GetRequiredService<PredictionEnginePool<SavedModelSample.PathRow, SavedModelSample.ScoreRow>>();
        Assert.Same(pool.GetModel(), pool.GetModel());
        Assert.Equal(_sample.Predict(_sample.Ml, _sample.Model)[2], pool.Predict(new() { ImagePath = _sample.Paths[2] }).Score);
        Assert.Throws<ArgumentNullException>(() => pool.Predict("absent", new() { ImagePath = _sample.Paths[0] }));
    }

    [Fact]
    public void AFileThatIsNotThereIsSaidAtOnce()
    {
        using var services = Services(builder => builder.FromFile(_sample.Folder["absent.zip"]));
        var error = Assert.Throws<ArgumentException>(() => services.GetRequiredService<PredictionEnginePool<SavedModelSample.PathRow, SavedModelSample.ScoreRow>>());
        Assert.Contains("absent.zip", error.Message);
    }

    private static ServiceProvider Services(Action<PredictionEnginePoolBuilder<SavedModelSample.PathRow, SavedModelSample.ScoreRow>> configure)
    {
        var services = new ServiceCollection();
        configure(services.AddPredictionEnginePool<SavedModelSample.PathRow, SavedModelSample.ScoreRow>());
        return services.BuildServiceProvider();
    }
}
