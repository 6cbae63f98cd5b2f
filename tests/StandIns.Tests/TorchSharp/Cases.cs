using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace StandIns.Tests.TorchSharpTests;

/// <summary>What PyTorch gave for the cases of tests/peers/torch_cases.py.</summary>
internal static class Cases
{
    private static readonly Dictionary<string, Case[]> s_all = Read();

    /// <summary>A tensor: all of its elements, or every so many and the root of the sum of all squares. Or names.</summary>
    internal sealed record Case(long[] Shape, double[] Data, int Stride = 1, double Norm = 0, string[]? Names = null);

    internal static IEnumerable<string> Names => s_all.Keys;

    /// <summary>The same inputs as in the script: sin(0.7 i + shift).</summary>
    internal static Tensor Wave(long[] shape, double shift = 0) =>
        tensor([.. Enumerable.Range(0, (int)shape.TotalSize()).Select(i => (float)Math.Sin((0.7 * i) + shift))]).reshape(shape);

    internal static void Check(string name, params Tensor[] found) => Check(name, 1e-5, found);

    internal static void Check(string name, double tolerance, params Tensor[] found)
    {
        Case[] expected = [.. s_all[name].Where(c => c.Names is null)];
        Assert.Equal(expected.Length, found.Length);
        for (int k = 0; k < found.Length; k++)
        {
            Assert.Equal(expected[k].Shape, found[k].shape);
            double[] data = found[k].detach().to(float64).contiguous().data<double>().ToArray();
            for (int i = 0; i < expected[k].Data.Length; i++)
            {
                Near(expected[k].Data[i], data[i * expected[k].Stride], $"{name}[{k}], element {i * expected[k].Stride}");
            }

            if (expected[k].Stride > 1)
            {
                Near(expected[k].Norm, Math.Sqrt(data.Sum(v => v * v)), $"{name}[{k}], norm");
            }
        }

        void Near(double expected, double found, string place) =>
            Assert.True(Math.Abs(found - expected) <= tolerance * Math.Max(1, Math.Abs(expected)), $"{place}: {found}, PyTorch {expected}");
    }

    internal static string[] NamesOf(string name) => s_all[name].Single(c => c.Names is not null).Names!;

    /// <summary>Every case whose name starts so is among the tested.</summary>
    internal static void AreTested(string prefix, IEnumerable<string> tested) =>
        Assert.Equal(Names.Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Order(), tested.Select(n => prefix + n).Order());

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
