namespace Microsoft.ML.Data;

/// <summary>The data lines of text files, split: headers, blank lines, comments ("//") and loader options ("#@") are passed over.</summary>
internal sealed class TextLines : IDisposable
{
    private readonly IMultiStreamSource _source;
    private readonly TextLoader.Options _options;
    private TextReader _reader;
    private int _file = -1;
    private long _read;

    internal TextLines(IMultiStreamSource source, TextLoader.Options options)
    {
        _source = source;
        _options = options;
        Fields = new TextFields(options);
    }

    internal TextFields Fields { get; }

    public void Dispose() => _reader?.Dispose();

    internal bool MoveNext()
    {
        if (_read >= _options.MaxRows)
            return false;
        while (true)
        {
            string line = _reader?.ReadLine();
            if (line == null)
            {
                if (!NextFile())
                    return false;
                continue;
            }
            if (IsPassedOver(line))
                continue;
            while (!Fields.Split(line))
            {
                // A quoted field goes on; at the end of the file it is closed there.
                string more = _reader.ReadLine();
                if (more == null)
                    break;
                line += "\n" + more;
            }
            _read++;
            return true;
        }
    }

    /// <summary>The names in the first line of the source, or of the header file; null without a header.</summary>
    internal static string[] Header(IMultiStreamSource source, TextLoader.Options options)
    {
        if (options.HeaderFile != null)
            source = new MultiFileSource(options.HeaderFile);
        else if (!options.HasHeader)
            return null;
        if (source == null || source.Count == 0)
            return null;
        using TextReader reader = source.OpenTextReader(0);
        string line = FirstLine(reader);
        if (line == null)
            return null;
        var fields = new TextFields(options);
        fields.Split(line);
        return [.. Enumerable.Range(0, fields.Count).Select(i => fields[i].ToString().Trim())];
    }

    private static bool IsPassedOver(string line) => line.Length == 0 || line.StartsWith("//", StringComparison.Ordinal) || line.StartsWith("#@", StringComparison.Ordinal);

    private static string FirstLine(TextReader reader)
    {
        string line;
        do
            line = reader.ReadLine();
        while (line != null && IsPassedOver(line));
        return line;
    }

    private bool NextFile()
    {
        _reader?.Dispose();
        _reader = null;
        if (_file + 1 >= _source.Count)
            return false;
        _reader = _source.OpenTextReader(++_file);
        if (_options.HasHeader)
            FirstLine(_reader);
        return true;
    }
}
