using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    public sealed class GroupNorm : nn.Module<Tensor, Tensor>
    {
        private readonly long _groups;
        private readonly double _eps;

        internal GroupNorm(long groups, long channels, double eps, bool affine, ScalarType? dtype)
            : base(nameof(GroupNorm))
        {
            (_groups, _eps) = (groups, eps);
            if (affine)
            {
                var type = dtype ?? get_default_dtype();
                register_parameter("weight", new Parameter(torch.ones([channels], type)));
                register_parameter("bias", new Parameter(torch.zeros([channels], type)));
            }
        }

        public Parameter weight
        {
            get => get_parameter("weight")!;
            set => ConditionallyRegisterParameter("weight", value);
        }

        public Parameter? bias
        {
            get => get_parameter("bias");
            set => ConditionallyRegisterParameter("bias", value!);
        }

        public override Tensor forward(Tensor tensor)
        {
            if (tensor.Dimensions < 3)
            {
                throw new ArgumentException($"Invalid number of dimensions for GroupNorm argument: {tensor.Dimensions}, expected at least 3.");
            }

            return nn.functional.group_norm(tensor, _groups, get_parameter("weight"), bias, _eps);
        }
    }

    /// <summary>What the instance norms of all dimensions have in common.</summary>
    public abstract class InstanceNorm : nn.Module<Tensor, Tensor>
    {
        private readonly int _spatial;
        private readonly double _eps;
        private readonly double _momentum;

        private protected InstanceNorm(string name, int spatial, long features, double eps, double momentum, bool affine, bool track, ScalarType? dtype)
            : base(name)
        {
            var type = dtype ?? get_default_dtype();
            (_spatial, _eps, _momentum) = (spatial, eps, momentum);
            if (affine)
            {
                register_parameter("weight", new Parameter(torch.ones([features], type)));
                register_parameter("bias", new Parameter(torch.zeros([features], type)));
            }

            if (track)
            {
                register_buffer("running_mean", torch.zeros([features], type));
                register_buffer("running_var", torch.ones([features], type));
                register_buffer("num_batches_tracked", torch.tensor(0L));
            }
        }

        public override Tensor forward(Tensor input)
        {
            if (input.Dimensions != _spatial + 1 && input.Dimensions != _spatial + 2)
            {
                throw new ArgumentException(
                    $"Invalid number of dimensions for {GetName()} argument: {input.Dimensions}, expected {_spatial + 1} or {_spatial + 2}.");
            }

            var batch = input.Dimensions == _spatial + 1 ? input.unsqueeze(0) : input;
            var mean = get_buffer("running_mean");
            var normalised = nn.functional.instance_norm(
                batch, mean, get_buffer("running_var"), get_parameter("weight"), get_parameter("bias"), training || mean is null, _momentum, _eps);
            return input.Dimensions == _spatial + 1 ? normalised.squeeze(0) : normalised;
        }
    }

    public sealed class InstanceNorm1d : InstanceNorm
    {
        internal InstanceNorm1d(long features, double eps, double momentum, bool affine, bool track, ScalarType? type)
            : base(nameof(InstanceNorm1d), 1, features, eps, momentum, affine, track, type)
        {
        }
    }

    public sealed class InstanceNorm2d : InstanceNorm
    {
        internal InstanceNorm2d(long features, double eps, double momentum, bool affine, bool track, ScalarType? type)
            : base(nameof(InstanceNorm2d), 2, features, eps, momentum, affine, track, type)
        {
        }
    }

    public sealed class InstanceNorm3d : InstanceNorm
    {
        internal InstanceNorm3d(long features, double eps, double momentum, bool affine, bool track, ScalarType? type)
            : base(nameof(InstanceNorm3d), 3, features, eps, momentum, affine, track, type)
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
            public static GroupNorm GroupNorm(
                long num_groups, long num_channels, double eps = 1e-5, bool affine = true, Device? device = null, ScalarType? dtype = null) =>
                On(device, new GroupNorm(num_groups, num_channels, eps, affine, dtype));

            public static InstanceNorm1d InstanceNorm1d(
                long num_features, double eps = 1e-5, double momentum = 0.1, bool affine = false, bool track_running_stats = false, Device? device = null,
                ScalarType? dtype = null) =>
                On(device, new InstanceNorm1d(num_features, eps, momentum, affine, track_running_stats, dtype));

            public static InstanceNorm2d InstanceNorm2d(
                long num_features, double eps = 1e-5, double momentum = 0.1, bool affine = false, bool track_running_stats = false, Device? device = null,
                ScalarType? dtype = null) =>
                On(device, new InstanceNorm2d(num_features, eps, momentum, affine, track_running_stats, dtype));

            public static InstanceNorm3d InstanceNorm3d(
                long num_features, double eps = 1e-5, double momentum = 0.1, bool affine = false, bool track_running_stats = false, Device? device = null,
                ScalarType? dtype = null) =>
                On(device, new InstanceNorm3d(num_features, eps, momentum, affine, track_running_stats, dtype));

            public static partial class functional
            {
                public static Tensor group_norm(Tensor input, long num_groups, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) =>
                    aten.group_norm.Call(input, num_groups, weight, bias, eps);

                public static Tensor instance_norm(
                    Tensor input, Tensor? running_mean = null, Tensor? running_var = null, Tensor? weight = null, Tensor? bias = null,
                    bool use_input_stats = true, double momentum = 0.1, double eps = 1e-5) =>
                    aten.instance_norm.Call(input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps, false);
            }
        }
    }
}
