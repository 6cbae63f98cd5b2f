namespace MedSsl.MLNet;

/// <summary>
/// Deals groups out to parts so that each part gets its share of every label: iterative stratification (Sechidis, Tsoumakas, Vlahavas 2011, "On the stratification
/// of multi-label data"), with whole groups for single examples and with negatives counted as labels too, then groups moved or exchanged while that brings the parts closer
/// to their shares.
/// </summary>
internal static class GroupStratifier
{
    private const int MostPasses = 20, Partners = 64;

    /// <summary>What a move must gain: one image too many where a hundred are wanted costs 0.01.</summary>
    private const double LeastGain = 1e-4;

    /// <summary>The part of each group.</summary>
    /// <param name="counts">For each group its numbers of each thing that is shared out; the last but one is the number of rows.</param>
    /// <param name="shares">Each part's share, all above 0; their sum is 1. There are at least as many groups as parts.</param>
    /// <param name="seed">Decides the order of the groups.</param>
    internal static int[] Assign(IReadOnlyList<int[]> counts, IReadOnlyList<double> shares, ulong seed)
    {
        int[] order = SampleSeed.Shuffle<int>([.. Enumerable.Range(0, counts.Count)], SampleSeed.Of(seed, "Split", 0, 0, 0));
        var state = new State(counts, shares);
        state.Deal(order);
        state.FillEmpty(order);
        for (int pass = 0; pass < MostPasses && state.Improve(order); pass++)
        {
        }
        return state.Part;
    }

    private sealed class State
    {
        private readonly IReadOnlyList<int[]> _counts;
        private readonly double[] _remaining;
        private readonly double[][] _target, _have;
        private readonly int[] _members;
        private readonly int _things;

        internal State(IReadOnlyList<int[]> counts, IReadOnlyList<double> shares)
        {
            _counts = counts;
            _things = counts[0].Length;
            Part = new int[counts.Count];
            Array.Fill(Part, -1);
            _remaining = [.. Enumerable.Range(0, _things).Select(thing => (double)counts.Sum(c => (long)c[thing]))];
            _target = [.. shares.Select(share => _remaining.Select(total => share * total).ToArray())];
            _have = [.. shares.Select(_ => new double[_things])];
            _members = new int[shares.Count];
        }

        internal int[] Part { get; }

        /// <summary>The rarest label first: each group that has it goes where most of it is still wanted. Groups without any go where most rows are wanted.</summary>
        internal void Deal(int[] order)
        {
            while (Rarest() is >= 0 and var thing)
                foreach (int group in order)
                    if (Part[group] < 0 && _counts[group][thing] > 0)
                        Put(group, MostWanted(thing));
            foreach (int group in order)
                if (Part[group] < 0)
                    Put(group, MostWanted(_things - 2));
        }

        /// <summary>A part that got nothing gets the group that costs least.</summary>
        internal void FillEmpty(int[] order)
        {
            for (int part = 0; part < _members.Length; part++)
                if (_members[part] == 0)
                    Put(order.Where(group => _members[Part[group]] > 1).MinBy(group => Cost(group, part)), part);
        }

        /// <summary>Moves each group to the part where it does most good, or exchanges it for one of the next <see cref="Partners"/> of another part; false if hardly any moved.</summary>
        internal bool Improve(int[] order)
        {
            int moved = 0;
            for (int i = 0; i < order.Length; i++)
            {
                int group = order[i], best = Part[group], partner = -1;
                double lowest = -LeastGain;
                for (int part = 0; part < _members.Length && _members[Part[group]] > 1; part++)
                    if (part != Part[group] && Cost(group, part) is var cost && cost < lowest)
                        (best, lowest) = (part, cost);
                for (int next = 1; next <= Partners && next < order.Length; next++)
                {
                    int other = order[(i + next) % order.Length];
                    if (Part[other] != Part[group] && Cost(group, Part[other], other) is var cost && cost < lowest)
                        (best, lowest, partner) = (Part[other], cost, other);
                }
                if (best == Part[group])
                    continue;
                if (partner >= 0)
                    Put(partner, Part[group]);
                Put(group, best);
                moved++;
            }
            return moved > order.Length / 1000;
        }

        private int Rarest()
        {
            int rarest = -1;
            for (int thing = 0; thing < _things - 2; thing++)
                if (_remaining[thing] > 0 && (rarest < 0 || _remaining[thing] < _remaining[rarest]))
                    rarest = thing;
            return rarest;
        }

        private int MostWanted(int thing)
        {
            int best = 0;
            for (int part = 1; part < _members.Length; part++)
            {
                double more = Wanted(part, thing) - Wanted(best, thing);
                if (more > 1e-9 || more > -1e-9 && Wanted(part, _things - 2) > Wanted(best, _things - 2) + 1e-9)
                    best = part;
            }
            return best;
        }

        private double Wanted(int part, int thing) => _target[part][thing] - _have[part][thing];

        /// <summary>How a move, or an exchange for a group of that part, changes the sum of (have - target)² / target over parts and things.</summary>
        private double Cost(int group, int to, int partner = -1)
        {
            int from = Part[group];
            double sum = 0;
            for (int thing = 0; thing < _things; thing++)
            {
                double n = _counts[group][thing] - (partner < 0 ? 0 : _counts[partner][thing]);
                if (n == 0)
                    continue;
                sum += n * (n + 2 * Wanted(from, thing)) / _target[from][thing];
                sum += n * (n - 2 * Wanted(to, thing)) / _target[to][thing];
            }
            return sum;
        }

        private void Put(int group, int part)
        {
            if (Part[group] >= 0)
                _members[Part[group]]--;
            for (int thing = 0; thing < _things; thing++)
            {
                if (Part[group] >= 0)
                    _have[Part[group]][thing] -= _counts[group][thing];
                else
                    _remaining[thing] -= _counts[group][thing];
                _have[part][thing] += _counts[group][thing];
            }
            Part[group] = part;
            _members[part]++;
        }
    }
}
