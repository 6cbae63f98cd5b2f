using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>Histogram equalisation of the images that drew one, each channel on its own, on the 256 levels of an 8-bit image: torchvision's and PIL's equalize.</summary>
internal static class ViewEqualisation
{
    private const int Levels = 256;

    /// <summary>[N, C, H, W] to the same shape; the other images keep their values exactly.</summary>
    internal static Tensor Apply(Tensor images, ReadOnlySpan<ViewParameters> parameters)
    {
        var rows = new List<long>();
        for (int i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].Equalise)
                rows.Add(i);
        }

        if (rows.Count == 0)
            return images;
        var index = tensor(rows.ToArray(), ScalarType.Int64, images.device);
        var chosen = images.index_select(0, index);
        long channels = rows.Count * chosen.shape[1];

        // One histogram a channel in a single count: channel k has the levels from 256 k on.
        var level = chosen.view(channels, -1).mul(Levels - 1).add_(0.5).floor_().clamp_(0, Levels - 1).to(ScalarType.Int64);
        var flat = level.add(arange(channels, ScalarType.Int64, images.device).mul(Levels).view(-1, 1)).view(-1);
        long[] counts = flat.bincount(null, channels * Levels).cpu().data<long>().ToArray();
        var table = new float[channels * Levels];
        for (int channel = 0; channel < channels; channel++)
            WriteTable(counts.AsSpan(channel * Levels, Levels), table.AsSpan(channel * Levels, Levels));
        var equalised = tensor(table, ScalarType.Float32, images.device).index_select(0, flat).view(chosen.shape);
        return images.index_copy(0, index, equalised);
    }

    /// <summary>
    /// The new value of each level: (pixels below it + half a step) / step, with a step of the pixels not at the highest level over 255; as it was where
    /// that is less than one pixel.
    /// </summary>
    internal static void WriteTable(ReadOnlySpan<long> counts, Span<float> table)
    {
        long all = 0, last = 0;
        foreach (long count in counts)
        {
            all += count;
            last = count > 0 ? count : last;
        }

        long step = (all - last) / (Levels - 1), below = 0;
        for (int i = 0; i < Levels; i++)
        {
            table[i] = (step == 0 ? i : i == 0 ? 0 : Math.Min(Levels - 1, (below + step / 2) / step)) / (float)(Levels - 1);
            below += counts[i];
        }
    }
}
