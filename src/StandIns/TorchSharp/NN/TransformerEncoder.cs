using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Attention and two linear layers, each with a residual connection and a layer norm after it.</summary>
    public sealed class TransformerEncoderLayer : nn.Module<Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor>
    {
        private readonly MultiheadAttention _attention;
        private readonly Linear _first;
        private readonly Linear _second;
        private readonly LayerNorm _norm1;
        private readonly LayerNorm _norm2;
        private readonly Dropout _inner;
        private readonly Dropout _dropout1;
        private readonly Dropout _dropout2;

        internal TransformerEncoderLayer(long width, long heads, long hidden, double dropout, nn.Activations activation)
            : base(nameof(TransformerEncoderLayer))
        {
            (Width, Heads, Hidden, Rate, Activation) = (width, heads, hidden, dropout, activation);
            _attention = nn.MultiheadAttention(width, heads, dropout);
            _first = nn.Linear(width, hidden);
            _inner = nn.Dropout(dropout);
            _second = nn.Linear(hidden, width);
            _norm1 = nn.LayerNorm(width);
            _norm2 = nn.LayerNorm(width);
            _dropout1 = nn.Dropout(dropout);
            _dropout2 = nn.Dropout(dropout);
            register_module("self_attn", _attention);
            register_module("linear1", _first);
            register_module("dropout", _inner);
            register_module("linear2", _second);
            register_module("norm1", _norm1);
            register_module("norm2", _norm2);
            register_module("dropout1", _dropout1);
            register_module("dropout2", _dropout2);
        }

        internal long Width { get; }

        internal long Heads { get; }

        internal long Hidden { get; }

        internal double Rate { get; }

        internal nn.Activations Activation { get; }

        public Tensor call(Tensor src, Tensor src_mask) => Forward(src, src_mask, null);

        public Tensor call(Tensor src, Tensor src_mask, Tensor src_key_padding_mask) => Forward(src, src_mask, src_key_padding_mask);

        public override Tensor forward(Tensor src) => Forward(src, null, null);

        internal Tensor Forward(Tensor source, Tensor? mask, Tensor? padding)
        {
            using var scope = NewDisposeScope();
            var attended = _attention.forward(source, source, source, padding, false, mask).Item1;
            var middle = _norm1.forward(source + _dropout1.forward(attended));
            var hidden = _first.forward(middle);
            hidden = _inner.forward(Activation == nn.Activations.GELU ? F.gelu(hidden) : F.relu(hidden));
            return _norm2.forward(middle + _dropout2.forward(_second.forward(hidden))).MoveToOuterDisposeScope();
        }
    }

    /// <summary>Layers of the same size, one after the other, that start from the same weights.</summary>
    public sealed class TransformerEncoder : nn.Module<Tensor, Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor>
    {
        private readonly ModuleList<TransformerEncoderLayer> _layers = new();

        internal TransformerEncoder(TransformerEncoderLayer layer, long count)
            : base(nameof(TransformerEncoder))
        {
            for (long i = 0; i < count; i++)
            {
                var copy = new TransformerEncoderLayer(layer.Width, layer.Heads, layer.Hidden, layer.Rate, layer.Activation);
                copy.load_state_dict(layer.state_dict());
                _layers.append(copy);
            }

            register_module("layers", _layers);
        }

        public enum Activations
        {
            ReLU = 0, GELU = 1,
        }

        public Tensor call(Tensor src) => Forward(src, null, null);

        public Tensor call(Tensor src, Tensor src_mask) => Forward(src, src_mask, null);

        public override Tensor forward(Tensor src, Tensor src_mask, Tensor src_key_padding_mask) => Forward(src, src_mask, src_key_padding_mask);

        private Tensor Forward(Tensor source, Tensor? mask, Tensor? padding)
        {
            using var scope = NewDisposeScope();
            return _layers.Aggregate(source, (value, layer) => layer.Forward(value, mask, padding)).MoveToOuterDisposeScope();
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public enum Activations
            {
                ReLU = 0, GELU = 1,
            }

            public static Modules.TransformerEncoderLayer TransformerEncoderLayer(
                long d_model = 512, long nhead = 8, long dim_feedforward = 2048, double dropout = 0.1, Activations activation = Activations.ReLU) =>
                new(d_model, nhead, dim_feedforward, dropout, activation);

            public static Modules.TransformerEncoder TransformerEncoder(Modules.TransformerEncoderLayer encoder_layer, long num_layers) =>
                new(encoder_layer, num_layers);
        }
    }
}
