namespace MedSsl.MLNet;

/// <summary>Takes the rows of a manifest that a data set becomes.</summary>
internal interface IManifestSink
{
    /// <summary>Comes first: the columns behind image_path, and the labels.</summary>
    void Begin(IReadOnlyList<string> columns, IReadOnlyList<string> labels);

    /// <summary>A row: the image's full path, the columns' texts and the labels' bytes of <see cref="ManifestRows"/>.</summary>
    void Add(string path, ReadOnlySpan<string> texts, ReadOnlySpan<byte> labels);
}
