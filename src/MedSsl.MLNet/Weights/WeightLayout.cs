using System.Text.RegularExpressions;

namespace MedSsl.MLNet;

/// <summary>How a training program names a ResNet's weights in what it saves.</summary>
/// <param name="Name">The program.</param>
/// <param name="Prefix">Before every weight of the encoder.</param>
/// <param name="LeftOut">Beginnings of the names that belong to heads, momentum copies and queues.</param>
/// <param name="Source">Where this is written.</param>
/// <param name="Children">Names of an <c>nn.Sequential</c>'s children, by their number, where the encoder is one; null where its own names are used.</param>
/// <param name="Shortcut">What the program calls a block's "downsample".</param>
/// <param name="PlainPixels">True where the program feeds pixels in [0, 1] as they are, false where it normalises by ImageNet's colours.</param>
internal sealed partial record WeightLayout(
    string Name, string Prefix, string[] LeftOut, string Source, string?[]? Children = null, string Shortcut = "downsample", bool PlainPixels = false)
{
    /// <summary>What wraps a whole module: nothing, DataParallel, a Lightning module's or a trainer's member, torch.compile.</summary>
    private static readonly string[] Wrappers = ["", "module.", "model.", "_orig_mod.", "module.model.", "module._orig_mod."];

    /// <summary>This layout inside each of the wrappers.</summary>
    internal IEnumerable<WeightLayout> Wrapped() =>
        Wrappers.Select(wrapper => this with { Prefix = wrapper + Prefix, LeftOut = [.. LeftOut.Select(start => wrapper + start)] });

    /// <summary>torchvision's name for a weight of the encoder; null for anything else.</summary>
    internal string? Map(string name)
    {
        if (!name.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        name = name[Prefix.Length..];
        if (Children is not null)
        {
            int dot = name.IndexOf('.');
            if (dot < 0 || !int.TryParse(name.AsSpan(0, dot), out int child) || child < 0 || child >= Children.Length || Children[child] is not { } part)
                return null;
            name = part + name[dot..];
        }
        if (Shortcut != "downsample")
            name = name.Replace($".{Shortcut}.", ".downsample.", StringComparison.Ordinal);
        return EncoderWeight().IsMatch(name) ? name : null;
    }

    /// <summary>Whether a weight is known to be none of the encoder's.</summary>
    internal bool LeavesOut(string name) => Array.Exists(LeftOut, start => name.StartsWith(start, StringComparison.Ordinal));

    [GeneratedRegex(@"^((layer[1-4]\.[0-9]{1,3}\.)?(conv[1-3]\.weight|bn[1-3]\.(weight|bias|running_mean|running_var|num_batches_tracked))" +
        @"|layer[1-4]\.[0-9]{1,3}\.downsample\.(0\.weight|1\.(weight|bias|running_mean|running_var|num_batches_tracked)))$", RegexOptions.CultureInvariant)]
    private static partial Regex EncoderWeight();
}
