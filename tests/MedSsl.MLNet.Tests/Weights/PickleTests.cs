namespace MedSsl.MLNet.Tests;

public sealed class PickleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Made by tests/peers/weight_fixtures.py: Python would run these when it loads them.</summary>
    [Theory]
    [InlineData("hostile-system.pth", "posix.system")]
    [InlineData("hostile-system-legacy.pth", "posix.system")]
    [InlineData("hostile-eval.pth", "__builtin__.eval")]
    [InlineData("hostile-getattr.pth", "builtins.getattr")]
    [InlineData("hostile-namespace.pth", "argparse.Namespace")]
    [InlineData("hostile-module.pth", "torch.nn.modules.linear.Linear")]
    [InlineData("hostile-numpy.pth", "numpy.core.multiarray.scalar")]
    public void OtherNamesAreRefusedByName(string file, string name)
    {
        var error = Assert.Throws<InvalidDataException>(() => Encoders.Load(WeightFixture.Unpack(_folder, file)));
        Assert.Contains(file, error.Message);
        Assert.Contains(name, error.Message);
    }

    /// <summary>Bytes by Python's pickle.dumps((None, True, 1, 256, -2, 70000, 2**40, 1.5, "ä", b"x", [1, 2], {"a": ()}), protocol), 3 and 4.</summary>
    [Theory]
    [InlineData("8003284e884b014d00014afeffffff4a701101008a06000000000001473ff80000000000005802000000c3a4710043017871015d7102284b014b02657d7103580100000061710429737471052e")]
    [InlineData("8004953f00000000000000284e884b014d00014afeffffff4a701101008a06000000000001473ff80000000000008c02c3a494430178945d94284b014b02657d948c016194297374942e")]
    public void PlainValuesAreRead(string hex)
    {
        var tuple = Assert.IsType<PickleTuple>(new PickleReader(Convert.FromHexString(hex)).Read());
        Assert.Equal([null, true, 1L, 256L, -2L, 70000L, 1L << 40, 1.5, "ä"], tuple.Items[..9]);
        Assert.Equal([1L, 2L], Assert.IsType<PickleList>(tuple.Items[10]).Items);
        var (key, value) = Assert.Single(Assert.IsType<PickleDict>(tuple.Items[11]).Items);
        Assert.Equal("a", key);
        Assert.Empty(Assert.IsType<PickleTuple>(value).Items);
    }

    [Theory]
    [InlineData("80022e", "left over")]
    [InlineData("80024e", "cut off")]
    [InlineData("80064e2e", "protocol")]
    [InlineData("800258ffffffff612e", "longer than it")]
    [InlineData("80028d00000000000000802e", "longer than it")]
    [InlineData("80028b00000080", "longer than it")]
    [InlineData("8002680a2e", "did not remember")]
    [InlineData("8002284e4b01752e", "no such container")]
    [InlineData("80027d284e752e", "key without a value")]
    [InlineData("8002742e", "mark")]
    [InlineData("8002302e", "not there")]
    [InlineData("80024e51", "no storage")]
    [InlineData("80024e29522e", "no function")]
    [InlineData("80024e7d622e", "BUILD")]
    [InlineData("8002286f2e", "OBJ")]
    [InlineData("8002ff2e", "0xff")]
    [InlineData("8002636f730a73797374656d0a2e", "os.system")]
    public void DamagedPicklesAreRefused(string hex, string reason) =>
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => new PickleReader(Convert.FromHexString(hex)).Read()).Message);

    /// <summary>A list that is passed to OrderedDict a thousand times would be copied a thousand times.</summary>
    [Fact]
    public void CopiesAreLimited()
    {
        var pairs = string.Concat(Enumerable.Repeat("4b014b0186", 200));
        var calls = string.Concat(Enumerable.Repeat("30680168008552", 1000));
        string hex = "80025d710028" + pairs + "653063" + Convert.ToHexString("collections\nOrderedDict\n"u8) + "7101" + calls + "2e";
        Assert.Contains("again", Assert.Throws<InvalidDataException>(() => new PickleReader(Convert.FromHexString(hex)).Read()).Message);
    }
}
