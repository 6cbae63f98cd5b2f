using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    public abstract class ParameterLessModule<TInput1, TInput2, TOutput> : nn.Module<TInput1, TInput2, TOutput>
    {
        private protected ParameterLessModule(string name)
            : base(name)
        {
        }
    }

    public sealed class CosineSimilarity : ParameterLessModule<Tensor, Tensor, Tensor>
    {
        private readonly long _dim;
        private readonly double _eps;

        internal CosineSimilarity(long dim, double eps)
            : base(nameof(CosineSimilarity)) => (_dim, _eps) = (dim, eps);

        public override Tensor forward(Tensor input1, Tensor input2) => F.cosine_similarity(input1, input2, _dim, _eps);
    }

    public sealed class PairwiseDistance : ParameterLessModule<Tensor, Tensor, Tensor>
    {
        private readonly double _p;
        private readonly double _eps;
        private readonly bool _keepdim;

        internal PairwiseDistance(double p, double eps, bool keepdim)
            : base(nameof(PairwiseDistance)) => (_p, _eps, _keepdim) = (p, eps, keepdim);

        public override Tensor forward(Tensor input1, Tensor input2) => F.pairwise_distance(input1, input2, _p, _eps, _keepdim);
    }

    public sealed class PixelShuffle : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long _factor;

        internal PixelShuffle(long factor)
            : base(nameof(PixelShuffle)) => _factor = factor;

        public override Tensor forward(Tensor input) => F.pixel_shuffle(input, _factor);
    }

    public sealed class PixelUnshuffle : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long _factor;

        internal PixelUnshuffle(long factor)
            : base(nameof(PixelUnshuffle)) => _factor = factor;

        public override Tensor forward(Tensor input) => F.pixel_unshuffle(input, _factor);
    }

    public sealed class Unflatten : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long _dim;
        private readonly long[] _sizes;

        internal Unflatten(long dim, long[] sizes)
            : base(nameof(Unflatten)) => (_dim, _sizes) = (dim, sizes);

        public override Tensor forward(Tensor tensor) => tensor.unflatten(_dim, _sizes);
    }

    public sealed class Fold : ParameterLessModule<Tensor, Tensor>
    {
        private readonly (long, long) _size;
        private readonly (long, long) _kernel;
        private readonly (long, long)? _dilation;
        private readonly (long, long)? _padding;
        private readonly (long, long)? _stride;

        internal Fold((long, long) size, (long, long) kernel, (long, long)? dilation, (long, long)? padding, (long, long)? stride)
            : base(nameof(Fold)) => (_size, _kernel, _dilation, _padding, _stride) = (size, kernel, dilation, padding, stride);

        public override Tensor forward(Tensor tensor) => F.fold(tensor, _size, _kernel, _dilation, _padding, _stride);
    }

    public sealed class Unfold : ParameterLessModule<Tensor, Tensor>
    {
        private readonly (long, long) _kernel;
        private readonly (long, long)? _dilation;
        private readonly (long, long)? _padding;
        private readonly (long, long)? _stride;

        internal Unfold((long, long) kernel, (long, long)? dilation, (long, long)? padding, (long, long)? stride)
            : base(nameof(Unfold)) => (_kernel, _dilation, _padding, _stride) = (kernel, dilation, padding, stride);

        public override Tensor forward(Tensor tensor) => F.unfold(tensor, _kernel, _dilation, _padding, _stride);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static CosineSimilarity CosineSimilarity(long dim = 1, double eps = 1e-8) => new(dim, eps);

            public static PairwiseDistance PairwiseDistance(double p = 2, double eps = 1e-6, bool keepdim = false) => new(p, eps, keepdim);

            public static PixelShuffle PixelShuffle(long upscale_factor) => new(upscale_factor);

            public static PixelUnshuffle PixelUnshuffle(long downscale_factor) => new(downscale_factor);

            public static Unflatten Unflatten(long dim, long[] unflattened_size) => new(dim, unflattened_size);

            public static Fold Fold(long output_size, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                new((output_size, output_size), (kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

            public static Fold Fold(
                (long, long) output_size, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null,
                (long, long)? stride = null) =>
                new(output_size, kernel_size, dilation, padding, stride);

            public static Unfold Unfold(long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                new((kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

            public static Unfold Unfold(
                (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) =>
                new(kernel_size, dilation, padding, stride);

            public static partial class functional
            {
                public static Tensor pairwise_distance(Tensor input1, Tensor input2, double p = 2, double eps = 1e-6, bool keepdim = false) =>
                    aten.pairwise_distance.Call(input1, input2, p, eps, keepdim);

                public static Tensor pixel_shuffle(Tensor input, long upscale_factor) => aten.pixel_shuffle.Call(input, upscale_factor);

                public static Tensor pixel_unshuffle(Tensor input, long downscale_factor) => aten.pixel_unshuffle.Call(input, downscale_factor);

                public static Tensor fold(Tensor input, long output_size, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                    fold(
                        input, (output_size, output_size), (kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

                public static Tensor fold(
                    Tensor input, (long, long) output_size, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null,
                    (long, long)? stride = null) =>
                    aten.col2im.Call(
                        input, output_size.Array(), kernel_size.Array(), dilation?.Array() ?? s_one, padding?.Array() ?? s_zero, stride?.Array() ?? s_one);

                public static Tensor unfold(
                    Tensor input, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) =>
                    aten.im2col.Call(input, kernel_size.Array(), dilation?.Array() ?? s_one, padding?.Array() ?? s_zero, stride?.Array() ?? s_one);
            }
        }
    }
}
