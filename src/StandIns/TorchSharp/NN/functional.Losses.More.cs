namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            public static Tensor cosine_embedding_loss(
                Tensor input1, Tensor input2, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean) =>
                aten.cosine_embedding_loss.Call(input1, input2, target, margin, (long)reduction);

            public static Tensor hinge_embedding_loss(Tensor input, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean) =>
                aten.hinge_embedding_loss.Call(input, target, margin, (long)reduction);

            public static Tensor huber_loss(Tensor input, Tensor target, double delta = 1, Reduction reduction = Reduction.Mean) =>
                aten.huber_loss.Call(input, target, (long)reduction, delta);

            public static Tensor margin_ranking_loss(
                Tensor input1, Tensor input2, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean) =>
                aten.margin_ranking_loss.Call(input1, input2, target, margin, (long)reduction);

            public static Tensor soft_margin_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                aten.soft_margin_loss.Call(input, target, (long)reduction);

            public static Tensor multilabel_soft_margin_loss(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean)
            {
                using var scope = NewDisposeScope();
                var loss = -((target * input.log_sigmoid()) + ((1 - target) * (-input).log_sigmoid()));
                return Reduced((weight is null ? loss : loss * weight).mean([-1L]), reduction).MoveToOuterDisposeScope();
            }

            /// <summary>The variance is held at eps at least, which leaves its gradient as it is.</summary>
            public static Tensor gaussian_nll_loss(
                Tensor input, Tensor target, Tensor variance, bool full = false, float eps = 1e-6f, Reduction reduction = Reduction.Mean)
            {
                using var scope = NewDisposeScope();
                if (variance.NumberOfElements != input.NumberOfElements && variance.Dimensions < input.Dimensions)
                {
                    variance = variance.unsqueeze(-1);
                }

                var held = variance.clone();
                using (no_grad())
                {
                    held.clamp_min_(eps);
                }

                var loss = (held.log() + ((input - target).square() / held)) * 0.5;
                return Reduced(full ? loss + (0.5 * Math.Log(2 * Math.PI)) : loss, reduction).MoveToOuterDisposeScope();
            }

            public static Tensor triplet_margin_loss(
                Tensor anchor, Tensor positive, Tensor negative, double margin = 1, long p = 2, double eps = 1e-6, bool swap = false,
                Reduction reduction = Reduction.Mean) =>
                aten.triplet_margin_loss.Call(anchor, positive, negative, margin, (double)p, eps, swap, (long)reduction);

            public static Tensor triplet_margin_with_distance_loss(
                Tensor anchor, Tensor positive, Tensor negative, Func<Tensor, Tensor, Tensor>? distance = null, double margin = 1, bool swap = false,
                Reduction reduction = Reduction.Mean)
            {
                using var scope = NewDisposeScope();
                distance ??= (a, b) => pairwise_distance(a, b);
                Tensor near = distance(anchor, positive), far = distance(anchor, negative);
                if (swap)
                {
                    far = far.minimum(distance(positive, negative));
                }

                return Reduced((near - far + margin).clamp_min(0), reduction).MoveToOuterDisposeScope();
            }

            private static Tensor Reduced(Tensor loss, Reduction reduction) => reduction switch
            {
                Reduction.Mean => loss.mean(),
                Reduction.Sum => loss.sum(),
                _ => loss,
            };
        }
    }
}
