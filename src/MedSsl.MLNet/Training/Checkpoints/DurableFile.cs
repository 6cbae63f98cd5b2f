using System.Runtime.InteropServices;

namespace MedSsl.MLNet;

/// <summary>Writes files that are whole or absent, whenever the process is killed or the power fails.</summary>
internal static class DurableFile
{
    /// <summary>The end of the name of a file that is being written.</summary>
    internal const string Unfinished = ".tmp";

    /// <summary>Writes under another name, flushes to the disk, renames, and flushes the folder where the system can.</summary>
    internal static void Write(string path, Action<Stream> write)
    {
        string temporary = path + Unfinished;
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
        FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Deletes a file if that can be done.</summary>
    internal static bool TryDelete(string path)
    {
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Makes a rename outlive a power failure. .NET opens no folders, hence the calls of the C library; Windows needs none.</summary>
    private static void FlushFolder(string folder)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
            return;
        int descriptor = Posix.open(folder, 0);
        if (descriptor < 0)
            return;
        _ = Posix.fsync(descriptor);
        _ = Posix.close(descriptor);
    }

    private static class Posix
    {
        [DllImport("libc", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        internal static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

        [DllImport("libc")]
        internal static extern int fsync(int descriptor);

        [DllImport("libc")]
        internal static extern int close(int descriptor);
    }
}
