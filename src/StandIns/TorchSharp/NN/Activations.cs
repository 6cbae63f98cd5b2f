using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    public sealed class CELU : ParameterLessModule<Tensor, Tensor>
    {
        private readonly double _alpha;
        private readonly bool _inplace;

        internal CELU(double alpha, bool inplace)
            : base(nameof(CELU)) => (_alpha, _inplace) = (alpha, inplace);

        public override Tensor forward(Tensor tensor) => F.celu(tensor, _alpha, _inplace);
    }

    public sealed class ELU : ParameterLessModule<Tensor, Tensor>
    {
        private readonly double _alpha;
        private readonly bool _inplace;

        internal ELU(double alpha, bool inplace)
            : base(nameof(ELU)) => (_alpha, _inplace) = (alpha, inplace);

        public override Tensor forward(Tensor tensor) => F.elu(tensor, _alpha, _inplace);
    }

    public sealed class GLU : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long _dim;

        internal GLU(long dim)
            : base(nameof(GLU)) => _dim = dim;

        public override Tensor forward(Tensor tensor) => F.glu(tensor, _dim);
    }

    public sealed class Hardsigmoid : ParameterLessModule<Tensor, Tensor>
    {
        private readonly bool _inplace;

        internal Hardsigmoid(bool inplace)
            : base(nameof(Hardsigmoid)) => _inplace = inplace;

        public override Tensor forward(Tensor tensor) => F.hardsigmoid(tensor, _inplace);
    }

    public sealed class Hardswish : ParameterLessModule<Tensor, Tensor>
    {
        private readonly bool _inplace;

        internal Hardswish(bool inplace)
            : base(nameof(Hardswish)) => _inplace = inplace;

        public override Tensor forward(Tensor tensor) => F.hardswish(tensor, _inplace);
    }

    public sealed class Hardtanh : ParameterLessModule<Tensor, Tensor>
    {
        private readonly double _least;
        private readonly double _most;
        private readonly bool _inplace;

        internal Hardtanh(double least, double most, bool inplace)
            : base(nameof(Hardtanh)) => (_least, _most, _inplace) = (least, most, inplace);

        public override Tensor forward(Tensor tensor) => F.Hardtanh(tensor, _least, _most, _inplace);
    }

    public sealed class LeakyReLU : ParameterLessModule<Tensor, Tensor>
    {
        private readonly double _slope;
        private readonly bool _inplace;

        internal LeakyReLU(double slope, bool inplace)
            : base(nameof(LeakyReLU)) => (_slope, _inplace) = (slope, inplace);

        public override Tensor forward(Tensor tensor) => F.leaky_relu(tensor, _slope, _inplace);
    }

    public sealed class LogSigmoid : ParameterLessModule<Tensor, Tensor>
    {
        internal LogSigmoid()
            : base(nameof(LogSigmoid))
        {
        }

        public override Tensor forward(Tensor tensor) => F.logsigmoid(tensor);
    }

    public sealed class LogSoftmax : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long _dim;

        internal LogSoftmax(long dim)
            : base(nameof(LogSoftmax)) => _dim = dim;

        public override Tensor forward(Tensor tensor) => F.log_softmax(tensor, _dim);
    }

    public sealed class Mish : ParameterLessModule<Tensor, Tensor>
    {
        internal Mish()
            : base(nameof(Mish))
        {
        }

        public override Tensor forward(Tensor tensor) => F.Mish(tensor);
    }

    public sealed class PReLU : nn.Module<Tensor, Tensor>
    {
        internal PReLU(long parameters, double init, ScalarType? type)
            : base(nameof(PReLU)) => register_parameter("weight", new Parameter(torch.full([parameters], init, type ?? get_default_dtype())));

        public Parameter weight
        {
            get => get_parameter("weight")!;
            set => ConditionallyRegisterParameter("weight", value);
        }

        public override string GetName() => nameof(PReLU);

        public override Tensor forward(Tensor tensor) => F.prelu(tensor, weight);
    }

    public sealed class ReLU6 : ParameterLessModule<Tensor, Tensor>
    {
        private readonly bool _inplace;

        internal ReLU6(bool inplace)
            : base(nameof(ReLU6)) => _inplace = inplace;

        public override Tensor forward(Tensor tensor) => F.relu6(tensor, _inplace);
    }

    public sealed class SELU : ParameterLessModule<Tensor, Tensor>
    {
        private readonly bool _inplace;

        internal SELU(bool inplace)
            : base(nameof(SELU)) => _inplace = inplace;

        public override Tensor forward(Tensor tensor) => F.selu(tensor, _inplace);
    }

    public sealed class SiLU : ParameterLessModule<Tensor, Tensor>
    {
        internal SiLU()
            : base(nameof(SiLU))
        {
        }

        public override Tensor forward(Tensor tensor) => F.silu(tensor);
    }

    public sealed class Sigmoid : ParameterLessModule<Tensor, Tensor>
    {
        internal Sigmoid()
            : base(nameof(Sigmoid))
        {
        }

        public override Tensor forward(Tensor tensor) => tensor.sigmoid();
    }

    public sealed class Softmax : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long _dim;

        internal Softmax(long dim)
            : base(nameof(Softmax)) => _dim = dim;

        public override Tensor forward(Tensor tensor) => tensor.softmax(_dim);
    }

    public sealed class Softmax2d : ParameterLessModule<Tensor, Tensor>
    {
        internal Softmax2d()
            : base(nameof(Softmax2d))
        {
        }

        public override Tensor forward(Tensor tensor) => F.softmax2d(tensor);
    }

    public sealed class Softplus : ParameterLessModule<Tensor, Tensor>
    {
        private readonly double _beta;
        private readonly double _threshold;

        internal Softplus(double beta, double threshold)
            : base(nameof(Softplus)) => (_beta, _threshold) = (beta, threshold);

        public override Tensor forward(Tensor tensor) => F.softplus(tensor, _beta, _threshold);
    }

    public sealed class Softsign : ParameterLessModule<Tensor, Tensor>
    {
        internal Softsign()
            : base(nameof(Softsign))
        {
        }

        public override Tensor forward(Tensor tensor) => F.Softsign(tensor);
    }

    public sealed class Tanh : ParameterLessModule<Tensor, Tensor>
    {
        internal Tanh()
            : base(nameof(Tanh))
        {
        }

        public override Tensor forward(Tensor tensor) => tensor.tanh();
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.CELU CELU(double alpha = 1, bool inplace = false) => new(alpha, inplace);

            public static Modules.ELU ELU(double alpha = 1, bool inplace = false) => new(alpha, inplace);

            public static Modules.GLU GLU(long dim = -1) => new(dim);

            public static Modules.Hardsigmoid Hardsigmoid(bool inplace = false) => new(inplace);

            public static Modules.Hardswish Hardswish(bool inplace = false) => new(inplace);

            public static Modules.Hardtanh Hardtanh(double min_val = -1, double max_val = 1, bool inplace = false) => new(min_val, max_val, inplace);

            public static Modules.LeakyReLU LeakyReLU(double negative_slope = 0.01, bool inplace = false) => new(negative_slope, inplace);

            public static Modules.LogSigmoid LogSigmoid() => new();

            public static Modules.LogSoftmax LogSoftmax(long dim) => new(dim);

            public static Modules.Mish Mish() => new();

            public static Modules.PReLU PReLU(long num_parameters, double init = 0.25, Device? device = null, ScalarType? dtype = null) =>
                On(device, new Modules.PReLU(num_parameters, init, dtype));

            public static Modules.ReLU6 ReLU6(bool inplace = false) => new(inplace);

            public static Modules.SELU SELU(bool inplace = false) => new(inplace);

            public static Modules.SiLU SiLU() => new();

            public static Modules.Sigmoid Sigmoid() => new();

            public static Modules.Softmax Softmax(long dim) => new(dim);

            public static Modules.Softmax2d Softmax2d() => new();

            public static Modules.Softplus Softplus(double beta = 1, double threshold = 20) => new(beta, threshold);

            public static Modules.Softsign Softsign() => new();

            public static Modules.Tanh Tanh() => new();

            public static partial class functional
            {
                public static Tensor celu(Tensor x, double alpha, bool inplace = false) =>
                    inplace ? aten.celu_.InPlace(x, alpha) : aten.celu.Call(x, alpha);

                public static Tensor elu(Tensor x, double alpha, bool inplace = false) => inplace ? aten.elu_.InPlace(x, alpha) : aten.elu.Call(x, alpha);

                public static Tensor glu(Tensor input, long dim = -1) => aten.glu.Call(input, dim);

                public static Tensor hardsigmoid(Tensor input, bool inplace = false) =>
                    inplace ? aten.hardsigmoid_.InPlace(input) : aten.hardsigmoid.Call(input);

                public static Tensor hardswish(Tensor input, bool inplace = false) =>
                    inplace ? aten.hardswish_.InPlace(input) : aten.hardswish.Call(input);

                public static Tensor Hardtanh(Tensor x, double min_val = -1, double max_val = 1, bool inplace = false) =>
                    inplace ? aten.hardtanh_.InPlace(x, min_val, max_val) : aten.hardtanh.Call(x, min_val, max_val);

                public static Tensor Mish(Tensor x) => aten.mish.Call(x);

                public static Tensor prelu(Tensor input, Tensor weight) => aten.prelu.Call(input, weight);

                public static Tensor relu6(Tensor x, bool inplace = false) => inplace ? aten.relu6_.InPlace(x) : aten.relu6.Call(x);

                public static Tensor selu(Tensor x, bool inplace = false) => inplace ? aten.selu_.InPlace(x) : aten.selu.Call(x);

                public static Tensor SiLU(Tensor x, bool inplace = false) => silu(x, inplace);

                public static Tensor softmax2d(Tensor x) => x.softmax(-3);

                public static Tensor Softsign(Tensor x) => x / (x.abs() + 1);
            }
        }
    }
}
