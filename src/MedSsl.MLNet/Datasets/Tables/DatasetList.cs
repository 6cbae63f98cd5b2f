namespace MedSsl.MLNet;

/// <summary>A file with one name a line, in memory.</summary>
internal sealed class DatasetList
{
    private readonly TextPool _names = new();

    internal DatasetList(ListRule rule, string path)
    {
        Rule = rule;
        using var reader = DatasetTable.OpenText(path);
        while (reader.ReadLine() is { } line)
            if (line.AsSpan().Trim() is { IsEmpty: false } name)
                _names.Intern(name);
    }

    internal ListRule Rule { get; }

    internal bool Has(ReadOnlySpan<char> name) => _names.Find(name) >= 0;
}
