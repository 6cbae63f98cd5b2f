using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>Features without gradient.</summary>
internal static class FeaturePass
{
    private const int ImagesAtATime = 64;

    /// <summary>Features of the images as they are, [rows, FeatureSize], with the encoder put in evaluation mode.</summary>
    internal static Tensor Plain(nn.Module<Tensor, Tensor> module, LabelledViews views, int[] rows, CancellationToken cancellation)
    {
        module.eval();
        using var scope = NewDisposeScope();
        var parts = new List<Tensor>();
        foreach (var chunk in rows.Chunk(ImagesAtATime))
        {
            cancellation.ThrowIfCancellationRequested();
            parts.Add(WithoutGradient(module, views.Plain(chunk)));
        }

        return cat(parts, 0).MoveToOuterDisposeScope();
    }

    /// <summary>One batch's features, computed where the encoder is; the views are disposed of.</summary>
    internal static Tensor WithoutGradient(nn.Module<Tensor, Tensor> module, Tensor views)
    {
        using var images = views;
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return module.call(images.to(module.parameters().First().device)).MoveToOuterDisposeScope();
    }
}
