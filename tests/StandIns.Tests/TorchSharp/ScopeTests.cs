using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace StandIns.Tests.TorchSharpTests;

[Collection(nameof(GlobalGenerator))]
public sealed class ScopeTests
{
    [Fact]
    public void ScopesDisposeWhatIsNotMovedOut()
    {
        DisposeScopeManager.Statistics.Reset();
        Tensor inner, outer, kept, detached;
        using (var a = NewDisposeScope())
        {
            outer = ones(1);
            using (var b = NewDisposeScope())
            {
                Assert.Same(b, CurrentDisposeScope);
                inner = outer + 1;
                kept = (outer + 2).MoveToOuterDisposeScope();
                detached = (outer + 3).DetachFromDisposeScope();
                Assert.True(b.Contains(inner) && a.Contains(kept) && !b.Contains(detached));
                Assert.Equal(1, b.DisposablesCount);
            }

            Assert.True(inner.IsInvalid);
            Assert.Equal(3, kept.item<float>());
            outer.Dispose();
            Assert.Equal(1, a.DisposablesCount);
        }

        Assert.True(kept.IsInvalid);
        Assert.Equal(4, detached.item<float>());
        Assert.Null(CurrentDisposeScope);

        // Made: outer, inner, kept, detached. Gone: all but detached.
        var s = DisposeScopeManager.Statistics;
        Assert.Equal((4, 0, 3, 1, 1), (s.CreatedInScopeCount, s.CreatedOutsideScopeCount, s.DisposedInScopeCount, s.DetachedFromScopeCount, s.ThreadTotalLiveCount));
        detached.Dispose();
        Assert.Equal(0, s.ThreadTotalLiveCount);
    }

    [Fact]
    public void AParameterTakesItsDataOver()
    {
        DisposeScopeManager.Statistics.Reset();
        Parameter p;
        Tensor data;
        using (NewDisposeScope())
        {
            data = ones(1);
            p = new Parameter(data);
            Assert.True(data.IsInvalid && p.requires_grad);
        }

        Assert.True(p.IsInvalid);
        Assert.Equal(0, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void TenThousandTrainingStepsAndPredictionsLeaveNothing()
    {
        const int Steps = 10_000, Settled = 3_000, Middle = 6_500;
        int threads = get_num_threads();
        set_num_threads(1);
        manual_seed(1);
        using var net = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Dropout(0.1), nn.Linear(8, 1));
        using var optimizer = optim.AdamW(net.parameters(), 0.01);
        using var x = Cases.Wave([64, 4]);
        using var y = Cases.Wave([64, 1], 1);
        double first = Train(), last = 0;
        long live = 0, total = 0, resident = 0, middle = 0;
        for (int i = 0; i < Steps; i++)
        {
            last = Train();
            Predict();

            // The first steps make gradients, compile and fill the allocator's pools.
            if (i == Settled)
            {
                (live, total, resident) = (DisposeScopeManager.Statistics.ThreadTotalLiveCount, Tensor.TotalCount, Resident());
            }
            else if (i == Middle)
            {
                middle = Resident();
            }
        }

        set_num_threads(threads);
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        // The collector may meanwhile free what other tests forgot.
        Assert.InRange(Tensor.TotalCount, 0, total);
        Assert.True(last < first / 2, $"{first} -> {last}");

        // Lost activations, 2 KB in each step, would be 7 MB in either half; .NET's own heap grows by as much now and then, but not twice.
        Assert.InRange(Math.Min(middle - resident, Resident() - middle), long.MinValue, 3 << 20);

        double Train()
        {
            using var scope = NewDisposeScope();
            net.train();
            optimizer.zero_grad();
            var loss = nn.functional.mse_loss(net.call(x), y);
            loss.backward();
            optimizer.step();
            return loss.ToDouble();
        }

        void Predict()
        {
            using var scope = NewDisposeScope();
            using var _ = inference_mode();
            net.eval();
            net.call(x).sigmoid().data<float>().ToArray();
        }

        static long Resident()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1]) * Environment.SystemPageSize;
        }
    }

    [Fact]
    public void TheCollectorFreesWhatWasForgotten()
    {
        long before = Tensor.TotalCount;
        Forget();
        for (int i = 0; i < 20 && Tensor.TotalCount > before + 10; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.InRange(Tensor.TotalCount, 0, before + 10);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Forget()
        {
            for (int i = 0; i < 1000; i++)
            {
                _ = ones(10);
            }
        }
    }
}
