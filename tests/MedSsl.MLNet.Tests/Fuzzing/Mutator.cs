using System.Buffers.Binary;

namespace MedSsl.MLNet.Tests.Fuzzing;

/// <summary>Damages files: the same seed and number give the same damage.</summary>
/// <param name="seed">Which damages.</param>
/// <param name="others">Files to take pieces from.</param>
internal sealed class Mutator(int seed, IReadOnlyList<byte[]> others)
{
    private static readonly uint[] Extremes = [0, 1, 2, 3, 7, 8, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF];

    /// <summary>One to four damages on a copy of a file.</summary>
    internal byte[] Mutate(byte[] file, int number)
    {
        var random = new Random(HashCode(seed, number));
        byte[] bytes = [.. file];
        for (int damages = 1 + random.Next(4); damages > 0; damages--)
            bytes = Damage(bytes, random);
        return bytes;
    }

    private byte[] Damage(byte[] bytes, Random random)
    {
        if (bytes.Length == 0)
            return [(byte)random.Next(256)];
        // Headers matter most: half of all damages fall into the first 256 bytes.
        int at = random.Next(random.Next(2) == 0 ? Math.Min(256, bytes.Length) : bytes.Length);
        switch (random.Next(9))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 2:
                return bytes[..at];
            case 3:
                return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + 1 + random.Next(32))..]];
            case 4:
                var inserted = new byte[1 + random.Next(32)];
                random.NextBytes(inserted);
                return [.. bytes[..at], .. inserted, .. bytes[at..]];
            case 5:
                WriteExtreme(bytes.AsSpan(at), random);
                return bytes;
            case 6:                                                             // one piece twice
                int end = Math.Min(bytes.Length, at + 1 + random.Next(128));
                return [.. bytes[..end], .. bytes[at..]];
            case 7:                                                             // the head of this file, the tail of another
                byte[] other = others[random.Next(others.Count)];
                return [.. bytes[..at], .. other[random.Next(other.Length)..]];
            default:                                                            // a run of one value
                bytes.AsSpan(at, Math.Min(bytes.Length - at, 1 + random.Next(16))).Fill((byte)(random.Next(2) * 255));
                return bytes;
        }
    }

    private static void WriteExtreme(Span<byte> bytes, Random random)
    {
        uint value = Extremes[random.Next(Extremes.Length)];
        Span<byte> number = stackalloc byte[4];
        if (random.Next(2) == 0)
            BinaryPrimitives.WriteUInt32LittleEndian(number, value);
        else
            BinaryPrimitives.WriteUInt32BigEndian(number, value);
        int length = random.Next(2) == 0 ? 2 : 4;
        var part = BitConverter.IsLittleEndian && length == 2 && value <= 0xFFFF && number[0] == 0 && number[1] == 0 ? number[2..] : number[..length];
        part[..Math.Min(part.Length, bytes.Length)].CopyTo(bytes);
    }

    // System.HashCode differs from process to process.
    private static int HashCode(int seed, int number) => unchecked((seed * (int)2654435761 ^ number) * 668265263);
}
