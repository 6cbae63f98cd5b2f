using MedSsl.MLNet;
using Microsoft.ML;
using Microsoft.ML.Data;

/// <summary>KilledProcess cache FOLDER IMAGES: reads the PNG files of a folder through a cache, a long line for each image, so that it
/// waits for its reader every few images; CacheKillTests kills it.</summary>
internal static class CacheFiller
{
    internal static void Run(string folder, string images)
    {
        var ml = new MLContext();
        using var cache = new ImageCache(folder);
        var data = ml.Data.LoadFromEnumerable(Directory.GetFiles(images, "*.png").Order(StringComparer.Ordinal).Select(path => new File { ImagePath = path }).ToArray());
        var loaded = ml.MedicalImages.Load("Image", "ImagePath", 32, new() { Cache = cache }).Fit(data).Transform(data);
        foreach (var image in loaded.GetColumn<VBuffer<float>>(loaded.Schema["Image"]))
            Console.WriteLine(new string('.', 2 * image.Length));
    }

    private sealed class File
    {
        public string ImagePath { get; set; } = "";
    }
}
