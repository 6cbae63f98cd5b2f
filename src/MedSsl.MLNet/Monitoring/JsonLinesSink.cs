using System.Text.Json;

namespace MedSsl.MLNet;

/// <summary>A JSON object a report and line.</summary>
/// <param name="name">The stage's name, fit for a file.</param>
internal sealed class JsonLinesSink(string name) : IMonitorSink
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public string File => name + ".jsonl";

    public byte[] Head(DateTimeOffset time) => [];

    public byte[] Bytes(MonitorReport report) => [.. JsonSerializer.SerializeToUtf8Bytes(report, Json), (byte)'\n'];
}
