namespace MedSsl.MLNet;

/// <summary>The logistic function, from logits to probabilities.</summary>
internal static class Sigmoid
{
    /// <summary>1 / (1 + exp(-logit)), computed in double so that large logits keep their digits; NaN stays NaN.</summary>
    internal static float Of(float logit) => (float)(1 / (1 + Math.Exp(-(double)logit)));
}
