namespace MedSsl.MLNet.Tests;

/// <summary>Variants of good files, damaged by a seeded generator: each gives weights or one InvalidDataException, soon and in little memory.</summary>
public sealed class DamagedWeightFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("torchvision.pth", 2000, true)]
    [InlineData("torchvision-legacy.pth", 500, false)]
    [InlineData("half.safetensors", 2000, false)]
    public void EndInWeightsOrOneException(string name, int variants, bool fixChecksums)
    {
        var good = WeightFixture.Bytes(name);
        var random = new Random(20 + good.Length);
        // Most damage goes where the structure is: the pickle or the header at the front, the directory of a zip file at the end.
        int front = Math.Min(good.Length, name.EndsWith(".safetensors", StringComparison.Ordinal) ? 12000 : 24000), read = 0;
        long limit = 64L << 20, allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < variants; i++)
        {
            var bytes = Damage(good, front, random);
            if (fixChecksums && i % 2 == 0)
                ZipChecksums.Repair(bytes);
            string path = _folder.Write("damaged", bytes);
            try
            {
                Encoders.Load(path);
                read++;
            }
            catch (InvalidDataException error)
            {
                Assert.Contains("damaged", error.Message);
                Assert.DoesNotContain('\n', error.Message);
            }
            long now = GC.GetAllocatedBytesForCurrentThread();
            Assert.True(now - allocated < limit, $"variant {i} took {now - allocated} bytes");
            allocated = now;
        }
        Assert.InRange(read, 1, variants * 19 / 20);
    }

    private static byte[] Damage(byte[] good, int front, Random random)
    {
        var bytes = (byte[])good.Clone();
        int changes = 1 + random.Next(4);
        for (int change = 0; change < changes; change++)
        {
            int at = random.Next(4) switch { 0 => random.Next(bytes.Length), 1 => bytes.Length - 1 - random.Next(Math.Min(bytes.Length, 12000)), _ => random.Next(Math.Min(front, bytes.Length)) };
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes[at] = (byte)"\0\xff.RbcQ}]()tu\x80\x81\x93\x94"[random.Next(17)]; break;
                case 3:
                    int length = Math.Min(1 + random.Next(8), bytes.Length - at);
                    bytes.AsSpan(at, length).Fill((byte)(random.Next(2) * 255));
                    break;
                case 4 when random.Next(8) == 0: bytes = bytes[..at]; break;
                default:
                    int from = random.Next(bytes.Length), count = Math.Min(random.Next(64), bytes.Length - Math.Max(at, from));
                    bytes.AsSpan(from, count).CopyTo(bytes.AsSpan(at, count));
                    break;
            }
            if (bytes.Length == 0)
                return bytes;
        }
        return bytes;
    }
}
