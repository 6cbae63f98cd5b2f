using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace StandIns.Tests.TorchSharpTests;

public sealed class ModuleTests
{
    private sealed class Block : nn.Module<Tensor, Tensor>
    {
        private readonly Linear fc;
        [ComponentName(Name = "renamed")]
        private readonly nn.Module<Tensor, Tensor> act;
        private readonly Parameter scale = new(ones(1));
        private readonly Tensor seen = tensor([7f]);

        internal Block(string name = "block")
            : base(name)
        {
            fc = nn.Linear(2, 1);
            act = nn.Sequential(("norm", nn.BatchNorm1d(1)), ("relu", nn.ReLU()));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => act.call(fc.call(input)) * scale + seen;
    }

    private sealed class Outer : nn.Module<Tensor, Tensor, Tensor>
    {
        private readonly ModuleList<nn.Module<Tensor, Tensor>> layers = nn.ModuleList<nn.Module<Tensor, Tensor>>(new Block(), nn.Identity(), nn.Dropout(0.5));

        internal Outer()
            : base(nameof(Outer))
        {
            RegisterComponents();
        }

        internal Block First => (Block)layers[0];

        public override Tensor forward(Tensor input1, Tensor input2) => layers.Aggregate(input1 + input2, (x, layer) => layer.call(x));
    }

    [Fact]
    public void NamesAreFieldNames()
    {
        var net = new Outer();
        Assert.Equal(
            ["layers.0.scale", "layers.0.fc.weight", "layers.0.fc.bias", "layers.0.renamed.norm.weight", "layers.0.renamed.norm.bias"],
            net.named_parameters().Select(p => p.name));
        Assert.Equal(
            ["layers.0.seen", "layers.0.renamed.norm.running_mean", "layers.0.renamed.norm.running_var", "layers.0.renamed.norm.num_batches_tracked"],
            net.named_buffers().Select(b => b.name));
        Assert.Equal(net.named_parameters().Select(p => p.name).Concat(net.named_buffers().Select(b => b.name)), net.state_dict().Keys);
        Assert.Equal(["layers"], net.named_children().Select(c => c.name));
        Assert.Contains("layers.0.renamed.relu", net.named_modules().Select(m => m.name));
        Assert.Same(net.parameters().First(), net.get_parameter("layers.0.scale"));
        Assert.False(net.has_parameter("layers.0.nothing"));
        Assert.True(net.has_buffer("layers.0.seen"));
        Assert.Throws<InvalidOperationException>(() => net.register_module("layers", new Block()));
        Assert.Throws<ArgumentException>(() => net.register_module("a.b", new Block()));
    }

    [Fact]
    public void ModesTypesAndGradientsReachEveryModule()
    {
        var net = new Outer();
        net.eval();
        Assert.All(net.modules(), m => Assert.False(m.training));
        var x = Cases.Wave([3, 2]);
        net.call(x, x).sum().backward();
        Assert.All(net.parameters(), p => Assert.NotNull(p.grad));
        net.zero_grad();
        Assert.All(net.parameters(), p => Assert.Null(p.grad));
        net.train();
        Assert.All(net.modules(), m => Assert.True(m.training));

        net.to(float64).to(torch.CPU);
        Assert.All(net.parameters(), p => Assert.Equal(float64, p.dtype));
        Assert.All(net.parameters(), p => Assert.True(p.requires_grad && p.is_leaf));
        Assert.Equal(int64, net.get_buffer("layers.0.renamed.norm.num_batches_tracked")!.dtype);
        Assert.Equal(float64, net.call(x.to(float64), x.to(float64)).dtype);
    }

    [Fact]
    public void SavedAndLoaded()
    {
        Outer a = new(), b = new();
        using var stream = new MemoryStream();
        a.save(stream);
        byte[] bytes = stream.ToArray();
        Dictionary<string, bool> loaded = [];
        b.load(new MemoryStream(bytes), loadedParameters: loaded);
        Assert.All(a.state_dict(), e => Assert.Equal(e.Value, b.state_dict()[e.Key]));
        Assert.True(loaded.Count == 9 && loaded.Values.All(l => l));

        Assert.Throws<ArgumentException>(() => new Block().load(new MemoryStream(bytes)));
        Assert.Throws<EndOfStreamException>(() => new Outer().load(new MemoryStream(bytes[..^3])));
        var skipped = new Outer();
        var before = skipped.get_parameter("layers.0.fc.weight")!.clone();
        skipped.load(new MemoryStream(bytes), skip: ["layers.0.fc.weight"]);
        Assert.Equal(before, skipped.get_parameter("layers.0.fc.weight")!);
        Assert.Equal(a.get_parameter("layers.0.fc.bias")!, skipped.get_parameter("layers.0.fc.bias")!);
    }

    [Fact]
    public void FormatWorkedByHand()
    {
        var net = nn.Sequential(("w", new One()));
        using var stream = new MemoryStream();
        net.save(stream);

        // One tensor; "w.p" with its length; type 6 = float32; rank 2; sizes 1 and 200 (LEB128 0xC8 0x01); 200 floats of 1 = 00 00 80 3F.
        byte[] expected = [1, 3, (byte)'w', (byte)'.', (byte)'p', 6, 2, 1, 0xC8, 0x01, .. Enumerable.Repeat<byte[]>([0, 0, 0x80, 0x3F], 200).SelectMany(f => f)];
        Assert.Equal(expected, stream.ToArray());

        using var one = new MemoryStream();
        tensor(new[] { 1L, -1 }).Save(one);
        byte[] longs = [4, 1, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
        Assert.Equal(longs, one.ToArray());
        Assert.Equal([1L, -1], Tensor.Load(new MemoryStream(longs)).data<long>());

        // 8 is no element type; a size of 2^34 in a stream of 21 bytes.
        Assert.Throws<InvalidDataException>(() => Tensor.Load(new MemoryStream([8, .. longs[1..]])));
        Assert.Throws<EndOfStreamException>(() => Tensor.Load(new MemoryStream([4, 1, 0x80, 0x80, 0x80, 0x80, 0x40, .. longs[3..]])));
    }

    private sealed class One : nn.Module<Tensor, Tensor>
    {
        private readonly Parameter p = new(ones(1, 200));

        internal One()
            : base(nameof(One)) => RegisterComponents();

        public override Tensor forward(Tensor input) => input * p;
    }
}
