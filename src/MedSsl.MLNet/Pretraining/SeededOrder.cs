namespace MedSsl.MLNet;

/// <summary>Permutations and draws by seed alone.</summary>
internal static class SeededOrder
{
    /// <summary>0 … count − 1 in random order (Fisher and Yates), the same for the same seed.</summary>
    internal static int[] Permutation(int count, ulong seed)
    {
        var order = new int[count];
        for (int i = 0; i < count; i++)
        {
            int j = Below(i + 1, seed, i);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /// <summary>
    /// Number <paramref name="index"/> of a seed's sequence as a whole number from 0 to below <paramref name="bound"/>, uniform to within 2^-32.
    /// </summary>
    internal static int Below(int bound, ulong seed, int index) =>
        (int)Math.BigMul(SampleSeed.Bits(seed, index), (ulong)bound, out _);
}
