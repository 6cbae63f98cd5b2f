using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    public sealed class Conv1d : Convolution
    {
        internal Conv1d(
            long inputs, long outputs, long kernel, long stride, long? padding, long dilation, PaddingModes mode, long groups, bool bias, ScalarType? type)
            : base(
                nameof(Conv1d), inputs, outputs, [kernel], [stride], padding is { } p ? [p] : null, [dilation], mode, groups, bias, type ?? get_default_dtype())
        {
        }

        public override Tensor forward(Tensor input) => Convolve(aten.conv1d, aten.conv1d_padding, input);
    }

    public sealed class Conv3d : Convolution
    {
        internal Conv3d(
            long inputs, long outputs, (long, long, long) kernel, (long, long, long) stride, (long, long, long)? padding, (long, long, long) dilation,
            PaddingModes mode, long groups, bool bias, ScalarType? type)
            : base(
                nameof(Conv3d), inputs, outputs, kernel.Array(), stride.Array(), padding?.Array(), dilation.Array(), mode, groups, bias,
                type ?? get_default_dtype())
        {
        }

        public override Tensor forward(Tensor input) => Convolve(aten.conv3d, aten.conv3d_padding, input);
    }

    internal static class Triples
    {
        internal static long[] Array(this (long, long, long) triple) => [triple.Item1, triple.Item2, triple.Item3];

        internal static (long, long, long) Of(long side) => (side, side, side);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Conv1d Conv1d(
                long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                On(device, new Conv1d(in_channels, out_channels, kernel_size, stride, padding, dilation, padding_mode, groups, bias, dtype));

            public static Conv1d Conv1d(
                long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                On(device, new Conv1d(
                    in_channels, out_channels, kernel_size, stride, padding is Padding.Same ? null : 0, dilation, padding_mode, groups, bias, dtype));

            public static Conv3d Conv3d(
                long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                Conv3d(
                    in_channels, out_channels, Triples.Of(kernel_size), Triples.Of(stride), Triples.Of(padding), Triples.Of(dilation), padding_mode, groups,
                    bias, device, dtype);

            public static Conv3d Conv3d(
                long in_channels, long out_channels, (long, long, long) kernel_size, (long, long, long)? stride = null, (long, long, long)? padding = null,
                (long, long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
                Device? device = null, ScalarType? dtype = null) =>
                On(device, new Conv3d(
                    in_channels, out_channels, kernel_size, stride ?? (1, 1, 1), padding ?? (0, 0, 0), dilation ?? (1, 1, 1), padding_mode, groups, bias,
                    dtype));

            public static Conv3d Conv3d(
                long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                Conv3d(
                    in_channels, out_channels, Triples.Of(kernel_size), padding, Triples.Of(stride), Triples.Of(dilation), padding_mode, groups, bias, device,
                    dtype);

            public static Conv3d Conv3d(
                long in_channels, long out_channels, (long, long, long) kernel_size, Padding padding, (long, long, long)? stride = null,
                (long, long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
                Device? device = null, ScalarType? dtype = null) =>
                On(device, new Conv3d(
                    in_channels, out_channels, kernel_size, stride ?? (1, 1, 1), padding is Padding.Same ? null : (0, 0, 0), dilation ?? (1, 1, 1),
                    padding_mode, groups, bias, dtype));

            public static partial class functional
            {
                public static Tensor conv3d(
                    Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                    long groups = 1) =>
                    aten.conv3d.Call(input, weight, bias, strides ?? [1, 1, 1], padding ?? [0, 0, 0], dilation ?? [1, 1, 1], groups);
            }
        }
    }
}
