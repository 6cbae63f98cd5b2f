using Microsoft.ML.Data;

namespace Microsoft.ML;

public static class TextLoaderSaverCatalog
{
    public static TextLoader CreateTextLoader(
        this DataOperationsCatalog catalog,
        TextLoader.Column[] columns,
        char separatorChar = '\t',
        bool hasHeader = false,
        IMultiStreamSource dataSample = null,
        bool allowQuoting = false,
        bool trimWhitespace = false,
        bool allowSparse = false)
    {
        TextLoader.Options options = Options(separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse);
        options.Columns = columns;
        return new TextLoader(catalog.Environment, options, dataSample);
    }

    public static TextLoader CreateTextLoader(this DataOperationsCatalog catalog, TextLoader.Options options, IMultiStreamSource dataSample = null) =>
        new(catalog.Environment, options, dataSample);

    public static TextLoader CreateTextLoader<TInput>(
        this DataOperationsCatalog catalog,
        char separatorChar = '\t',
        bool hasHeader = false,
        IMultiStreamSource dataSample = null,
        bool allowQuoting = false,
        bool trimWhitespace = false,
        bool allowSparse = false) =>
        catalog.CreateTextLoader<TInput>(Options(separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse), dataSample);

    public static TextLoader CreateTextLoader<TInput>(this DataOperationsCatalog catalog, TextLoader.Options options, IMultiStreamSource dataSample = null)
    {
        Check.Value(options, nameof(options));
        return new TextLoader(catalog.Environment, TextLoader.ForType(typeof(TInput), options), dataSample);
    }

    public static IDataView LoadFromTextFile(
        this DataOperationsCatalog catalog,
        string path,
        TextLoader.Column[] columns,
        char separatorChar = '\t',
        bool hasHeader = false,
        bool allowQuoting = false,
        bool trimWhitespace = false,
        bool allowSparse = false)
    {
        TextLoader.Options options = Options(separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse);
        options.Columns = columns;
        return catalog.LoadFromTextFile(path, options);
    }

    public static IDataView LoadFromTextFile<TInput>(
        this DataOperationsCatalog catalog,
        string path,
        char separatorChar = '\t',
        bool hasHeader = false,
        bool allowQuoting = false,
        bool trimWhitespace = false,
        bool allowSparse = false) =>
        catalog.LoadFromTextFile<TInput>(path, Options(separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse));

    public static IDataView LoadFromTextFile<TInput>(this DataOperationsCatalog catalog, string path, TextLoader.Options options)
    {
        IMultiStreamSource file = Source(path);
        return catalog.CreateTextLoader<TInput>(options, file).Load(file);
    }

    public static IDataView LoadFromTextFile(this DataOperationsCatalog catalog, string path, TextLoader.Options options = null)
    {
        IMultiStreamSource file = Source(path);
        return new TextLoader(catalog.Environment, options ?? new TextLoader.Options(), file).Load(file);
    }

    /// <summary>Writes the columns that are text, numbers, truth values, times or keys, or vectors of them. The stream stays open.</summary>
    public static void SaveAsText(
        this DataOperationsCatalog catalog,
        IDataView data,
        Stream stream,
        char separatorChar = '\t',
        bool headerRow = true,
        bool schema = true,
        bool keepHidden = false,
        bool forceDense = false)
    {
        Check.Value(data, nameof(data));
        Check.Value(stream, nameof(stream));
        Check.Param(separatorChar is ' ' or '\t' or ',' or ';' or '|', nameof(separatorChar), $"The separator must be a space, tab, comma, semicolon or bar, not '{separatorChar}'.");
        new TextSaver(catalog.Environment, separatorChar, headerRow, schema, keepHidden, forceDense).Save(stream, data);
    }

    private static MultiFileSource Source(string path)
    {
        Check.NonEmpty(path, nameof(path));
        Check.Range(File.Exists(path), nameof(path), $"File does not exist at path: {path}");
        return new MultiFileSource(path);
    }

    private static TextLoader.Options Options(char separatorChar, bool hasHeader, bool allowQuoting, bool trimWhitespace, bool allowSparse) => new()
    {
        Separators = [separatorChar],
        HasHeader = hasHeader,
        AllowQuoting = allowQuoting,
        TrimWhitespace = trimWhitespace,
        AllowSparse = allowSparse,
    };
}
