namespace MedSsl.MLNet;

/// <summary>A weight file, opened: the tensors in it by group. Its bytes are read when a tensor is used, and until <see cref="Dispose"/>.</summary>
/// <param name="path">The file.</param>
/// <param name="format">For a person, e.g. "safetensors".</param>
/// <param name="groups">The dictionaries of tensors in it.</param>
/// <param name="metadata">What a safetensors file says of itself; empty for others.</param>
/// <param name="owner">What keeps the file open.</param>
internal sealed class TensorFile(
    string path, string format, IReadOnlyList<TensorGroup> groups, IReadOnlyDictionary<string, string> metadata, IDisposable owner) : IDisposable
{
    /// <summary>More tensors than any network has: a file that lists more is refused before they are kept.</summary>
    internal const int MostTensors = 1 << 17;

    internal string Path => path;

    internal string Format => format;

    internal IReadOnlyList<TensorGroup> Groups => groups;

    internal IReadOnlyDictionary<string, string> Metadata => metadata;

    public void Dispose() => owner.Dispose();

    /// <summary>Opens a file by what its first bytes say it is; its name does not matter.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no weight file, or one that is damaged or holds what this reader refuses.</exception>
    internal static TensorFile Open(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no weight file '{path}'.", path);
        return InvalidFile.Guard(path, () =>
        {
            var start = new byte[16];
            int length;
            using (var stream = File.OpenRead(path))
                length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            var bytes = start.AsSpan(0, length);
            if (bytes.StartsWith("PK\x03\x04"u8))
                return TorchZipFile.Open(path);
            if (bytes.StartsWith(TorchLegacyFile.Magic))
                return TorchLegacyFile.Open(path);
            if (length > 8 && bytes[8] == (byte)'{')
                return SafetensorsFile.Open(path);
            throw new InvalidDataException(
                "It is neither a torch.save archive nor a safetensors file. Save the state dict with torch.save or safetensors.torch.save_file.");
        });
    }
}

/// <summary>One dictionary of tensors in a file: a <c>torch.save</c> archive may hold several, e.g. weights and optimizer state.</summary>
/// <param name="Key">Where it is in the file, e.g. "state_dict"; empty for the file's top level.</param>
/// <param name="Tensors">In the file's order.</param>
internal sealed record TensorGroup(string Key, IReadOnlyList<StoredTensor> Tensors);
