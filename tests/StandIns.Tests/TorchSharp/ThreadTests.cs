using static TorchSharp.torch;

namespace StandIns.Tests.TorchSharpTests;

/// <summary>Not beside other tests: OpenBLAS must not be working while its pool is resized.</summary>
[Collection(nameof(GlobalGenerator))]
public sealed class ThreadTests
{
    [Fact]
    public void ThreadsAreTheProcessorsUnlessSaid()
    {
        int before = get_num_threads();
        Assert.True(Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is not null || before == Environment.ProcessorCount);
        set_num_threads(1);
        Assert.Equal(1, get_num_threads());
        set_num_threads(before);
    }

    [Fact]
    public void EveryThreadGetsTheSameNumber()
    {
        int before = get_num_threads(), elsewhere = 0;
        set_num_threads(before + 1);
        var thread = new Thread(() => elsewhere = get_num_threads());
        thread.Start();
        thread.Join();
        set_num_threads(before);
        Assert.Equal(before + 1, elsewhere);
    }

    /// <summary>The reference BLAS, which Debian installs too, would make matrix products twenty times slower.</summary>
    [Fact]
    public void MatrixProductsRunOnOpenBlas() =>
        Assert.Contains(File.ReadLines("/proc/self/maps"), line => ones(2, 2).mm(ones(2, 2)).numel() == 4 && line.Contains("openblas", StringComparison.Ordinal));
}
