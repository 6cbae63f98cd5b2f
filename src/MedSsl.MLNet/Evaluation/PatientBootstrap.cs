namespace MedSsl.MLNet;

/// <summary>
/// Replicates of a set of rows in which whole patients are drawn with replacement: the images of one patient are no independent observations, so
/// drawing rows would give intervals that are too narrow.
/// </summary>
internal sealed class PatientBootstrap
{
    private readonly int[] _patientOfRow;
    private readonly int[] _draws;
    private readonly ulong _seed;

    /// <summary>Prepares a bootstrap over rows that belong to the named groups.</summary>
    /// <param name="groups">Each row's patient.</param>
    /// <param name="seed">Replicate i is the same for the same seed and groups, whatever was drawn before.</param>
    internal PatientBootstrap(IReadOnlyList<string> groups, int seed)
    {
        var indices = new Dictionary<string, int>();
        _patientOfRow = new int[groups.Count];
        for (int row = 0; row < groups.Count; row++)
        {
            if (!indices.TryGetValue(groups[row], out int patient))
                indices.Add(groups[row], patient = indices.Count);
            _patientOfRow[row] = patient;
        }

        _draws = new int[indices.Count];
        _seed = SampleSeed.Mix((ulong)seed, 0xB007);
    }

    internal int Patients => _draws.Length;

    /// <summary>How often each row occurs in a replicate: as many patients as there are, drawn with replacement.</summary>
    internal void Weights(int replicate, Span<int> rowWeights)
    {
        Array.Clear(_draws);
        ulong seed = SampleSeed.Mix(_seed, (ulong)replicate);
        for (int i = 0; i < _draws.Length; i++)
            _draws[(int)(SampleSeed.Uniform(seed, i) * _draws.Length)]++;
        for (int row = 0; row < _patientOfRow.Length; row++)
            rowWeights[row] = _draws[_patientOfRow[row]];
    }
}
