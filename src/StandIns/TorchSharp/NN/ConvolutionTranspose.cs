using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>What the transposed convolutions of all dimensions have in common.</summary>
    public abstract class ConvolutionTranspose : nn.Module<Tensor, Tensor>
    {
        private readonly Op _op;
        private readonly long[] _stride;
        private readonly long[] _padding;
        private readonly long[] _outputPadding;
        private readonly long[] _dilation;
        private readonly long _groups;

        private protected ConvolutionTranspose(
            string name, Op op, long inputs, long outputs, long[] kernel, long[] stride, long[] padding, long[] outputPadding, long[] dilation,
            PaddingModes mode, long groups, bool bias, ScalarType? dtype)
            : base(name)
        {
            if (mode != PaddingModes.Zeros)
            {
                throw new ArgumentException($"Only PaddingModes.Zeros is supported for {name}, got {mode}.");
            }

            if (inputs % groups != 0 || outputs % groups != 0)
            {
                throw new ArgumentException($"in_channels {inputs} and out_channels {outputs} must be divisible by groups {groups}.");
            }

            (_op, _stride, _padding, _outputPadding, _dilation, _groups) = (op, stride, padding, outputPadding, dilation, groups);
            var type = dtype ?? get_default_dtype();
            Initialisation.Register(this, torch.empty([inputs, outputs / groups, .. kernel], type), bias ? torch.empty([outputs], type) : null);
        }

        public override Tensor forward(Tensor input)
        {
            if (input.Dimensions != _stride.Length + 1 && input.Dimensions != _stride.Length + 2)
            {
                throw new ArgumentException(
                    $"Expected {_stride.Length + 1}D (unbatched) or {_stride.Length + 2}D (batched) input to {GetName()}, but got {input.Dimensions}D.");
            }

            return _op.Call(input, get_parameter("weight"), get_parameter("bias"), _stride, _padding, _outputPadding, _groups, _dilation);
        }
    }

    public sealed class ConvTranspose1d : ConvolutionTranspose
    {
        internal ConvTranspose1d(
            long inputs, long outputs, long kernel, long stride, long padding, long outputPadding, long dilation, PaddingModes mode, long groups, bool bias,
            ScalarType? type)
            : base(
                nameof(ConvTranspose1d), aten.conv_transpose1d, inputs, outputs, [kernel], [stride], [padding], [outputPadding], [dilation], mode, groups,
                bias, type)
        {
        }
    }

    public sealed class ConvTranspose2d : ConvolutionTranspose
    {
        internal ConvTranspose2d(
            long inputs, long outputs, long[] kernel, long[] stride, long[] padding, long[] outputPadding, long[] dilation, PaddingModes mode, long groups,
            bool bias, ScalarType? type)
            : base(
                nameof(ConvTranspose2d), aten.conv_transpose2d_input, inputs, outputs, kernel, stride, padding, outputPadding, dilation, mode, groups, bias, type)
        {
        }
    }

    public sealed class ConvTranspose3d : ConvolutionTranspose
    {
        internal ConvTranspose3d(
            long inputs, long outputs, long[] kernel, long[] stride, long[] padding, long[] outputPadding, long[] dilation, PaddingModes mode, long groups,
            bool bias, ScalarType? type)
            : base(
                nameof(ConvTranspose3d), aten.conv_transpose3d_input, inputs, outputs, kernel, stride, padding, outputPadding, dilation, mode, groups, bias, type)
        {
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static ConvTranspose1d ConvTranspose1d(
                long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                On(device, new ConvTranspose1d(
                    in_channels, out_channels, kernel_size, stride, padding, output_padding, dilation, padding_mode, groups, bias, dtype));

            public static ConvTranspose2d ConvTranspose2d(
                long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                ConvTranspose2d(
                    in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), (padding, padding), (output_padding, output_padding),
                    (dilation, dilation), padding_mode, groups, bias, device, dtype);

            public static ConvTranspose2d ConvTranspose2d(
                long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
                (long, long)? output_padding = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1,
                bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                On(device, new ConvTranspose2d(
                    in_channels, out_channels, kernel_size.Array(), (stride ?? (1, 1)).Array(), (padding ?? (0, 0)).Array(),
                    (output_padding ?? (0, 0)).Array(), (dilation ?? (1, 1)).Array(), padding_mode, groups, bias, dtype));

            public static ConvTranspose3d ConvTranspose3d(
                long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0, long dilation = 1,
                PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                ConvTranspose3d(
                    in_channels, out_channels, Triples.Of(kernel_size), Triples.Of(stride), Triples.Of(padding), Triples.Of(output_padding),
                    Triples.Of(dilation), padding_mode, groups, bias, device, dtype);

            public static ConvTranspose3d ConvTranspose3d(
                long in_channels, long out_channels, (long, long, long) kernel_size, (long, long, long)? stride = null, (long, long, long)? padding = null,
                (long, long, long)? output_padding = null, (long, long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros,
                long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                On(device, new ConvTranspose3d(
                    in_channels, out_channels, kernel_size.Array(), (stride ?? (1, 1, 1)).Array(), (padding ?? (0, 0, 0)).Array(),
                    (output_padding ?? (0, 0, 0)).Array(), (dilation ?? (1, 1, 1)).Array(), padding_mode, groups, bias, dtype));

            public static partial class functional
            {
                public static Tensor conv_transpose1d(
                    Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null, long? output_padding = null,
                    long? dilation = null, long groups = 1) =>
                    aten.conv_transpose1d.Call(
                        input, weight, bias, new[] { stride ?? 1 }, new[] { padding ?? 0 }, new[] { output_padding ?? 0 }, groups, new[] { dilation ?? 1 });

                public static Tensor conv_transpose2d(
                    Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? output_padding = null,
                    long[]? dilation = null, long groups = 1) =>
                    aten.conv_transpose2d_input.Call(
                        input, weight, bias, strides ?? s_one, padding ?? s_zero, output_padding ?? s_zero, groups, dilation ?? s_one);

                public static Tensor conv_transpose3d(
                    Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? output_padding = null,
                    long[]? dilation = null, long groups = 1) =>
                    aten.conv_transpose3d_input.Call(
                        input, weight, bias, strides ?? [1, 1, 1], padding ?? [0, 0, 0], output_padding ?? [0, 0, 0], groups, dilation ?? [1, 1, 1]);
            }
        }
    }
}
