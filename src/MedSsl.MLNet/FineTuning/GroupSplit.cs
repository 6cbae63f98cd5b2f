namespace MedSsl.MLNet;

/// <summary>Splits of rows by group (patient), from a seed alone: no group is on both sides.</summary>
internal static class GroupSplit
{
    /// <summary>Sets a share of the groups aside, at least one.</summary>
    internal static (int[] Kept, int[] Aside) Share(IReadOnlyList<int> rows, IReadOnlyList<string> groups, double share, ulong seed)
    {
        var names = Shuffled(rows, groups, seed);
        return Split(rows, groups, [.. names.Take(Math.Max(1, (int)Math.Round(share * names.Length)))]);
    }

    /// <summary>Fold <paramref name="fold"/> of <paramref name="folds"/> set aside; the folds' numbers of groups differ by at most one.</summary>
    internal static (int[] Kept, int[] Aside) Fold(IReadOnlyList<int> rows, IReadOnlyList<string> groups, int fold, int folds, ulong seed)
        => Split(rows, groups, [.. Shuffled(rows, groups, seed).Where((_, i) => i % folds == fold)]);

    private static string[] Shuffled(IReadOnlyList<int> rows, IReadOnlyList<string> groups, ulong seed)
    {
        // Sorted first: the split does not depend on the order of the rows.
        string[] names = [.. rows.Select(row => groups[row]).Distinct()];
        Array.Sort(names, StringComparer.Ordinal);
        return SampleSeed.Shuffle<string>(names, SampleSeed.Of(seed, "FineTune.Groups", 0, 0, 0));
    }

    private static (int[] Kept, int[] Aside) Split(IReadOnlyList<int> rows, IReadOnlyList<string> groups, HashSet<string> aside)
        => ([.. rows.Where(row => !aside.Contains(groups[row]))], [.. rows.Where(row => aside.Contains(groups[row]))]);
}
