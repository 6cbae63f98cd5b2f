using Microsoft.ML;

namespace StandIns.Tests.MicrosoftML.Models.ByHand;

/// <summary>Altered models load or end in one clear exception, quickly and with little memory.</summary>
public sealed class ModelFuzzTests
{
    private static readonly string[] _models =
    [
        "chain", "select-columns", "custom-mapping", "value-mapping", "vocabulary", "convert", "normalizer", "logistic-regression", "maximum-entropy", "schema",
        "one-versus-all", "k-means-sparse", "principal-components",
    ];

    [Fact]
    public void Altered_entries()
    {
        // A hunt: MEDSSL_FUZZ=100000.
        int count = int.TryParse(Environment.GetEnvironmentVariable("MEDSSL_FUZZ"), out int more) ? more : 600;
        int refused = 0;
        var ml = new MLContext();
        for (int seed = 0; seed < count; seed++)
        {
            var random = new Random(seed);
            var entries = ModelBytes.Of(_models[seed % _models.Length]);
            string entry = entries.Keys.Order(StringComparer.Ordinal).ElementAt(random.Next(1, entries.Count));
            entries[entry] = Altered(entries[entry], random);
            try
            {
                ml.Model.Load(new MemoryStream(ModelBytes.Zip(entries)), out _);
            }
            catch (Exception e) when (e is FormatException or NotSupportedException or InvalidOperationException)
            {
                Assert.NotEmpty(e.Message);
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"Seed {seed}, '{entry}': {e}");
            }
        }
        Assert.True(refused > count / 2, $"{refused} of {count} refused");
    }

    private static byte[] Altered(byte[] bytes, Random random)
    {
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            int at = random.Next(bytes.Length);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    // A number that is special somewhere.
                    byte[] number = BitConverter.GetBytes(random.Next(4) switch { 0 => -1, 1 => int.MaxValue, 2 => int.MinValue, _ => random.Next(300) });
                    number.AsSpan(0, Math.Min(4, bytes.Length - at)).CopyTo(bytes.AsSpan(at));
                    break;
                case 3:
                    bytes = [.. bytes[..at], .. bytes[random.Next(at, bytes.Length)..]];
                    break;
                case 4:
                    bytes = [.. bytes[..at], .. bytes[random.Next(bytes.Length)..].Take(4), .. bytes[at..]];
                    break;
                default:
                    bytes = bytes[..at];
                    break;
            }
            if (bytes.Length == 0)
                return bytes;
        }
        return bytes;
    }
}
