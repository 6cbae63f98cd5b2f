using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>Crop, flip, rotation, elastic deformation and resizing in one bilinear sampling of the batch.</summary>
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
        float[]? offsets = Offsets(imageHeight, imageWidth, height, width, views);
        int length = 2 * height * width;

        // Usually every crop has the same level, and then the batch is one call.
        if (levels.AsSpan().IndexOfAnyExcept(levels[0]) < 0)
            return Sample(Halve(images, levels[0]), matrices, offsets, views.Length, height, width);

        var result = empty(new long[] { views.Length, shape[1], height, width }, images.dtype, images.device);
        foreach (var group in levels.Select((level, row) => (level, row)).GroupBy(x => x.level, x => (long)x.row))
        {
            var rows = group.ToArray();
            var some = rows.SelectMany(row => matrices[(int)(6 * row)..(int)(6 * row + 6)]).ToArray();
            float[]? moved = offsets is null ? null : [.. rows.SelectMany(row => offsets[((int)row * length)..(((int)row + 1) * length)])];
            var index = tensor(rows, ScalarType.Int64, images.device);
            result.index_copy_(0, index, Sample(Halve(images.index_select(0, index), group.Key), some, moved, rows.Length, height, width));
        }

        return result;
    }

    private static Tensor Sample(Tensor images, float[] matrices, float[]? offsets, int count, int height, int width)
    {
        var theta = tensor(matrices, ScalarType.Float32, images.device).view(count, 2, 3);
        var grid = nn.functional.affine_grid(theta, [count, images.shape[1], height, width], false);
        if (offsets is not null)
            grid = grid.add_(tensor(offsets, ScalarType.Float32, images.device).view(count, height, width, 2));
        return nn.functional.grid_sample(images, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Zeros, false);
    }

    /// <summary>The elastic displacements, [N, height, width, 2]; null if no view has any.</summary>
    private static float[]? Offsets(int imageHeight, int imageWidth, int height, int width, ReadOnlySpan<ViewParameters> views)
    {
        float[]? offsets = null;
        int length = 2 * height * width;
        for (int i = 0; i < views.Length; i++)
        {
            if (views[i].Elastic is { } field)
                field.Write(height, width, (double)views[i].CropWidth / imageWidth, (double)views[i].CropHeight / imageHeight,
                    (offsets ??= new float[views.Length * length]).AsSpan(i * length, length));
        }

        return offsets;
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
