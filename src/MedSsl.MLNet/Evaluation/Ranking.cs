namespace MedSsl.MLNet;

/// <summary>One label's rows in descending order of score, sorted once and then read by every metric and every bootstrap replicate in one pass.</summary>
internal sealed class Ranking
{
    private Ranking(int[] rows, bool[] positive, bool[] lastOfTie)
    {
        Rows = rows;
        Positive = positive;
        LastOfTie = lastOfTie;
        Positives = positive.Count(p => p);
    }

    /// <summary>The rows that count, highest score first: those with a known label and a score that is a number.</summary>
    internal int[] Rows { get; }

    /// <summary>Whether the row at each rank has the finding.</summary>
    internal bool[] Positive { get; }

    /// <summary>Whether the next rank has a lower score (or there is none): equal scores form one threshold.</summary>
    internal bool[] LastOfTie { get; }

    internal int Positives { get; }

    internal int Negatives => Positive.Length - Positives;

    /// <summary>Both classes are there: a ranking of one class has no areas.</summary>
    internal bool IsDefined => Positives > 0 && Negatives > 0;

    /// <summary>Ranks column <paramref name="label"/> of two row-major matrices.</summary>
    /// <param name="scores">[rows, labels], higher = more likely; NaN = no score.</param>
    /// <param name="labels">[rows, labels], 1, 0 or NaN = unknown.</param>
    /// <param name="label">The column.</param>
    /// <param name="labelCount">Columns of both matrices.</param>
    internal static Ranking Of(ReadOnlySpan<float> scores, ReadOnlySpan<float> labels, int label, int labelCount)
    {
        var rows = new List<int>();
        var keys = new List<float>();
        for (int row = 0; row < scores.Length / labelCount; row++)
        {
            float score = scores[row * labelCount + label];
            if (float.IsNaN(score) || float.IsNaN(labels[row * labelCount + label]))
                continue;
            rows.Add(row);
            keys.Add(score);
        }

        var order = rows.ToArray();
        var sorted = keys.ToArray();
        Array.Sort(sorted, order);
        Array.Reverse(sorted);
        Array.Reverse(order);
        var positive = new bool[order.Length];
        var last = new bool[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            positive[i] = labels[order[i] * labelCount + label] > 0.5f;
            last[i] = i + 1 == order.Length || sorted[i + 1] != sorted[i];
        }

        return new(order, positive, last);
    }
}
