using System.Text;

namespace MedSsl.MLNet.Tests;

public class EventRecordTests
{
    private static readonly DateTimeOffset _time = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_250);

    /// <summary>The check value of the CRC catalogue, and three of RFC 3720, B.4.</summary>
    [Fact]
    public void ChecksumsAreCastagnolis()
    {
        Assert.Equal(0xE3069283, Crc32C.Of(Encoding.ASCII.GetBytes("123456789")));
        Assert.Equal(0x8A9136AA, Crc32C.Of(new byte[32]));
        Assert.Equal(0x62A8AB43u, Crc32C.Of([.. Enumerable.Repeat((byte)0xFF, 32)]));
        Assert.Equal(0x46DD794Eu, Crc32C.Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
        // The first twelve bytes of every event file that TensorFlow writes: a record of 24 bytes, then a3 7f 4b 22.
        Assert.Equal(0x224B7FA3u, Crc32C.Masked([24, 0, 0, 0, 0, 0, 0, 0]));
    }

    /// <summary>Written by tests/peers/read_events.py --expected: Google's own encoder, checksums bit by bit.</summary>
    [Fact]
    public void RecordsAreThoseOfGooglesEncoder()
    {
        Assert.Equal("1800000000000000a37f4b220900001040fc54d9411a0d627261696e2e4576656e743a32338d2fe9", Convert.ToHexStringLower(EventRecord.FileVersion(_time)));
        var values = new Dictionary<string, double> { ["loss"] = 1.5, ["effective_rank"] = 12.3 };
        Assert.Equal(
            "3200000000000000241956ec0900001040fc54d94110ac022a240a0b0a046c6f7373150000c03f0a150a0e6566666563746976655f72616e6b15cdcc4441e8bc4934",
            Convert.ToHexStringLower(EventRecord.Scalars(_time, 300, values)));
    }
}
