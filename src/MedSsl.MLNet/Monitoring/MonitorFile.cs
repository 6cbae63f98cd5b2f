namespace MedSsl.MLNet;

/// <summary>
/// A sink's file. It is opened when something is written: a new run replaces it, one that goes on cuts off what was written after the checkpoint. Every
/// report reaches the system at once; the disk, when a checkpoint is written.
/// </summary>
internal sealed class MonitorFile(string folder, IMonitorSink sink) : IDisposable
{
    private FileStream? _stream;
    private long _start;

    internal string Name => sink.File;

    internal string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetFullPath(folder), sink.File);

    /// <summary>Goes on with the file as it was when it had this length.</summary>
    internal void GoOnAt(long length) => _start = Math.Max(0, length);

    /// <summary>The length now, which is on the disk.</summary>
    internal long Flushed()
    {
        _stream?.Flush(flushToDisk: true);
        return _stream?.Length ?? _start;
    }

    internal void Write(MonitorReport report)
    {
        _stream ??= Open(report.Time.Utc);
        _stream.Write(sink.Bytes(report));
        _stream.Flush();
    }

    private FileStream Open(DateTimeOffset time)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        var stream = new FileStream(Path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        stream.SetLength(Math.Min(stream.Length, _start));
        stream.Seek(0, SeekOrigin.End);
        if (stream.Length == 0)
            stream.Write(sink.Head(time));
        return stream;
    }

    public void Dispose() => _stream?.Dispose();
}
