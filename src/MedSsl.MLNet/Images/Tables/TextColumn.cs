namespace MedSsl.MLNet;

/// <summary>A column of texts: each different text once, and a number of one, two or four bytes a row.</summary>
internal sealed class TextColumn
{
    /// <summary>Up to so many different texts are also kept as strings, so that reading them makes none.</summary>
    private const int MostStrings = 1024;

    private Blocks<int>? _numbers = new();
    private Blocks<ushort>? _short;
    private Blocks<byte>? _byte;
    private string[]? _strings;

    /// <summary>The different texts.</summary>
    internal TextPool Texts { get; } = new();

    internal void Add(ReadOnlySpan<char> text) => _numbers!.Add(Texts.Intern(text));

    /// <summary>Which of <see cref="Texts"/> a row has.</summary>
    internal int Number(int row) => _numbers is not null ? _numbers[row] : _short is not null ? _short[row] : _byte![row];

    internal string this[int row] => Number(row) is var number && _strings is not null ? _strings[number] : Texts[number];

    /// <summary>Makes the column small; nothing can be added any more.</summary>
    internal void Seal()
    {
        Texts.Seal();
        if (Texts.Count <= MostStrings)
            _strings = [.. Enumerable.Range(0, Texts.Count).Select(number => Texts[number])];
        var numbers = _numbers!;
        if (Texts.Count <= 1 << 8)
            for (_byte = new(); _byte.Count < numbers.Count;)
                _byte.Add((byte)numbers[_byte.Count]);
        else if (Texts.Count <= 1 << 16)
            for (_short = new(); _short.Count < numbers.Count;)
                _short.Add((ushort)numbers[_short.Count]);
        else
            return;
        _numbers = null;
    }
}
