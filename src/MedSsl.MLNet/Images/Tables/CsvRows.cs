using System.Buffers;

namespace MedSsl.MLNet;

/// <summary>
/// The rows of a table in text, one at a time (RFC 4180): fields between separators, in quotes where they hold separators, quotes or line ends. Blanks around a
/// field are dropped, and rows without text are left out. A field is a span that lasts until the next row: nothing is kept.
/// </summary>
internal sealed class CsvRows(TextReader reader, char separator = ',') : IDisposable
{
    private const int LongestRow = 1 << 24, MostFields = 1 << 18;

    private readonly SearchValues<char> _stops = SearchValues.Create([separator, '\r', '\n', '"']);
    private readonly char[] _buffer = new char[1 << 14];
    private char[] _text = new char[1 << 10];
    private int[] _ends = new int[32];
    private int _at, _filled, _length, _line = 1;

    /// <summary>The line that the row starts at, from 1.</summary>
    internal int Line { get; private set; }

    /// <summary>How many fields the row has.</summary>
    internal int Count { get; private set; }

    /// <summary>The row has quotes in the middle of a field, text behind a closing quote, or no closing quote within 16 million characters.</summary>
    internal bool HasBadQuotes { get; private set; }

    internal ReadOnlySpan<char> this[int field]
    {
        get
        {
            int start = field == 0 ? 0 : _ends[field - 1];
            return _text.AsSpan(start, _ends[field] - start);
        }
    }

    /// <summary>The row's fields as texts of their own.</summary>
    internal string[] ToArray() => [.. Enumerable.Range(0, Count).Select(field => this[field].ToString())];

    /// <summary>Goes to the next row that has text.</summary>
    internal bool Read()
    {
        do
        {
            (Line, Count, HasBadQuotes, _length) = (_line, 0, false, 0);
            if (Peek() < 0)
                return false;
            ReadRow();
        }
        while (Count == 1 && _length == 0 && !HasBadQuotes);
        return true;
    }

    public void Dispose() => reader.Dispose();

    private void ReadRow()
    {
        while (true)
        {
            SkipBlanks();
            if (Peek() == '"')
            {
                _at++;
                ReadQuoted();
                SkipBlanks();
            }
            else
                ReadPlain();
            if (Count == _ends.Length)
                Array.Resize(ref _ends, 2 * Count);
            _ends[Count++] = _length;

            int next = Peek();
            if (next == separator && Count < MostFields)
                _at++;
            else if (next is '\r' or '\n' or < 0)
            {
                EndLine(keep: false);
                return;
            }
            else
            {
                HasBadQuotes = true;
                return;
            }
        }
    }

    private void ReadPlain()
    {
        int start = _length;
        while (_length < LongestRow && (_at < _filled || Fill()))
        {
            var rest = _buffer.AsSpan(_at, _filled - _at);
            int stop = rest.IndexOfAny(_stops);
            var part = stop < 0 ? rest : rest[..stop];
            Append(part);
            _at += part.Length;
            if (stop < 0)
                continue;
            if (rest[stop] != '"')
                break;
            HasBadQuotes = true;
            Append(rest.Slice(stop, 1));
            _at++;
        }
        while (_length > start && IsBlank(_text[_length - 1]))
            _length--;
    }

    private void ReadQuoted()
    {
        while (true)
        {
            int next = Peek();
            if (next < 0 || _length >= LongestRow)
            {
                HasBadQuotes = true;
                return;
            }
            if (next is '\r' or '\n')
                EndLine(keep: true);
            else
            {
                _at++;
                if (next == '"')
                {
                    if (Peek() != '"')
                        return;
                    _at++;
                }
                Append([(char)next]);
            }
        }
    }

    private void EndLine(bool keep)
    {
        int first = Peek();
        if (first < 0)
            return;
        _line++;
        _at++;
        bool two = first == '\r' && Peek() == '\n';
        if (two)
            _at++;
        if (keep)
        {
            Append(two ? "\r\n" : [(char)first]);
        }
    }

    private void SkipBlanks()
    {
        while (IsBlank(Peek()))
            _at++;
    }

    private bool IsBlank(int next) => next == ' ' || next == '\t' && separator != '\t';

    private void Append(ReadOnlySpan<char> part)
    {
        if (_length + part.Length > _text.Length)
            Array.Resize(ref _text, Math.Max(2 * _text.Length, _length + part.Length));
        part.CopyTo(_text.AsSpan(_length));
        _length += part.Length;
    }

    private int Peek() => _at < _filled || Fill() ? _buffer[_at] : -1;

    private bool Fill()
    {
        (_at, _filled) = (0, reader.Read(_buffer));
        return _filled > 0;
    }
}
