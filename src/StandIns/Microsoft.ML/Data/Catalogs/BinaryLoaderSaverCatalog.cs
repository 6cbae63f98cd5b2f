using Microsoft.ML.Data;

namespace Microsoft.ML;

public static class BinaryLoaderSaverCatalog
{
    /// <summary>Rows that <see cref="SaveAsBinary"/> wrote, with their annotations; read into memory at once.</summary>
    public static IDataView LoadFromBinary(this DataOperationsCatalog catalog, string path)
    {
        Check.NonEmpty(path, nameof(path));
        Check.Range(File.Exists(path), nameof(path), $"File does not exist at path: {path}");
        return catalog.LoadFromBinary(new MultiFileSource(path));
    }

    /// <summary>The rows of the first stream.</summary>
    public static IDataView LoadFromBinary(this DataOperationsCatalog catalog, IMultiStreamSource fileSource)
    {
        Check.Value(fileSource, nameof(fileSource));
        Check.Param(fileSource.Count > 0, nameof(fileSource), "There is no stream to load from.");
        using Stream stream = fileSource.Open(0);
        using var content = new MemoryStream();
        stream.CopyTo(content);
        try
        {
            return IdvFile.Read(new ArraySegment<byte>(content.GetBuffer(), 0, (int)content.Length), new InflationBudget(content.Length));
        }
        catch (FormatException e)
        {
            throw new FormatException($"'{fileSource.GetPathOrNull(0) ?? "The stream"}' cannot be loaded: {e.Message}", e);
        }
    }

    /// <summary>Writes the columns, with their annotations, in the .idv format; those of users' own types are left out.</summary>
    public static void SaveAsBinary(this DataOperationsCatalog catalog, IDataView data, Stream stream, bool keepHidden = false)
    {
        Check.Value(data, nameof(data));
        Check.Value(stream, nameof(stream));
        IdvFile.Write(stream, data, keepHidden);
    }
}
