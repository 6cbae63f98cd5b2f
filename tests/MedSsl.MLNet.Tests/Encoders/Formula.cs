using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

/// <summary>The weights and images of tests/peers/encoder_cases.py and loss_cases.py: numbers that depend on a phase and an index only.</summary>
internal static class Formula
{
    /// <summary>Numbers in [-1, 1).</summary>
    internal static double[] Uniform(int count, int phase)
    {
        var values = new double[count];
        for (int i = 0; i < count; i++)
        {
            double raw = Math.Sin(12.9898 * (i + 1) + phase) * 43758.5453;
            values[i] = 2 * (raw - Math.Floor(raw)) - 1;
        }
        return values;
    }

    internal static double[] Uniform(int count, string name) => Uniform(count, name.Sum(c => c));

    internal static float[] Image(int count) => [.. Uniform(count, "input").Select(u => (float)(0.5 + 0.5 * u))];

    internal static void Fill(nn.Module module)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var (name, value) in module.state_dict())
        {
            if (value.dtype != ScalarType.Float32)
                continue;
            var shape = value.shape;
            var u = Uniform((int)value.numel(), name).Select(number =>
                shape.Length == 4 ? number * Math.Sqrt(6.0 / (shape[1] * shape[2] * shape[3]))
                : name.EndsWith("running_var", StringComparison.Ordinal) ? 1 + 0.5 * number
                : name.EndsWith("weight", StringComparison.Ordinal) ? 1 + 0.2 * number
                : 0.1 * number);
            value.copy_(tensor(u.Select(number => (float)number).ToArray(), shape));
        }
    }
}
