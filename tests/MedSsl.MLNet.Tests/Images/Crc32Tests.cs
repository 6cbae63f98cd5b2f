using System.Text;

namespace MedSsl.MLNet.Tests;

public class Crc32Tests
{
    /// <summary>Check values published with the algorithm, and python's zlib.crc32.</summary>
    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xCBF43926u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414FA339u)]
    public void KnownValues(string text, uint expected) => Assert.Equal(expected, Crc32.Of(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void PiecesGiveTheSumOfTheWhole()
    {
        byte[] bytes = Encoding.ASCII.GetBytes("The quick brown fox jumps over the lazy dog");
        uint sum = Crc32.Start;
        foreach (byte[] piece in bytes.Chunk(11))
            sum = Crc32.Append(sum, piece);
        Assert.Equal(0x414FA339u, Crc32.Finish(sum));
    }
}
