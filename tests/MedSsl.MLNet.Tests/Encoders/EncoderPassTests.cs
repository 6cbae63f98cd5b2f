using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

/// <summary>Gradients in parts and with checkpoints, against autograd's own in one go.</summary>
public class EncoderPassTests
{
    private const int Pairs = 6;
    private const int Side = 16;

    /// <summary>An encoder that normalises nothing: a convolution, a ReLU, the means of columns.</summary>
    private sealed class Plain : Layer
    {
        private readonly Convolution _convolution;

        internal Plain(Generator generator) : base(nameof(Plain)) =>
            register_module("conv", _convolution = new Convolution(1, 8, 3, 1, generator));

        public override Tensor forward(Tensor input) => _convolution.call(input).relu_().mean([2]).flatten(1);
    }

    private static Tensor Images(int[] rows)
    {
        var all = tensor(Formula.Image(2 * Pairs * Side * Side), 2 * Pairs, 1, Side, Side);
        return all.index_select(0, tensor(rows.Select(row => (long)row).ToArray(), ScalarType.Int64));
    }

    private static readonly int[] _all = [.. Enumerable.Range(0, 2 * Pairs)];

    private static nn.Module<Tensor, Tensor> Encoder(string kind)
    {
        using var generator = new Generator(3);
        return kind switch
        {
            "plain" => new Plain(generator),
            "basic" => EncoderFactory.Create(Encoders.ResNet18(0.125, true), 1, generator),
            "kept" => EncoderFactory.Create(Encoders.ResNet18(0.125, true) with { HeadLayers = 1, HeadWidth = 12 }, 1, generator),
            _ => EncoderFactory.Create(Encoders.ResNet50(0.0625, true, true), 1, generator),
        };
    }

    private static Tensor Loss(Tensor features) => NtXent.Loss(features, 0.5);

    private static Dictionary<string, float[]> Gradients(nn.Module module) =>
        module.named_parameters().ToDictionary(p => p.name, p => p.parameter.grad!.to(ScalarType.Float32).contiguous().data<float>().ToArray());

    private static Dictionary<string, float[]> Buffers(nn.Module module) => module.named_buffers()
        .ToDictionary(b => b.name, b => b.buffer.to(ScalarType.Float32).contiguous().data<float>().ToArray());

    /// <summary>The largest difference over the largest gradient of the same parameter.</summary>
    private static void Equal(Dictionary<string, float[]> expected, Dictionary<string, float[]> actual, double tolerance)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        double largest = expected.Values.Max(values => values.Max(Math.Abs));
        Assert.True(largest > 1e-3, "there is no gradient to compare");
        foreach (var (name, values) in expected)
        {
            double scale = Math.Max(values.Max(Math.Abs), 1e-2 * largest);
            for (int i = 0; i < values.Length; i++)
                Assert.True(Math.Abs(values[i] - actual[name][i]) <= tolerance * scale, $"{name}[{i}]: {values[i]} and {actual[name][i]}");
        }
    }

    /// <summary>With statistics that do not depend on the batch, or none, every division of the batch has the gradient of the whole.</summary>
    [Theory]
    [InlineData("plain", 1, false)]
    [InlineData("plain", 4, true)]
    [InlineData("basic", 2, false)]
    [InlineData("basic", 5, true)]
    [InlineData("selective", 3, false)]
    public void PartsHaveTheGradientOfTheWhole(string kind, int micro, bool checkpointing)
    {
        using var scope = NewDisposeScope();
        using var encoder = Encoder(kind);
        encoder.eval();
        // Frozen at their first values, statistics let the activations grow through 50 layers, and rounding with them.
        var type = kind == "selective" ? ScalarType.Float64 : ScalarType.Float32;
        encoder.to(type);
        var loss = Loss(encoder.call(Images(_all).to(type)));
        loss.backward();
        var expected = Gradients(encoder);

        encoder.zero_grad();
        var pass = new EncoderPass(encoder, checkpointing);
        double number = pass.Backward(MicroBatches.OfPairs(Pairs, micro), rows => Images(rows).to(type), Loss, 1);
        Assert.Equal(loss.ToSingle(), number, 1e-5);
        Equal(expected, Gradients(encoder), 1e-5);
    }

    /// <summary>In training mode a part is a group of batch normalisation, here and in the graph that autograd sees whole.</summary>
    [Theory]
    [InlineData("basic", false)]
    [InlineData("basic", true)]
    [InlineData("selective", false)]
    public void GroupsOfBatchNormalisationAreTheParts(string kind, bool checkpointing)
    {
        using var scope = NewDisposeScope();
        using var encoder = Encoder(kind);
        using var same = Encoder(kind);
        int[][] parts = MicroBatches.OfPairs(Pairs, 3);
        var pieces = parts.Select(part => encoder.call(Images(part))).ToArray();
        // Each half is [3 first views, 3 second views]; the loss takes all first views, then all second ones.
        var features = cat([pieces[0].narrow(0, 0, 3), pieces[1].narrow(0, 0, 3), pieces[0].narrow(0, 3, 3), pieces[1].narrow(0, 3, 3)], 0);
        Loss(features).backward();

        new EncoderPass(same, checkpointing).Backward(parts, Images, Loss, 1);
        Equal(Gradients(encoder), Gradients(same), 1e-5);
        var (expected, actual) = (Buffers(encoder), Buffers(same));
        Assert.Equal(2, actual["bn1.num_batches_tracked"][0]);
        Assert.All(expected, buffer => Assert.Equal(buffer.Value, actual[buffer.Key]));
    }

    [Theory]
    [InlineData("basic", false)]
    [InlineData("basic", true)]
    [InlineData("selective", true)]
    [InlineData("kept", true)]
    public void OnePartIsTheWholeBatch(string kind, bool checkpointing)
    {
        using var scope = NewDisposeScope();
        using var encoder = Encoder(kind);
        using var same = Encoder(kind);
        (Loss(encoder.call(Images(_all))) / 2).backward();
        new EncoderPass(same, checkpointing).Backward(MicroBatches.OfPairs(Pairs, null), Images, Loss, 2);
        Equal(Gradients(encoder), Gradients(same), 1e-6);
        var (expected, actual) = (Buffers(encoder), Buffers(same));
        Assert.Equal(1, actual["bn1.num_batches_tracked"][0]);
        Assert.All(expected, buffer => Assert.Equal(buffer.Value, actual[buffer.Key]));
    }

    [Fact]
    public void KeptLayersOfAHeadSeeTheWholeBatch()
    {
        using var scope = NewDisposeScope();
        using var encoder = Encoder("kept");
        new EncoderPass(encoder, false).Backward(MicroBatches.OfPairs(Pairs, 2), Images, Loss, 1);
        var buffers = Buffers(encoder);
        Assert.Equal(3, buffers["bn1.num_batches_tracked"][0]);
        Assert.Equal(1, buffers["head.0.bn.num_batches_tracked"][0]);
    }

    [Fact]
    public void NothingIsLeftBehind()
    {
        using var encoder = Encoder("basic");
        void Pass(bool checkpointing, int? micro)
        {
            using var scope = NewDisposeScope();
            new EncoderPass(encoder, checkpointing).Backward(MicroBatches.OfPairs(Pairs, micro), Images, Loss, 1);
        }
        Pass(true, 2);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Pass(true, 2);
        Pass(true, null);
        Pass(false, 2);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [InlineData(6, null, "0 1 2 3 4 5 6 7 8 9 10 11")]
    [InlineData(6, 6, "0 1 2 3 4 5 6 7 8 9 10 11")]
    [InlineData(6, 4, "0 1 2 6 7 8|3 4 5 9 10 11")]
    [InlineData(5, 2, "0 5|1 2 6 7|3 4 8 9")]
    public void PartsHoldWholePairs(int pairs, int? most, string parts) =>
        Assert.Equal(parts, string.Join('|', MicroBatches.OfPairs(pairs, most).Select(part => string.Join(' ', part))));

    [Fact]
    public void BagsAreCutAnywhere() => Assert.Equal("0 1 2|3 4 5 6",
        string.Join('|', MicroBatches.Of(new PairBatch([7, 7, 8, 9, 9, 9, 3], [0, 0, 1, 1, 1, 1, 2]), 2).Select(part => string.Join(' ', part))));
}
