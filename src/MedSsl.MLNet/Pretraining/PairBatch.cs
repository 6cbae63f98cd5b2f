namespace MedSsl.MLNet;

/// <summary>
/// The rows of one contrastive batch. Without <paramref name="Bags"/>, N pairs: row i of the first N and row i of the second N are partners. With it, all
/// rows of one bag are partners of each other.
/// </summary>
/// <param name="Rows">Rows of the training images, 2N for pairs.</param>
/// <param name="Bags">Each row's bag, numbered from 0 within the batch, or null for pairs.</param>
internal sealed record PairBatch(int[] Rows, int[]? Bags = null)
{
    /// <summary>N; with bags, how many they are.</summary>
    internal int Pairs => Bags is null ? Rows.Length / 2 : Bags[^1] + 1;

    /// <summary>Which view of its image a position shows: 1 where the image stands in the batch a second time, else 0, so that an image paired with itself is augmented differently.</summary>
    internal int View(int position) => Bags is null
        ? position < Rows.Length / 2 ? 0 : 1
        : position > 0 && Rows[position] == Rows[position - 1] ? 1 : 0;
}
