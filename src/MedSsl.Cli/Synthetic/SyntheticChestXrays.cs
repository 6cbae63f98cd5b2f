using System.Globalization;
using System.Text;
using Microsoft.ML.Data;

namespace MedSsl.Cli.Synthetic;

/// <summary>
/// Writes a seeded set of synthetic chest X-rays: PNG files, one folder, one manifest. Two to four images a patient, five findings that
/// overlap, patients split 60/15/25 into train, validation and test; half of the training patients have no labels, and one label in
/// twenty of the others is recorded as uncertain (−1), as such sets have them.
/// </summary>
internal static class SyntheticChestXrays
{
    /// <summary>Writes the set and returns the manifest's path.</summary>
    /// <param name="folder">Where to; made if it does not exist. Images go to its <c>images</c> folder.</param>
    /// <param name="patients">How many patients.</param>
    /// <param name="size">Side of an image in pixels.</param>
    /// <param name="seed">The same seed writes the same bytes.</param>
    /// <param name="cancellation">Ends the writing between two images.</param>
    public static string Write(string folder, int patients, int size, int seed, CancellationToken cancellation)
    {
        string images = Path.Combine(folder, "images");
        Directory.CreateDirectory(images);
        var manifest = new StringBuilder("image_path,patient_id,study_id,view,split,").AppendJoin(',', SyntheticPatient.FindingNames).Append('\n');
        for (int number = 0; number < patients; number++)
        {
            // A stream of its own for each patient: more patients leave the first ones as they were.
            var random = new Random(HashCode(seed, number));
            SyntheticPatient patient = SyntheticPatient.Draw(FormattableString.Invariant($"s{number:0000}"), random);
            string split = (number % 20) switch { < 12 => "train", < 15 => "validation", _ => "test" };
            bool labelled = split != "train" || random.NextDouble() < 0.5;
            int count = random.Next(2, 5);
            for (int image = 0; image < count; image++)
            {
                cancellation.ThrowIfCancellationRequested();
                string name = FormattableString.Invariant($"{patient.Id}_{image}.png");
                WritePng(Path.Combine(images, name), SyntheticRadiograph.Draw(patient, size, random), size);
                manifest.Append(CultureInfo.InvariantCulture, $"images/{name},{patient.Id},{patient.Id}_{image},PA,{split}");
                foreach (bool finding in patient.Findings)
                    manifest.Append(',').Append(!labelled ? "" : split == "train" && random.NextDouble() < 0.05 ? "-1" : finding ? "1" : "0");
                manifest.Append('\n');
            }
        }
        string path = Path.Combine(folder, "manifest.csv");
        File.WriteAllText(path, manifest.ToString());
        return path;
    }

    private static void WritePng(string path, byte[] gray, int size)
    {
        var pixels = new byte[gray.Length * 4];
        for (int i = 0; i < gray.Length; i++)
        {
            pixels[4 * i] = pixels[4 * i + 1] = pixels[4 * i + 2] = gray[i];
            pixels[4 * i + 3] = 255;
        }
        using MLImage image = MLImage.CreateFromPixels(size, size, MLPixelFormat.Bgra32, pixels);
        image.Save(path);
    }

    /// <summary>A hash of two numbers that is the same in every process, unlike <see cref="System.HashCode"/>.</summary>
    private static int HashCode(int seed, int number) => unchecked((int)(((uint)seed * 0x9E3779B1u) ^ ((uint)number * 0x85EBCA77u + 0x165667B1u)));
}
