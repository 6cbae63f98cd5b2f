using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Attention over sequences of shape (length, batch, embedding), or (length, embedding).</summary>
    public sealed class MultiheadAttention : nn.Module<Tensor, Tensor, Tensor, Tensor, bool, Tensor, Tuple<Tensor, Tensor>>
    {
        private readonly long _width;
        private readonly long _heads;
        private readonly double _dropout;
        private readonly bool _zero;

        internal MultiheadAttention(long width, long heads, double dropout, bool bias, bool biasKeys, bool zero, long? keyWidth, long? valueWidth)
            : base(nameof(MultiheadAttention))
        {
            if (width % heads != 0)
            {
                throw new ArgumentException($"embedded_dim {width} must be divisible by num_heads {heads}.");
            }

            (_width, _heads, _dropout, _zero) = (width, heads, dropout, zero);
            var output = new Linear(width, width, bias, get_default_dtype());
            if ((keyWidth ?? width) == width && (valueWidth ?? width) == width)
            {
                Add("in_proj_weight", nn.init.xavier_uniform_(torch.empty(3 * width, width)));
            }
            else
            {
                Add("q_proj_weight", nn.init.xavier_uniform_(torch.empty(width, width)));
                Add("k_proj_weight", nn.init.xavier_uniform_(torch.empty(width, keyWidth ?? width)));
                Add("v_proj_weight", nn.init.xavier_uniform_(torch.empty(width, valueWidth ?? width)));
            }

            if (bias)
            {
                Add("in_proj_bias", torch.zeros(3 * width));
                using var _ = no_grad();
                output.bias!.zero_();
            }

            register_module("out_proj", output);
            if (biasKeys)
            {
                Add("bias_k", nn.init.xavier_normal_(torch.empty(1, 1, width)));
                Add("bias_v", nn.init.xavier_normal_(torch.empty(1, 1, width)));
            }
        }

        public new Tuple<Tensor, Tensor> call(
            Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask = null, bool need_weights = true, Tensor? attn_mask = null) =>
            forward(query, key, value, key_padding_mask, need_weights, attn_mask);

        public override Tuple<Tensor, Tensor> forward(
            Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask, bool need_weights, Tensor? attn_mask)
        {
            using var scope = NewDisposeScope();
            bool batched = query.Dimensions == 3;
            if (!batched)
            {
                (query, key, value) = (query.unsqueeze(1), key.unsqueeze(1), value.unsqueeze(1));
                key_padding_mask = key_padding_mask?.unsqueeze(0);
            }

            long length = query.shape[0], batch = query.shape[1], size = _width / _heads;
            var (q, k, v) = Project(query, key, value);
            if (get_parameter("bias_k") is { } biasKey)
            {
                k = cat([k, biasKey.repeat(1, batch, 1)], 0);
                v = cat([v, get_parameter("bias_v")!.repeat(1, batch, 1)], 0);
            }

            if (_zero)
            {
                k = cat([k, k.new_zeros([1, batch, _width])], 0);
                v = cat([v, v.new_zeros([1, batch, _width])], 0);
            }

            Tensor Heads(Tensor t) => t.reshape(-1, batch * _heads, size).transpose(0, 1);
            long source = k.shape[0];
            var scores = (Heads(q) / Math.Sqrt(size)).bmm(Heads(k).transpose(1, 2));
            if (Mask(attn_mask, source) is { } mask)
            {
                scores = scores + (mask.Dimensions == 2 ? mask : mask.view(batch * _heads, length, source));
            }

            if (Mask(key_padding_mask, source) is { } padding)
            {
                scores = (scores.view(batch, _heads, length, source) + padding.view(batch, 1, 1, source)).view(batch * _heads, length, source);
            }

            var weights = nn.functional.dropout(scores.softmax(-1), _dropout, training);
            var joined = weights.bmm(Heads(v)).transpose(0, 1).reshape(length, batch, _width);
            var result = ((Linear)_internal_submodules["out_proj"]).forward(joined);
            var mean = need_weights ? weights.view(batch, _heads, length, source).mean([1L]) : null;
            result = batched ? result : result.squeeze(1);
            mean = batched ? mean : mean?.squeeze(0);
            return new(result.MoveToOuterDisposeScope(), mean?.MoveToOuterDisposeScope()!);
        }

        private void Add(string name, Tensor value) => register_parameter(name, new Parameter(value));

        private (Tensor Q, Tensor K, Tensor V) Project(Tensor query, Tensor key, Tensor value)
        {
            var bias = get_parameter("in_proj_bias");
            Tensor?[] biases = bias is null ? new Tensor?[3] : bias.chunk(3);
            Tensor[] weights = get_parameter("in_proj_weight") is { } joint
                ? joint.chunk(3)
                : [get_parameter("q_proj_weight")!, get_parameter("k_proj_weight")!, get_parameter("v_proj_weight")!];
            if (ReferenceEquals(query, key) && ReferenceEquals(key, value) && get_parameter("in_proj_weight") is { } all)
            {
                Tensor[] three = nn.functional.linear(query, all, bias).chunk(3, -1);
                return (three[0], three[1], three[2]);
            }

            return (
                nn.functional.linear(query, weights[0], biases[0]), nn.functional.linear(key, weights[1], biases[1]),
                nn.functional.linear(value, weights[2], biases[2]));
        }

        /// <summary>What is added to the scores: minus infinity where a mask of truth values holds; zero for keys that were appended.</summary>
        private static Tensor? Mask(Tensor? mask, long source)
        {
            if (mask is null)
            {
                return null;
            }

            var added = mask.dtype is ScalarType.Bool or ScalarType.Byte
                ? torch.zeros(mask.shape).masked_fill_(mask.to(ScalarType.Bool), double.NegativeInfinity)
                : mask;
            long missing = source - mask.shape[^1];
            return missing > 0 ? nn.functional.pad(added, (0, missing)) : added;
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.MultiheadAttention MultiheadAttention(
                long embedded_dim, long num_heads, double dropout = 0, bool bias = true, bool add_bias_kv = false, bool add_zero_attn = false,
                long? kdim = null, long? vdim = null) =>
                new(embedded_dim, num_heads, dropout, bias, add_bias_kv, add_zero_attn, kdim, vdim);

            public static partial class functional
            {
                /// <summary>softmax(q k' / sqrt(d) + mask) v.</summary>
                public static Tensor scaled_dot_product_attention(
                    Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0, bool is_casual = false)
                {
                    using var scope = NewDisposeScope();
                    var scores = (query / Math.Sqrt(query.shape[^1])).matmul(key.transpose(-2, -1));
                    if (is_casual)
                    {
                        if (attn_mask is not null)
                        {
                            throw new ArgumentException("Casual attention masking cannot pass a mask.");
                        }

                        attn_mask = torch.ones(query.shape[^2], key.shape[^2]).to(ScalarType.Bool).tril();
                    }

                    if (attn_mask is not null)
                    {
                        scores = attn_mask.dtype == ScalarType.Bool
                            ? scores.masked_fill(attn_mask.logical_not(), double.NegativeInfinity)
                            : scores + attn_mask;
                    }

                    return dropout(scores.softmax(-1), p, p > 0).matmul(value).MoveToOuterDisposeScope();
                }
            }
        }
    }
}
