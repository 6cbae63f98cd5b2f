#nullable disable
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor max_pool1d(
                Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                aten.max_pool1d.Call(
                    input, new[] { kernel_size }, new[] { stride ?? kernel_size }, new[] { padding ?? 0 }, new[] { dilation ?? 1 }, ceil_mode);

            public static (Tensor output, Tensor indices) max_pool1d_with_indices(
                Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                aten.max_pool1d_with_indices.Call2(
                    input, new[] { kernel_size }, new[] { stride ?? kernel_size }, new[] { padding ?? 0 }, new[] { dilation ?? 1 }, ceil_mode);

            public static (Tensor output, Tensor indices) max_pool2d_with_indices(
                Tensor input, long[] kernel_size, long[] strides = null, long[] padding = null, long[] dilation = null, bool ceil_mode = false) =>
                aten.max_pool2d_with_indices.Call2(input, kernel_size, strides ?? kernel_size, padding ?? s_zero, dilation ?? s_one, ceil_mode);

            public static Tensor max_pool3d(
                Tensor input, long[] kernel_size, long[] strides = null, long[] padding = null, long[] dilation = null, bool ceil_mode = false) =>
                aten.max_pool3d.Call(input, kernel_size, strides ?? kernel_size, padding ?? Each(0), dilation ?? Each(1), ceil_mode);

            public static (Tensor output, Tensor indices) max_pool3d_with_indices(
                Tensor input, long[] kernel_size, long[] strides = null, long[] padding = null, long[] dilation = null, bool ceil_mode = false) =>
                aten.max_pool3d_with_indices.Call2(input, kernel_size, strides ?? kernel_size, padding ?? Each(0), dilation ?? Each(1), ceil_mode);

            public static Tensor avg_pool1d(
                Tensor input, long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true) =>
                aten.avg_pool1d.Call(
                    input, new[] { kernel_size }, new[] { stride ?? kernel_size }, new[] { padding ?? 0 }, ceil_mode, count_include_pad);

            public static Tensor adaptive_avg_pool1d(Tensor input, long output_size) => aten.adaptive_avg_pool1d.Call(input, new[] { output_size });

            public static Tensor adaptive_avg_pool3d(Tensor input, long output_size) => aten.adaptive_avg_pool3d.Call(input, Each(output_size));

            public static Tensor adaptive_avg_pool3d(Tensor input, (long, long, long) output_size) =>
                aten.adaptive_avg_pool3d.Call(input, output_size.Array());

            public static Tensor adaptive_avg_pool3d(Tensor input, long[] output_size) => aten.adaptive_avg_pool3d.Call(input, output_size);

            public static Tensor adaptive_max_pool1d(Tensor input, long output_size) =>
                First(aten.adaptive_max_pool1d.Call2(input, new[] { output_size }));

            public static Tensor adaptive_max_pool2d(Tensor input, long[] output_size) => First(aten.adaptive_max_pool2d.Call2(input, output_size));

            public static Tensor adaptive_max_pool3d(Tensor input, long[] output_size) => First(aten.adaptive_max_pool3d.Call2(input, output_size));

            private static Tensor First((Tensor Values, Tensor Indices) found)
            {
                found.Indices.Dispose();
                return found.Values;
            }
        }
    }
}
