using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace StandIns.Tests.TorchSharpTests;

/// <summary>What PyTorch gave for the cases of tests/peers/torch_cases.py.</summary>
internal static class Cases
{
    private static readonly Dictionary<string, Case[]> s_all = Read();

    internal sealed record Case(long[] Shape, double[] Data);

    internal static IEnumerable<string> Names => s_all.Keys;

    /// <summary>The same inputs as in the script: sin(0.7 i + shift).</summary>
    internal static Tensor Wave(long[] shape, double shift = 0) =>
        tensor([.. Enumerable.Range(0, (int)shape.TotalSize()).Select(i => (float)Math.Sin((0.7 * i) + shift))]).reshape(shape);

    internal static void Check(string name, params Tensor[] found) => Check(name, 1e-5, found);

    internal static void Check(string name, double tolerance, params Tensor[] found)
    {
        var expected = s_all[name];
        Assert.Equal(expected.Length, found.Length);
        for (int k = 0; k < found.Length; k++)
        {
            Assert.Equal(expected[k].Shape, found[k].shape);
            double[] data = found[k].detach().to(float64).contiguous().data<double>().ToArray();
            for (int i = 0; i < data.Length; i++)
            {
                double bound = tolerance * Math.Max(1, Math.Abs(expected[k].Data[i]));
                Assert.True(Math.Abs(data[i] - expected[k].Data[i]) <= bound, $"{name}[{k}], element {i}: {data[i]}, PyTorch {expected[k].Data[i]}");
            }
        }
    }

    /// <summary>The value, then the gradient of sum(value * wave) to each input.</summary>
    internal static void CheckGraded(string name, Func<Tensor[], Tensor> function, params Tensor[] inputs)
    {
        Tensor[] leaves = [.. inputs.Select(i => i.clone().requires_grad_())];
        var value = function(leaves);
        (value * Wave(value.shape, 0.5)).sum().backward();
        Check(name, [value, .. leaves.Select(l => l.grad!)]);
    }

    private static Dictionary<string, Case[]> Read()
    {
        using var stream = typeof(Cases).Assembly.GetManifestResourceStream("torch_cases.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, Case[]>>(stream, JsonSerializerOptions.Web)!;
    }
}
