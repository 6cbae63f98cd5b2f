using Microsoft.Win32.SafeHandles;

namespace MedSsl.MLNet;

/// <summary>Images beyond what memory is used for, in a temporary file that goes with the process. Reading may be done from several threads.</summary>
internal sealed class SpilledImages
{
    private readonly SafeFileHandle _file;
    private long _end;

    /// <exception cref="IOException">The file cannot be made.</exception>
    internal SpilledImages()
    {
        string path = Path.Combine(Path.GetTempPath(), $"medssl-{Guid.NewGuid():N}.images");
        bool windows = OperatingSystem.IsWindows();
        _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, windows ? FileOptions.DeleteOnClose : FileOptions.None);
        if (!windows)
            File.Delete(path);      // it stays until it is closed, however the process ends
    }

    /// <summary>Appends bytes; gives where they are.</summary>
    /// <exception cref="IOException">The disk is full: the message says what to do.</exception>
    internal long Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(_file, bytes, _end);
        }
        catch (IOException error)
        {
            throw new IOException($"The training images need more memory than there is, and their temporary file in '{Path.GetTempPath()}' cannot be written: "
                + $"{error.Message} Free space there, let TMPDIR (TEMP on Windows) name another folder, or give ml.MedicalImages.Load a cache.", error);
        }
        _end += bytes.Length;
        return _end - bytes.Length;
    }

    internal void Read(long offset, Span<byte> bytes)
    {
        for (int read = 0, count; read < bytes.Length; read += count)
            if ((count = RandomAccess.Read(_file, bytes[read..], offset + read)) == 0)
                throw new IOException("The temporary file of the training images was cut off.");
    }
}
