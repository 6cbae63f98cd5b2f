using System.Diagnostics;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.Benchmarks;

/// <summary>
/// A training step of ResNet-18 and a forward pass of ViT-S, here and in PyTorch (tests/peers/step_peer.py), round by round in turn; the other process sleeps.
/// </summary>
internal static class StepBenchmark
{
    internal static int Run(string[] arguments)
    {
        int rounds = 7, threads = 2;
        string python = "/usr/bin/python3", peer = "tests/peers/step_peer.py";
        string[] kinds = ["resnet18-step", "vit-s-forward"];
        bool channelsLast = false;
        for (int i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--rounds": rounds = int.Parse(arguments[++i]); break;
                case "--threads": threads = int.Parse(arguments[++i]); break;
                case "--python": python = arguments[++i]; break;
                case "--peer": peer = arguments[++i]; break;
                case "--only": kinds = [arguments[++i]]; break;
                case "--channels-last": channelsLast = true; break;
                default: throw new ArgumentException($"'{arguments[i]}' is no option of step.");
            }
        }
        set_num_threads(threads);
        string[] others = channelsLast ? [peer, $"{threads}", "--channels-last"] : [peer, $"{threads}"];
        var start = new ProcessStartInfo(python, others) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["OMP_NUM_THREADS"] = $"{threads}";
        using var process = Process.Start(start)!;
        foreach (string kind in kinds)
        {
            var step = kind == "resnet18-step" ? ResNetStep(channelsLast) : VitForward();
            List<double> ours = [], theirs = [];
            double theirPeak = 0;
            for (int round = -1; round < rounds; round++)
            {
                double mine = Time(step);
                process.StandardInput.WriteLine(kind);
                string[] answer = process.StandardOutput.ReadLine()!.Split(' ');
                if (round >= 0)
                {
                    ours.Add(mine);
                    theirs.Add(double.Parse(answer[0]));
                    theirPeak = double.Parse(answer[1]);
                }
            }
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                kind,
                threads,
                channelsLast,
                rounds,
                ours_ms = Math.Round(Median(ours), 1),
                pytorch_ms = Math.Round(Median(theirs), 1),
                ratio = Math.Round(Median([.. ours.Zip(theirs, (a, b) => a / b)]), 3),
                ours_least_ms = Math.Round(ours.Min(), 1),
                pytorch_least_ms = Math.Round(theirs.Min(), 1),
                ours_peak_megabytes = SimClrBenchmark.Memory("VmHWM"),
                pytorch_peak_megabytes = theirPeak,
            }));
        }
        process.StandardInput.Close();
        process.WaitForExit();
        return 0;
    }

    /// <summary>Milliseconds of the quickest of three calls.</summary>
    private static double Time(Action call)
    {
        double best = double.PositiveInfinity;
        for (int i = 0; i < 3; i++)
        {
            var watch = Stopwatch.StartNew();
            call();
            best = Math.Min(best, watch.Elapsed.TotalMilliseconds);
        }
        return best;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static Action ResNetStep(bool channelsLast)
    {
        manual_seed(1);
        var net = ResNet18.Make(3, 10);
        var images = randn(64, 3, 64, 64);
        var labels = randint(0, 10, [64L]);
        if (channelsLast)
        {
            images = Last(images);
            using var _ = no_grad();
            foreach (var weight in net.parameters().Where(p => p.Dimensions == 4))
                weight.set_(Last(weight));
        }
        var optimizer = optim.SGD(net.parameters(), 0.05, 0.9);
        return () =>
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            nn.functional.cross_entropy(net.call(images), labels).backward();
            optimizer.step();
        };
    }

    private static Tensor Last(Tensor images) => images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

    private static Action VitForward()
    {
        manual_seed(1);
        var net = new VisionTransformer(3, 224);
        net.eval();
        var images = randn(8, 3, 224, 224);
        return () =>
        {
            using var scope = NewDisposeScope();
            using var _ = no_grad();
            net.call(images);
        };
    }
}
