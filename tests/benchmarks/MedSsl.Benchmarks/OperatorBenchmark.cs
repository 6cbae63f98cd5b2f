using System.Diagnostics;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.Benchmarks;

/// <summary>Microseconds a call of operators on one-element tensors, where nearly all the time is the way there and back.</summary>
internal static class OperatorBenchmark
{
    internal static int Run()
    {
        set_num_threads(1);
        using var scope = NewDisposeScope();
        var one = ones(1);
        var two = ones(1, 1);
        var weight = ones(1, requires_grad: true);
        Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, double>
        {
            ["add"] = Time(() => one.add(one).Dispose()),
            ["add_"] = Time(() => one.add_(one)),
            ["mm"] = Time(() => two.mm(two).Dispose()),
            ["sum"] = Time(() => one.sum().Dispose()),
            ["reshape"] = Time(() => two.reshape(1).Dispose()),
            ["item"] = Time(() => one.item<float>()),
            ["add_backward"] = Time(() =>
            {
                using var sum = weight.add(one);
                using var total = sum.sum();
                total.backward();
            }),
        }));
        return 0;
    }

    /// <summary>The best of 100 rounds of 2,000 calls: short enough that some are not interrupted.</summary>
    private static double Time(Action call)
    {
        const int Calls = 2_000;
        double best = double.PositiveInfinity;
        for (int round = 0; round < 100; round++)
        {
            using var scope = NewDisposeScope();
            var watch = Stopwatch.StartNew();
            for (int i = 0; i < Calls; i++)
                call();
            best = Math.Min(best, watch.Elapsed.TotalMicroseconds / Calls);
        }
        return Math.Round(best, 3);
    }
}
