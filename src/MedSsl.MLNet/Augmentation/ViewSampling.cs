using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>Crop, flip, rotation and resizing in one bilinear sampling of the batch.</summary>
internal static class ViewSampling
{
    /// <summary>Samples [N, C, H, W] at the views' positions into [N, C, height, width]; outside the image is 0.</summary>
    internal static Tensor Sample(Tensor images, int height, int width, ReadOnlySpan<ViewParameters> views)
    {
        var shape = images.shape;
        int imageHeight = (int)shape[2], imageWidth = (int)shape[3];
        var matrices = new float[views.Length * 6];
        var levels = new int[views.Length];
        for (int i = 0; i < views.Length; i++)
        {
            views[i].WriteAffine(imageHeight, imageWidth, matrices.AsSpan(6 * i, 6));
            levels[i] = Level(views[i], height, width);
        }

        // Usually every crop has the same level, and then the batch is one call.
        if (levels.AsSpan().IndexOfAnyExcept(levels[0]) < 0)
            return Sample(Halve(images, levels[0]), matrices, views.Length, height, width);

        var result = empty(new long[] { views.Length, shape[1], height, width }, images.dtype, images.device);
        foreach (var group in levels.Select((level, row) => (level, row)).GroupBy(x => x.level, x => (long)x.row))
        {
            var rows = group.ToArray();
            var some = rows.SelectMany(row => matrices[(int)(6 * row)..(int)(6 * row + 6)]).ToArray();
            var index = tensor(rows, ScalarType.Int64, images.device);
            result.index_copy_(0, index, Sample(Halve(images.index_select(0, index), group.Key), some, rows.Length, height, width));
        }

        return result;
    }

    private static Tensor Sample(Tensor images, float[] matrices, int count, int height, int width)
    {
        var theta = tensor(matrices, ScalarType.Float32, images.device).view(count, 2, 3);
        var grid = nn.functional.affine_grid(theta, [count, images.shape[1], height, width], false);
        return nn.functional.grid_sample(images, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Zeros, false);
    }

    /// <summary>How often the image is halved: the crop keeps at least the view's pixels in both directions.</summary>
    private static int Level(in ViewParameters view, int height, int width)
    {
        double ratio = Math.Min((double)view.CropHeight / height, (double)view.CropWidth / width);
        return ratio < 2 ? 0 : (int)Math.Log2(ratio);
    }

    /// <summary>Area averaging to 1 / 2^level of both sides. The coordinates -1 to 1 of the edges stay the same.</summary>
    private static Tensor Halve(Tensor images, int level)
        => level == 0 ? images : nn.functional.adaptive_avg_pool2d(images, [images.shape[2] >> level, images.shape[3] >> level]);
}
