using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// The channels-last memory layout: [N, C, H, W] by shape, and N, H, W, C in memory. oneDNN's convolutions take it without reordering, and libtorch's
/// normalisation and pooling kernels are vectorised over channels.
/// </summary>
internal static class ChannelsLast
{
    /// <summary>The same values in the channels-last layout; libtorch recognises it by the strides.</summary>
    /// <param name="tensor">[N, C, H, W].</param>
    internal static Tensor Of(Tensor tensor)
    {
        var shape = tensor.shape;
        // With one channel both layouts are the same bytes, and only the stride of the channel axis tells them apart: it must be 1, not H * W.
        return shape[1] == 1
            ? tensor.reshape(shape[0], shape[2], shape[3]).unsqueeze(3).permute(0, 3, 1, 2)
            : tensor.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
    }
}
