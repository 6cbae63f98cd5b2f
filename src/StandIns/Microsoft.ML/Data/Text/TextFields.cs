using System.Globalization;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>The fields of a line. The array is reused from line to line; the texts are parts of the line itself.</summary>
internal sealed class TextFields
{
    private const int MostSparse = 1 << 22;

    private readonly char[] _separators;
    private readonly TextLoader.Options _options;
    private readonly bool _skipSpaces;
    private ReadOnlyMemory<char>[] _fields = new ReadOnlyMemory<char>[16];

    internal TextFields(TextLoader.Options options)
    {
        _options = options;
        _separators = options.Separators;
        _skipSpaces = !_separators.Contains(' ');
    }

    internal int Count { get; private set; }

    /// <summary>Where the sparse part of the line begins; its length if it has none.</summary>
    private int _sparseStart;

    /// <summary>Whether a sparse line leaves the field out: it then is the type's default, not missing.</summary>
    internal bool IsLeftOut(int index) => index >= _sparseStart && index < Count && _fields[index].IsEmpty;

    /// <summary>A field, empty where the line has none.</summary>
    internal ReadOnlyMemory<char> this[int index] => index < Count ? _fields[index] : default;

    /// <summary>Splits a line; false when it ends inside quotes and multi-line fields are allowed.</summary>
    internal bool Split(string line)
    {
        Count = 0;
        int at = 0;
        while (true)
        {
            // Spaces before a field are none of it.
            while (_skipSpaces && at < line.Length && line[at] == ' ')
                at++;
            int end;
            if (_options.AllowQuoting && at < line.Length && line[at] == '"')
            {
                if (!AddQuoted(line, at + 1, out int after) && _options.ReadMultilines)
                    return false;
                end = NextSeparator(line, after);
            }
            else
            {
                end = NextSeparator(line, at);
                ReadOnlyMemory<char> field = line.AsMemory(at, end - at);
                Add(_options.TrimWhitespace ? field.TrimEnd() : field);
            }
            if (end == line.Length)
                break;
            at = end + 1;
        }
        _sparseStart = Count;
        if (_options.AllowSparse)
            Expand();
        return true;
    }

    /// <summary>A line that ends in a count, then index:value: the part becomes that many fields.</summary>
    private void Expand()
    {
        int first = Count;
        while (first > 0 && Colon(_fields[first - 1].Span) > 0)
            first--;
        if (first == Count || first == 0 || !int.TryParse(_fields[first - 1].Span, NumberStyles.None, CultureInfo.InvariantCulture, out int length))
            return;
        ReadOnlyMemory<char>[] items = _fields[first..Count];
        _sparseStart = Count = first - 1;
        if (length > MostSparse)
            throw new FormatException($"A sparse line has {length} fields: more than {MostSparse} cannot be read.");
        for (int i = 0; i < length; i++)
            Add(default);
        foreach (ReadOnlyMemory<char> item in items)
        {
            int colon = Colon(item.Span);
            int index = int.Parse(item.Span[..colon], NumberStyles.None, CultureInfo.InvariantCulture);
            if (index >= length)
                throw new FormatException($"A sparse line of {length} fields has one at {index}: '{item}'.");
            _fields[_sparseStart + index] = item[(colon + 1)..];
        }
    }

    /// <summary>Where the index of a sparse field ends, -1 if it is none.</summary>
    private static int Colon(ReadOnlySpan<char> field)
    {
        int colon = field.IndexOf(':');
        return colon > 0 && int.TryParse(field[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out _) ? colon : -1;
    }

    private int NextSeparator(string line, int from)
    {
        int end = line.AsSpan(from).IndexOfAny(_separators);
        return end < 0 ? line.Length : from + end;
    }

    // Reads up to the closing quote. An escape character makes the next quote, or itself, part of the text.
    private bool AddQuoted(string line, int from, out int after)
    {
        StringBuilder unescaped = null;
        int start = from;
        for (int i = from; i < line.Length; i++)
        {
            bool escapes = line[i] == _options.EscapeChar && i + 1 < line.Length && (line[i + 1] == '"' || line[i + 1] == _options.EscapeChar);
            if (escapes)
            {
                (unescaped ??= new StringBuilder()).Append(line, start, i - start);
                start = ++i;
                continue;
            }
            if (line[i] != '"')
                continue;
            Add(unescaped == null ? line.AsMemory(start, i - start) : unescaped.Append(line, start, i - start).ToString().AsMemory());
            after = i + 1;
            return true;
        }
        Add(unescaped == null ? line.AsMemory(start) : unescaped.Append(line, start, line.Length - start).ToString().AsMemory());
        after = line.Length;
        return false;
    }

    private void Add(ReadOnlyMemory<char> field)
    {
        if (Count == _fields.Length)
            Array.Resize(ref _fields, 2 * Count);
        _fields[Count++] = field;
    }
}
