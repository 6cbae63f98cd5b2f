using System.Globalization;
using System.IO.Compression;
using System.Text;
using MedSsl.MLNet;
using Microsoft.ML.Data;

namespace MedSsl.Cli.Datasets;

/// <summary>
/// A MedMNIST v2 set (Yang et al. 2023, Scientific Data 10, 41): an .npz with train, val and test images, [N, S, S] or [N, S, S, 3] unsigned bytes, and
/// labels, [N, 1] or [N, K]. It becomes PNG files and a manifest. The sets have no patients: every image is written as one of its own.
/// </summary>
internal static class MedMnist
{
    private const long MostValues = 1L << 30;
    private static readonly (string Prefix, string Split)[] Splits = [("train", "train"), ("val", "validation"), ("test", "test")];

    /// <summary>The labels' names by the file's name; files of other names get label0, label1, …</summary>
    private static readonly Dictionary<string, string[]> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["pneumoniamnist"] = ["Pneumonia"],
        ["chestmnist"] = ["Atelectasis", "Cardiomegaly", "Effusion", "Infiltration", "Mass", "Nodule", "Pneumonia", "Pneumothorax", "Consolidation", "Edema",
            "Emphysema", "Fibrosis", "Pleural_Thickening", "Hernia"],
        ["breastmnist"] = ["Benign"],
    };

    /// <summary>How many images of a split there are, and how many of them have each label.</summary>
    internal sealed record Count(string Split, int Images, int[] Positives);

    /// <summary>Writes the set.</summary>
    /// <returns>The labels and the counts of each split.</returns>
    /// <exception cref="InvalidDataException">The file is no such set.</exception>
    public static (string[] Labels, List<Count> Counts) Convert(string file, string folder, CancellationToken cancellation)
    {
        using ZipArchive zip = Open(file);
        string set = Path.GetFileNameWithoutExtension(file).Split('_')[0];
        string[]? labels = null;
        var counts = new List<Count>();
        var manifest = new StringBuilder();
        Directory.CreateDirectory(Path.Combine(folder, "images"));
        foreach ((string prefix, string split) in Splits)
        {
            NpyArray images = Read(zip, file, prefix + "_images"), targets = Read(zip, file, prefix + "_labels");
            Check(file, prefix, images, targets);
            int outputs = targets.Shape.Length < 2 ? 1 : targets.Shape[1], size = images.Values.Length / Math.Max(1, images.Shape[0]);
            labels ??= Names.TryGetValue(set, out string[]? known) && known.Length == outputs ? known : [.. Enumerable.Range(0, outputs).Select(i => $"label{i}")];
            if (labels.Length != outputs)
                throw new InvalidDataException($"{file}: {prefix}_labels has {outputs} labels, the splits before it {labels.Length}.");
            if (targets.Values.Any(value => value > 1))
                throw new InvalidDataException($"{file}: {prefix}_labels holds {targets.Values.Max()}: several classes in one column; only sets of 0 and 1 can be converted.");
            var positives = new int[outputs];
            for (int i = 0; i < images.Shape[0]; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                string name = FormattableString.Invariant($"images/{prefix}{i:00000}.png");
                WritePng(Path.Combine(folder, name), images.Values.AsSpan(i * size, size), images.Shape);
                manifest.Append(CultureInfo.InvariantCulture, $"{name},{prefix}{i:00000},{split}");
                for (int k = 0; k < outputs; k++)
                {
                    manifest.Append(',').Append(targets.Values[i * outputs + k]);
                    positives[k] += targets.Values[i * outputs + k];
                }
                manifest.Append('\n');
            }
            counts.Add(new Count(split, images.Shape[0], positives));
        }
        string header = "image_path,patient_id,split," + string.Join(',', labels!) + "\n";
        Runs.RunFolder.WriteText(Path.Combine(folder, "manifest.csv"), header + manifest);
        return (labels!, counts);
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
