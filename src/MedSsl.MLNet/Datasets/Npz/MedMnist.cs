using System.IO.Compression;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>
/// A MedMNIST v2 set (Yang et al. 2023, Scientific Data 10, 41): an .npz with train, val and test images, [N, S, S] or [N, S, S, 3] unsigned bytes, and
/// labels, [N, 1] or [N, K]. It becomes PNG files and a manifest. The sets have no patients: every image is written as one of its own.
/// </summary>
internal static class MedMnist
{
    private const long MostValues = 1L << 30;
    private static readonly (string Prefix, string Split)[] Splits = [("train", "train"), ("val", "validation"), ("test", "test")];
    private static readonly string[] Columns = [ManifestFile.PatientId, ManifestFile.Split];

    /// <summary>Writes the set.</summary>
    /// <param name="file">The .npz.</param>
    /// <param name="folder">Where images and manifest.csv go.</param>
    /// <param name="names">The labels' names, or null: label0, label1, and so on.</param>
    /// <param name="expected">Published counts.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="InvalidDataException">The file is no such set.</exception>
    internal static DatasetReport Convert(string file, string folder, string[]? names, ExpectRule expected, CancellationToken cancellation)
    {
        using ZipArchive zip = Open(file);
        Directory.CreateDirectory(Path.Combine(folder, "images"));
        using var writer = new ManifestWriter(Path.Combine(folder, "manifest.csv"));
        string[]? labels = null;
        DatasetCounts? counts = null;
        foreach ((string prefix, string split) in Splits)
        {
            NpyArray images = Read(zip, file, prefix + "_images"), targets = Read(zip, file, prefix + "_labels");
            Check(file, prefix, images, targets);
            int outputs = targets.Shape.Length < 2 ? 1 : targets.Shape[1], size = images.Values.Length / Math.Max(1, images.Shape[0]);
            if (labels is null)
            {
                labels = names ?? [.. Enumerable.Range(0, outputs).Select(i => $"label{i}")];
                writer.Begin(Columns, labels);
                counts = new DatasetCounts(labels, 0, 1, -1);
            }
            if (labels.Length != outputs)
                throw new InvalidDataException($"{file}: {prefix}_labels has {outputs} labels, {(names is null ? "the splits before it" : "the description")} {labels.Length}.");
            if (targets.Values.Any(value => value > 1))
                throw new InvalidDataException($"{file}: {prefix}_labels holds {targets.Values.Max()}: several classes in one column; only sets of 0 and 1 can be converted.");
            for (int i = 0; i < images.Shape[0]; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                string name = FormattableString.Invariant($"{prefix}{i:00000}"), path = Path.Combine(Path.GetFullPath(folder), "images", name + ".png");
                WritePng(path, images.Values.AsSpan(i * size, size), images.Shape);
                string[] texts = [name, split];
                var states = targets.Values.AsSpan(i * outputs, outputs);
                writer.Add(path, texts, states);
                counts!.Add(texts, states);
            }
        }
        writer.Finish();
        return counts!.Report(expected, []);
    }

    private static ZipArchive Open(string file)
    {
        try
        {
            return ZipFile.OpenRead(file);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{file}: no .npz file: {error.Message}");
        }
    }

    private static NpyArray Read(ZipArchive zip, string file, string name)
    {
        ZipArchiveEntry entry = zip.GetEntry(name + ".npy") ?? throw new InvalidDataException($"{file}: there is no array '{name}'; a MedMNIST file has train_images, train_labels, val_images, ….");
        using Stream stream = entry.Open();
        return NpyArray.Read(stream, $"{file}: {name}", MostValues);
    }

    private static void Check(string file, string prefix, NpyArray images, NpyArray targets)
    {
        bool gray = images.Shape.Length == 3, colour = images.Shape.Length == 4 && images.Shape[3] == 3;
        if (!gray && !colour || images.Shape[1..3].Any(side => side is < 1 or > 4096))
            throw new InvalidDataException($"{file}: {prefix}_images has shape ({string.Join(", ", images.Shape)}); it must be (N, S, S) or (N, S, S, 3).");
        if (targets.Shape.Length is not (1 or 2) || targets.Shape[0] != images.Shape[0])
            throw new InvalidDataException($"{file}: {prefix}_labels has shape ({string.Join(", ", targets.Shape)}); there are {images.Shape[0]} images.");
    }

    private static void WritePng(string path, ReadOnlySpan<byte> values, int[] shape)
    {
        int channels = shape.Length == 4 ? 3 : 1;
        var pixels = new byte[values.Length / channels * 4];
        for (int i = 0; i < pixels.Length / 4; i++)
        {
            var pixel = values.Slice(i * channels, channels);
            (pixels[4 * i], pixels[4 * i + 1], pixels[4 * i + 2], pixels[4 * i + 3]) = (pixel[^1], pixel[channels / 2], pixel[0], 255);
        }
        using MLImage image = MLImage.CreateFromPixels(shape[2], shape[1], MLPixelFormat.Bgra32, pixels);
        image.Save(path);
    }
}
