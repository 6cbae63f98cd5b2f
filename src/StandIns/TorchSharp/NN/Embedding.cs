using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    public sealed class Embedding : nn.Module<Tensor, Tensor>
    {
        private readonly long _padding;
        private readonly double? _most;
        private readonly double _norm;
        private readonly bool _byFrequency;
        private readonly bool _sparse;

        internal Embedding(Tensor weight, bool freeze, long? padding, double? most, double norm, bool byFrequency, bool sparse)
            : base(nameof(Embedding))
        {
            long count = weight.shape[0];
            _padding = padding is not { } p ? -1 : p < 0 ? p + count : p;
            if (padding is not null && (_padding < 0 || _padding >= count))
            {
                throw new ArgumentException($"padding_idx {padding} must be within the {count} embeddings.");
            }

            (_most, _norm, _byFrequency, _sparse) = (most, norm, byFrequency, sparse);
            register_parameter("weight", new Parameter(weight, !freeze));
        }

        public Parameter? weight
        {
            get => get_parameter("weight");
            set => ConditionallyRegisterParameter("weight", value!);
        }

        public override Tensor forward(Tensor input)
        {
            if (_most is { } most)
            {
                using var _ = no_grad();
                aten.embedding_renorm_.Run(weight, input.contiguous(), most, _norm);
            }

            return aten.embedding.Call(weight, input, _padding, _byFrequency, _sparse);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Embedding Embedding(
                long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2,
                bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
            {
                var weight = torch.empty([num_embeddings, embedding_dims], dtype ?? get_default_dtype()).normal_();
                if (padding_idx is { } padding && padding >= -num_embeddings && padding < num_embeddings)
                {
                    using var row = weight.select(0, padding);
                    row.zero_();
                }

                return On(device, new Embedding(weight, false, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse));
            }

            public static Embedding Embedding_from_pretrained(
                Tensor embeddings, bool freeze = true, long? padding_idx = null, double? max_norm = null, double norm_type = 2,
                bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null)
            {
                var weight = dtype is { } type ? embeddings.to(type, copy: true) : embeddings.clone();
                return On(device, new Embedding(weight.detach(), freeze, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse));
            }
        }
    }
}
