namespace MedSsl.MLNet;

/// <summary>The files of a cache's folder.</summary>
internal static class CacheFiles
{
    /// <summary>Removes all segments; gives the bytes that were freed.</summary>
    /// <exception cref="IOException">A process is writing to one, or a file cannot be removed.</exception>
    internal static long Remove(string folder, string prefix)
    {
        long freed = 0;
        foreach (string held in Directory.GetFiles(folder, prefix + "*" + CacheSegment.LockEnding))
        {
            string path = held[..^CacheSegment.LockEnding.Length];
            using (Hold(held, folder))
                foreach (string file in new[] { path + CacheSegment.IndexEnding, path + CacheSegment.PixelsEnding })
                    if (new FileInfo(file) is { Exists: true } info)
                    {
                        freed += info.Length;
                        info.Delete();
                    }
            File.Delete(held);
        }
        return freed;
    }

    private static FileStream Hold(string path, string folder)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None);
        }
        catch (IOException)
        {
            throw new IOException($"The image cache '{folder}' is being written by a process: let it end before the cache is removed.");
        }
    }
}
