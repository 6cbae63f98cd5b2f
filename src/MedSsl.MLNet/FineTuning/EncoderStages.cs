using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// A residual network's stages from its input to its output: 0 is the stem, 1 to 4 the residual stages, by torchvision's names ("layer3.1.conv2.weight"). Kept layers
/// of a projection head belong to the last stage.
/// </summary>
internal static class EncoderStages
{
    internal const int Count = 5;

    /// <summary>The stage of a parameter or module by its name.</summary>
    internal static int Of(string name) => name switch
    {
        ['l', 'a', 'y', 'e', 'r', >= '1' and <= '4' and var number, ..] => number - '0',
        ['h', 'e', 'a', 'd', ..] => Count - 1,
        _ => 0,
    };

    /// <summary>Parameter groups of every stage that is trained; the learning rate falls by <paramref name="decay"/> from each stage to the one before it.</summary>
    internal static IReadOnlyList<ParameterGroup> Groups(nn.Module encoder, double decay)
    {
        if (decay == 1)
            return ParameterGroup.Split(encoder);
        var trained = encoder.named_parameters().Where(entry => entry.parameter.requires_grad).ToArray();
        return [.. trained.GroupBy(entry => Of(entry.name)).OrderBy(stage => stage.Key).SelectMany(stage => Split(stage, Math.Pow(decay, Count - 1 - stage.Key)))];
    }

    /// <summary>Takes the first stages out of training. Their modules, whose normalisation statistics must stay as they are, are returned.</summary>
    internal static IReadOnlyList<nn.Module> Freeze(nn.Module encoder, int stages)
    {
        foreach (var (name, parameter) in encoder.named_parameters())
        {
            if (Of(name) < stages)
                parameter.requires_grad = false;
        }
        return [.. encoder.named_children().Where(child => Of(child.name) < stages).Select(child => child.module)];
    }

    private static IEnumerable<ParameterGroup> Split(IEnumerable<(string Name, Parameter Parameter)> parameters, double rate)
        => parameters.GroupBy(entry => entry.Parameter.shape.Length > 1).OrderByDescending(group => group.Key)
            .Select(group => new ParameterGroup([.. group.Select(entry => entry.Parameter)], rate, group.Key));
}
