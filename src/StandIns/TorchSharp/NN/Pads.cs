using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>What the padding layers have in common.</summary>
    public abstract class PadBase : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long[] _pad;
        private readonly PaddingModes _mode;
        private readonly double _value;

        private protected PadBase(string name, PaddingModes mode, long[] pad, double value = 0)
            : base(name) => (_mode, _pad, _value) = (mode, pad, value);

        public override Tensor forward(Tensor input) => nn.functional.pad(input, _pad, _mode, _value);
    }

    public sealed class ConstantPad1d : PadBase
    {
        internal ConstantPad1d(long[] pad, double value)
            : base(nameof(ConstantPad1d), PaddingModes.Constant, pad, value)
        {
        }
    }

    public sealed class ConstantPad2d : PadBase
    {
        internal ConstantPad2d(long[] pad, double value)
            : base(nameof(ConstantPad2d), PaddingModes.Constant, pad, value)
        {
        }
    }

    public sealed class ConstantPad3d : PadBase
    {
        internal ConstantPad3d(long[] pad, double value)
            : base(nameof(ConstantPad3d), PaddingModes.Constant, pad, value)
        {
        }
    }

    public sealed class ReflectionPad1d : PadBase
    {
        internal ReflectionPad1d(long[] pad)
            : base(nameof(ReflectionPad1d), PaddingModes.Reflect, pad)
        {
        }
    }

    public sealed class ReflectionPad2d : PadBase
    {
        internal ReflectionPad2d(long[] pad)
            : base(nameof(ReflectionPad2d), PaddingModes.Reflect, pad)
        {
        }
    }

    public sealed class ReflectionPad3d : PadBase
    {
        internal ReflectionPad3d(long[] pad)
            : base(nameof(ReflectionPad3d), PaddingModes.Reflect, pad)
        {
        }
    }

    public sealed class ReplicationPad1d : PadBase
    {
        internal ReplicationPad1d(long[] pad)
            : base(nameof(ReplicationPad1d), PaddingModes.Replicate, pad)
        {
        }
    }

    public sealed class ReplicationPad2d : PadBase
    {
        internal ReplicationPad2d(long[] pad)
            : base(nameof(ReplicationPad2d), PaddingModes.Replicate, pad)
        {
        }
    }

    public sealed class ReplicationPad3d : PadBase
    {
        internal ReplicationPad3d(long[] pad)
            : base(nameof(ReplicationPad3d), PaddingModes.Replicate, pad)
        {
        }
    }

    public sealed class ZeroPad2d : PadBase
    {
        internal ZeroPad2d(long[] pad)
            : base(nameof(ZeroPad2d), PaddingModes.Constant, pad)
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
            public static Modules.ConstantPad1d ConstantPad1d(long padding, double value) => new([padding, padding], value);

            public static Modules.ConstantPad1d ConstantPad1d((long, long) padding, double value) =>
                new([padding.Item1, padding.Item2], value);

            public static Modules.ConstantPad2d ConstantPad2d(long padding, double value) => new([padding, padding, padding, padding], value);

            public static Modules.ConstantPad2d ConstantPad2d((long, long, long, long) padding, double value) =>
                new([padding.Item1, padding.Item2, padding.Item3, padding.Item4], value);

            public static Modules.ConstantPad3d ConstantPad3d(long padding, double value) => new([padding, padding, padding, padding, padding, padding], value);

            public static Modules.ConstantPad3d ConstantPad3d((long, long, long, long, long, long) padding, double value) =>
                new([padding.Item1, padding.Item2, padding.Item3, padding.Item4, padding.Item5, padding.Item6], value);

            public static Modules.ReflectionPad1d ReflectionPad1d(long padding) => new([padding, padding]);

            public static Modules.ReflectionPad1d ReflectionPad1d((long, long) padding) =>
                new([padding.Item1, padding.Item2]);

            public static Modules.ReflectionPad2d ReflectionPad2d(long padding) => new([padding, padding, padding, padding]);

            public static Modules.ReflectionPad2d ReflectionPad2d((long, long, long, long) padding) =>
                new([padding.Item1, padding.Item2, padding.Item3, padding.Item4]);

            public static Modules.ReflectionPad3d ReflectionPad3d(long padding) => new([padding, padding, padding, padding, padding, padding]);

            public static Modules.ReflectionPad3d ReflectionPad3d((long, long, long, long, long, long) padding) =>
                new([padding.Item1, padding.Item2, padding.Item3, padding.Item4, padding.Item5, padding.Item6]);

            public static Modules.ReplicationPad1d ReplicationPad1d(long padding) => new([padding, padding]);

            public static Modules.ReplicationPad1d ReplicationPad1d((long, long) padding) =>
                new([padding.Item1, padding.Item2]);

            public static Modules.ReplicationPad2d ReplicationPad2d(long padding) => new([padding, padding, padding, padding]);

            public static Modules.ReplicationPad2d ReplicationPad2d((long, long, long, long) padding) =>
                new([padding.Item1, padding.Item2, padding.Item3, padding.Item4]);

            public static Modules.ReplicationPad3d ReplicationPad3d(long padding) => new([padding, padding, padding, padding, padding, padding]);

            public static Modules.ReplicationPad3d ReplicationPad3d((long, long, long, long, long, long) padding) =>
                new([padding.Item1, padding.Item2, padding.Item3, padding.Item4, padding.Item5, padding.Item6]);

            public static Modules.ZeroPad2d ZeroPad2d(long padding) => new([padding, padding, padding, padding]);

            public static Modules.ZeroPad2d ZeroPad2d((long, long, long, long) padding) =>
                new([padding.Item1, padding.Item2, padding.Item3, padding.Item4]);
        }
    }
}
