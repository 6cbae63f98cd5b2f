using System.Buffers.Binary;
using Microsoft.ML;

namespace MedSsl.MLNet.Tests.Fuzzing;

/// <summary>
/// Thousands of damaged files of every format that is read. The whole ones are in seeds/ (tests/peers/fuzz_seeds.py made them). A longer run:
/// MEDSSL_FUZZ_VARIANTS=100000 MEDSSL_FUZZ_SEED=2 dotnet test tests/MedSsl.MLNet.Tests --filter DamagedFilesTests
/// </summary>
public class DamagedFilesTests
{
    /// <summary>The most that a file of some 2 KB may make us take: its own buffers, and images that compress a thousandfold.</summary>
    private const long MostBytes = 16 << 20;

    public static TheoryData<string> Images => [.. Names("*.dcm", "*.png", "*.jpg", "*.tif")];

    [Theory]
    [MemberData(nameof(Images))]
    public void ADamagedImageIsReadOrRefused(string name)
    {
        var reader = new ImageReader(16, new ImageLoadOptions { Frame = 1 });
        var pixels = new float[reader.ImageSize];
        Run(name, name.EndsWith(".png", StringComparison.Ordinal) ? MendPng : null, path =>
        {
            string? fault = reader.TryRead(path, pixels);
            if (fault is null && pixels.Any(value => value is not (>= 0 and <= 1)))
                throw new InvalidOperationException($"The image was read and holds {pixels.First(value => value is not (>= 0 and <= 1))}.");
            return fault;
        });
    }

    [Fact]
    public void ADamagedManifestIsReadOrRefused()
    {
        var ml = new MLContext(1);
        Run("manifest.csv", null, path =>
        {
            try
            {
                _ = ml.MedicalImages.LoadManifest(path).Schema;
                return null;
            }
            catch (InvalidDataException error)
            {
                return error.Message.ReplaceLineEndings(" ");
            }
        });
    }

    [Theory]
    [InlineData("volume.nii")]
    [InlineData("volume.nii.gz")]
    public void ADamagedVolumeIsReadOrRefused(string name)
    {
        var reader = new VolumeReader(new(4, 5, 6), new VolumeLoadOptions());
        var voxels = new float[4 * 5 * 6];
        Assert.Null(reader.TryRead(Path.Combine(Folder, name), voxels, default));
        Run(name, null, path => reader.TryRead(path, voxels, default));
    }

    [Fact]
    public void ADamagedArrayFileIsReadOrRefused()
    {
        using var folder = new TemporaryFolder();
        Run("pneumoniamnist.npz", null, path =>
        {
            try
            {
                MedMnist.Convert(path, folder["set"], null, new(), default);
                return null;
            }
            catch (InvalidDataException error)
            {
                return error.Message;
            }
        });
    }

    /// <summary>The whole files are read: otherwise damage would be looked for in what is refused anyhow.</summary>
    [Theory]
    [MemberData(nameof(Images))]
    public void TheWholeFileIsRead(string name)
    {
        var reader = new ImageReader(16, new ImageLoadOptions { Frame = 1 });
        Assert.Null(reader.TryRead(Path.Combine(Folder, name), new float[reader.ImageSize]));
    }

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Fuzzing", "seeds");

    private static IEnumerable<string> Names(params string[] patterns) =>
        patterns.SelectMany(pattern => Directory.GetFiles(Folder, pattern)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private static void Run(string name, Func<byte[], byte[]>? mend, Func<string, string?> read)
    {
        byte[][] kind = [.. Names("*" + Path.GetExtension(name)).Select(other => File.ReadAllBytes(Path.Combine(Folder, other)))];
        using var run = new FuzzRun();
        run.Read(name, File.ReadAllBytes(Path.Combine(Folder, name)), kind, mend, MostBytes, read);
        Assert.True(run.Findings.Count == 0, $"{run.Findings.Count} of {FuzzRun.Variants}:\n{string.Join("\n", run.Findings.Take(5))}");
        Assert.True(run.Count.Refused > FuzzRun.Variants / 10, $"only {run.Count.Refused} variants were refused: the damage does not reach the reader");
    }

    /// <summary>Corrects the CRC of each chunk.</summary>
    private static byte[] MendPng(byte[] bytes)
    {
        for (int at = 8; at + 12 <= bytes.Length;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));
            if (length > bytes.Length - at - 12)
                break;
            uint sum = Crc32.Of(bytes.AsSpan(at + 4, (int)length + 4));
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at + 8 + (int)length), sum);
            at += (int)length + 12;
        }
        return bytes;
    }
}
