using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    public sealed class AlphaDropout : ParameterLessModule<Tensor, Tensor>
    {
        private readonly double _p;
        private readonly bool _inplace;

        internal AlphaDropout(double p, bool inplace)
            : base(nameof(AlphaDropout))
        {
            _p = Dropout.Probability(p);
            _inplace = inplace;
        }

        public override Tensor forward(Tensor tensor) => nn.functional.alpha_dropout(tensor, _p, training, _inplace);
    }

    public sealed class Dropout1d : ParameterLessModule<Tensor, Tensor>
    {
        private readonly double _p;
        private readonly bool _inplace;

        internal Dropout1d(double p, bool inplace)
            : base(nameof(Dropout1d))
        {
            _p = Dropout.Probability(p);
            _inplace = inplace;
        }

        public override Tensor forward(Tensor tensor) => nn.functional.dropout1d(tensor, _p, training, _inplace);
    }

    public sealed class Dropout2d : ParameterLessModule<Tensor, Tensor>
    {
        private readonly double _p;
        private readonly bool _inplace;

        internal Dropout2d(double p, bool inplace)
            : base(nameof(Dropout2d))
        {
            _p = Dropout.Probability(p);
            _inplace = inplace;
        }

        public override Tensor forward(Tensor input) => nn.functional.dropout2d(input, _p, training, _inplace);
    }

    public sealed class Dropout3d : ParameterLessModule<Tensor, Tensor>
    {
        private readonly double _p;
        private readonly bool _inplace;

        internal Dropout3d(double p, bool inplace)
            : base(nameof(Dropout3d))
        {
            _p = Dropout.Probability(p);
            _inplace = inplace;
        }

        public override Tensor forward(Tensor input) => nn.functional.dropout3d(input, _p, training, _inplace);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.AlphaDropout AlphaDropout(double p = 0.5, bool inplace = false) => new(p, inplace);

            public static Modules.Dropout1d Dropout1d(double p = 0.5, bool inplace = false) => new(p, inplace);

            public static Modules.Dropout2d Dropout2d(double p = 0.5, bool inplace = false) => new(p, inplace);

            public static Modules.Dropout3d Dropout3d(double p = 0.5, bool inplace = false) => new(p, inplace);

            public static partial class functional
            {
                public static Tensor alpha_dropout(Tensor input, double p = 0.5, bool training = false, bool inplace = false) =>
                    inplace ? aten.alpha_dropout_.InPlace(input, p, training) : aten.alpha_dropout.Call(input, p, training);

                /// <summary>Whole channels of an input of 2 or 3 dimensions.</summary>
                public static Tensor dropout1d(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
                {
                    if (input.Dimensions is not (2 or 3))
                    {
                        throw new ArgumentException($"dropout1d takes inputs of 2 or 3 dimensions, not {input.Dimensions}.");
                    }

                    return input.Dimensions == 3 ? dropout2d(input, p, training, inplace)
                        : inplace ? Unbatched(aten.feature_dropout_.InPlace(input.unsqueeze(0), p, training), input)
                        : aten.feature_dropout.Call(input.unsqueeze(0), p, training).squeeze(0);
                }

                public static Tensor dropout3d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                    dropout2d(input, p, training, inplace);

                private static Tensor Unbatched(Tensor view, Tensor input)
                {
                    view.Dispose();
                    return input;
                }
            }
        }
    }
}
