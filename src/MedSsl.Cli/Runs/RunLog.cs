using System.Globalization;

namespace MedSsl.Cli.Runs;

/// <summary>
/// The run's log file: one line a message, each with its time, written at once so that a killed run keeps what it said. Until it has a file it keeps
/// the lines, so that a run that is refused writes none.
/// </summary>
internal sealed class RunLog : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<string> _early = [];
    private StreamWriter? _writer;

    /// <summary>A log without a file yet.</summary>
    public RunLog()
    {
    }

    /// <summary>A log in a new file.</summary>
    public RunLog(string path) => Open(path, append: false);

    /// <summary>Begins to write, or goes on in a file that is there.</summary>
    public void Open(string path, bool append)
    {
        lock (_lock)
        {
            _writer = new StreamWriter(new FileStream(path, append ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.Read)) { AutoFlush = true };
            _early.ForEach(_writer.WriteLine);
            _early.Clear();
        }
    }

    /// <summary>Writes a line.</summary>
    public void Write(string message)
    {
        string line = $"{DateTime.Now.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)} {message}";
        lock (_lock)
        {
            if (_writer is null)
                _early.Add(line);
            else
                _writer.WriteLine(line);
        }
    }

    public void Dispose() => _writer?.Dispose();
}
