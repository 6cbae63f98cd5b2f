using System.Globalization;

namespace MedSsl.Cli.Runs;

/// <summary>The run's log file: one line a message, each with its time, written at once so that a killed run keeps what it said.</summary>
internal sealed class RunLog : IDisposable
{
    private readonly StreamWriter? _writer;

    /// <summary>Opens the log, or a log that goes nowhere.</summary>
    public RunLog(string? path)
    {
        if (path is not null)
            _writer = new StreamWriter(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read)) { AutoFlush = true };
    }

    /// <summary>Writes a line.</summary>
    public void Write(string message)
    {
        if (_writer is null)
            return;
        lock (_writer)
            _writer.WriteLine($"{DateTime.Now.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)} {message}");
    }

    public void Dispose() => _writer?.Dispose();
}
