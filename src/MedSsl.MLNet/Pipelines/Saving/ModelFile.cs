using System.IO.Compression;
using Microsoft.ML;

namespace MedSsl.MLNet;

/// <summary>Model files: written whole or not at all, and checked before they are read.</summary>
internal static class ModelFile
{
    /// <summary>Writes to a file beside <paramref name="path"/> first, and gives it the name when all is written.</summary>
    internal static void Save(MLContext ml, ITransformer model, DataViewSchema inputSchema, string path)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            ml.Model.Save(model, inputSchema, temporary);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no model, or was cut off or altered.</exception>
    internal static ITransformer Load(MLContext ml, string path, out DataViewSchema inputSchema)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no model file '{path}'.", path);
        try
        {
            CheckEntries(path);
            return ml.Model.Load(path, out inputSchema);
        }
        catch (Exception error) when (error is not (OutOfMemoryException or UnauthorizedAccessException))
        {
            throw new InvalidDataException(
                $"it is no model that can be read: {error.Message} "
                + "The file was cut off or altered, or is something else; copy it again from its source, or train it again.", error);
        }
    }

    /// <summary>Every entry of the zip file must have the checksum that the file gives for it: reading alone does not check it.</summary>
    private static void CheckEntries(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        byte[] buffer = new byte[1 << 16];
        foreach (var entry in archive.Entries)
        {
            using var stream = entry.Open();
            uint sum = Crc32.Start;
            for (int count; (count = stream.Read(buffer)) > 0;)
                sum = Crc32.Append(sum, buffer.AsSpan(0, count));
            if (Crc32.Finish(sum) != entry.Crc32)
                throw new InvalidDataException($"The checksum of its entry '{entry.FullName}' is wrong.");
        }
    }
}
