namespace MedSsl.MLNet;

/// <summary>Turns reports into the bytes of a file that only grows.</summary>
internal interface IMonitorSink
{
    /// <summary>The file, below <see cref="MonitorOptions.Folder"/>; also its name in checkpoints.</summary>
    string File { get; }

    /// <summary>What a new file begins with.</summary>
    byte[] Head(DateTimeOffset time);

    /// <summary>The bytes of a report.</summary>
    byte[] Bytes(MonitorReport report);
}
