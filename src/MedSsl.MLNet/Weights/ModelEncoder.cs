using System.IO.Compression;
using Microsoft.ML;

namespace MedSsl.MLNet;

/// <summary>The encoder of a saved model, as a weight file.</summary>
internal static class ModelEncoder
{
    /// <summary>The entry that every model of <c>ml.Model.Save</c> has.</summary>
    private const string Mark = "TrainingInfo";

    /// <summary>Null where the file is no saved ML.NET model.</summary>
    /// <exception cref="InvalidDataException">It is one, and is damaged or has no encoder.</exception>
    internal static TensorFile? TryOpen(string path)
    {
        if (!IsModel(path))
            return null;
        var ml = new MLContext();
        var model = ml.MedicalModels.Load(path, out _);
        var encoder = Find(ml, model) ?? throw new InvalidDataException($"The model '{path}' has no encoder.");
        var tensors = encoder.Weights.Tensors.Select(tensor => new StoredTensor(tensor.Name, TensorType.Float32, tensor.Shape, () => tensor.Values));
        return new TensorFile(path, "ML.NET model", [new TensorGroup("", [.. tensors])], EncoderMetadata.Of(encoder).ToTexts(), model as IDisposable ?? new MemoryStream());
    }

    /// <summary>The encoder of the last stage that has one.</summary>
    internal static TrainedEncoder? Find(MLContext ml, ITransformer model) => ModelParts.Of(ml, model).Select(part => part.Part switch
    {
        MultiLabelTransformer classifier => classifier.Encoder,
        EncoderTransformer stage => stage.Encoder,
        _ => null,
    }).LastOrDefault(encoder => encoder is not null);

    private static bool IsModel(string path)
    {
        if (!File.Exists(path))
            return false;
        using var stream = File.OpenRead(path);
        Span<byte> start = stackalloc byte[4];
        if (stream.ReadAtLeast(start, 4, throwOnEndOfStream: false) < 4 || !start.SequenceEqual("PK\x03\x04"u8))
            return false;
        try
        {
            stream.Position = 0;
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            return archive.Entries.Any(entry => entry.FullName.StartsWith(Mark, StringComparison.Ordinal));
        }
        catch (Exception error) when (error is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            return false; // TensorFile.Open says what is wrong with it
        }
    }
}
