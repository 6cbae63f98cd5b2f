using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Modules
{
    /// <summary>Attention and two linear layers, each with a residual connection and a layer norm after it.</summary>
    public sealed class TransformerEncoderLayer : nn.Module<Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor>
    {
        internal TransformerEncoderLayer(long width, long heads, long hidden, double dropout, nn.Activations activation)
            : base(nameof(TransformerEncoderLayer))
        {
            (Width, Heads, Hidden, Rate, Activation) = (width, heads, hidden, dropout, activation);
            // Not in fields, which would be registered under their own names besides.
            register_module("self_attn", nn.MultiheadAttention(width, heads, dropout));
            register_module("linear1", nn.Linear(width, hidden));
            register_module("dropout", nn.Dropout(dropout));
            register_module("linear2", nn.Linear(hidden, width));
            register_module("norm1", nn.LayerNorm(width));
            register_module("norm2", nn.LayerNorm(width));
            register_module("dropout1", nn.Dropout(dropout));
            register_module("dropout2", nn.Dropout(dropout));
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
            var attention = (MultiheadAttention)_internal_submodules["self_attn"];
            var attended = attention.forward(source, source, source, padding, false, mask).Item1;
            var middle = Apply("norm1", source + Apply("dropout1", attended));
            var hidden = Apply("linear1", middle);
            hidden = Apply("dropout", Activation == nn.Activations.GELU ? F.gelu(hidden) : F.relu(hidden));
            return Apply("norm2", middle + Apply("dropout2", Apply("linear2", hidden))).MoveToOuterDisposeScope();
        }

        private Tensor Apply(string name, Tensor value) => ((nn.Module<Tensor, Tensor>)_internal_submodules[name]).forward(value);
    }

    /// <summary>Layers of the same size, one after the other, that start from the same weights.</summary>
    public sealed class TransformerEncoder : nn.Module<Tensor, Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor, Tensor>, nn.IModule<Tensor, Tensor>
    {
        internal TransformerEncoder(TransformerEncoderLayer layer, long count)
            : base(nameof(TransformerEncoder))
        {
            var layers = new ModuleList<TransformerEncoderLayer>();
            for (long i = 0; i < count; i++)
            {
                var copy = new TransformerEncoderLayer(layer.Width, layer.Heads, layer.Hidden, layer.Rate, layer.Activation);
                copy.load_state_dict(layer.state_dict());
                layers.append(copy);
            }

            register_module("layers", layers);
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
            var layers = (ModuleList<TransformerEncoderLayer>)_internal_submodules["layers"];
            return layers.Aggregate(source, (value, layer) => layer.Forward(value, mask, padding)).MoveToOuterDisposeScope();
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
