namespace MedSsl.MLNet;

/// <summary>The numbers that a network computes with while it trains. Weights, optimizer, losses and everything that is saved are single precision.</summary>
public enum Precision
{
    /// <summary>Single precision throughout.</summary>
    Float32,

    /// <summary>
    /// Convolutions and linear layers multiply in bfloat16 (8 bits of exponent, 8 of precision) and add up in single precision; normalisation
    /// statistics are single precision. Half the memory for activations, and faster on processors with AVX512-BF16 or AMX and on graphics cards from
    /// Ampere on; slower elsewhere. Micikevicius et al. (2017), "Mixed Precision Training", arXiv 1710.03740; bfloat16 needs no loss scaling:
    /// Kalamkar et al. (2019), arXiv 1905.12322.
    /// </summary>
    BFloat16,
}
