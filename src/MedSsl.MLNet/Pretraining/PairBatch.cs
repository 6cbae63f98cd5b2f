namespace MedSsl.MLNet;

/// <summary>The rows of N pairs: row i of the first N and row i of the second N are partners.</summary>
/// <param name="Rows">2N rows of the training images.</param>
internal sealed record PairBatch(int[] Rows)
{
    /// <summary>N.</summary>
    internal int Pairs => Rows.Length / 2;
}
