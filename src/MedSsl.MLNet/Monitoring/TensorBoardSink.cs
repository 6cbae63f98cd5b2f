namespace MedSsl.MLNet;

/// <summary>A TensorBoard event file: a run for every stage, a scalar for every number, at its optimizer step.</summary>
/// <param name="name">The stage's name, fit for a file.</param>
internal sealed class TensorBoardSink(string name) : IMonitorSink
{
    /// <summary>TensorBoard reads what has "tfevents" in its name; always the same one, so that a resumed run goes on with it.</summary>
    public string File => Path.Combine("tensorboard", name, "events.out.tfevents.medssl");

    public byte[] Head(DateTimeOffset time) => EventRecord.FileVersion(time);

    public byte[] Bytes(MonitorReport report)
    {
        IEnumerable<KeyValuePair<string, double>> values = report.Values;
        if (report.Time.ImagesPerSecond is { } rate)
            values = values.Append(new("images_per_second", rate));
        return EventRecord.Scalars(report.Time.Utc, report.Step, values);
    }
}
