using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;
using Layer = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace StandIns.Tests.TorchSharpTests;

/// <summary>
/// Layers against PyTorch's (tests/peers/torch_cases.py): start from the same seed, names in state_dict, value, gradients, buffers, then evaluation.
/// </summary>
[Collection(nameof(GlobalGenerator))]
public sealed class LayerTests
{
    private static readonly Dictionary<string, (Func<Layer> Make, Func<Tensor> Input)> s_layers = new()
    {
        ["conv1d"] = (() => nn.Conv1d(4, 6, 3, 2, 1, groups: 2), Line),
        ["conv1d_same"] = (() => nn.Conv1d(4, 3, 4, Padding.Same, dilation: 2), Line),
        ["conv1d_circular"] = (() => nn.Conv1d(4, 3, 3, padding: 1, padding_mode: PaddingModes.Circular), Line),
        ["conv2d_reflect"] = (() => nn.Conv2d(4, 3, 3, padding: 1, padding_mode: PaddingModes.Reflect), Plane),
        ["conv2d_replicate"] = (() => nn.Conv2d(4, 3, 3, 2, 1, padding_mode: PaddingModes.Replicate, bias: false), Plane),
        ["conv3d"] = (() => nn.Conv3d(4, 3, (3, 3, 3), (1, 2, 1), (1, 1, 0)), Space),
        ["conv3d_same"] = (() => nn.Conv3d(4, 2, 2, Padding.Same), Space),
        ["transposed1d"] = (() => nn.ConvTranspose1d(4, 6, 3, 2, 1, 1, groups: 2), Line),
        ["transposed2d"] = (() => nn.ConvTranspose2d(4, 3, 2, 2), Plane),
        ["transposed2d_uneven"] = (() => nn.ConvTranspose2d(4, 3, (3, 2), (2, 1), (1, 0), (1, 0), bias: false), Plane),
        ["transposed3d"] = (() => nn.ConvTranspose3d(4, 2, 2, 2), Space),
        ["linear"] = (() => nn.Linear(9, 3), Line),
        ["batch_norm1d"] = (() => nn.BatchNorm1d(4), Line),
        ["batch_norm2d"] = (() => nn.BatchNorm2d(4, momentum: 0.3), Plane),
        ["batch_norm3d"] = (() => nn.BatchNorm3d(4, track_running_stats: false), Space),
        ["group_norm"] = (() => nn.GroupNorm(2, 4), Plane),
        ["layer_norm"] = (() => nn.LayerNorm([6, 5]), Plane),
        ["instance_norm1d"] = (() => nn.InstanceNorm1d(4), Line),
        ["instance_norm2d"] = (() => nn.InstanceNorm2d(4, affine: true, track_running_stats: true), Plane),
        ["instance_norm3d"] = (() => nn.InstanceNorm3d(4, affine: true), Space),
        ["prelu"] = (() => nn.PReLU(4), Line),
        ["embedding"] = (() => nn.Embedding(7, 3, padding_idx: 1), () => tensor(new long[,] { { 1, 2, 6 }, { 0, 2, 1 } })),
        ["embedding_max_norm"] = (() => nn.Embedding(7, 3, max_norm: 0.5, scale_grad_by_freq: true), () => tensor([5L, 2L, 2L])),
        ["max_pool1d"] = (() => nn.MaxPool1d(3, 2, 1), Line),
        ["max_pool3d"] = (() => nn.MaxPool3d(2, 1), Space),
        ["avg_pool3d"] = (() => nn.AvgPool3d((2, 2, 1), padding: (1, 0, 0)), Space),
        ["adaptive_avg1d"] = (() => nn.AdaptiveAvgPool1d(4), Line),
        ["adaptive_avg3d"] = (() => nn.AdaptiveAvgPool3d((2, 3, 1)), Space),
        ["adaptive_max1d"] = (() => nn.AdaptiveMaxPool1d(4), Line),
        ["adaptive_max2d"] = (() => nn.AdaptiveMaxPool2d([2, 3]), Plane),
        ["adaptive_max3d"] = (() => nn.AdaptiveMaxPool3d([2, 1, 2]), Space),
        ["pixel_shuffle"] = (() => nn.PixelShuffle(2), Plane),
        ["pixel_unshuffle"] = (() => nn.PixelUnshuffle(5), () => Cases.Wave([1, 2, 10, 5])),
        ["unflatten"] = (() => nn.Unflatten(1, [2, 2]), Line),
        ["fold"] = (() => nn.Fold((4, 5), (2, 2), stride: (1, 2)), () => Cases.Wave([2, 8, 6])),
        ["unfold"] = (() => nn.Unfold((2, 3), padding: (1, 0), stride: (1, 2)), Plane),
        ["constant_pad1d"] = (() => nn.ConstantPad1d((1, 2), 0.5), Line),
        ["constant_pad2d"] = (() => nn.ConstantPad2d(1, -1), Plane),
        ["constant_pad3d"] = (() => nn.ConstantPad3d((1, 0, 0, 1, 1, 1), 2), Space),
        ["reflection_pad1d"] = (() => nn.ReflectionPad1d(2), Line),
        ["reflection_pad2d"] = (() => nn.ReflectionPad2d((1, 2, 0, 1)), Plane),
        ["reflection_pad3d"] = (() => nn.ReflectionPad3d(1), Space),
        ["replication_pad1d"] = (() => nn.ReplicationPad1d((0, 3)), Line),
        ["replication_pad2d"] = (() => nn.ReplicationPad2d(1), Plane),
        ["replication_pad3d"] = (() => nn.ReplicationPad3d((1, 1, 0, 0, 2, 0)), Space),
        ["zero_pad2d"] = (() => nn.ZeroPad2d((1, 0, 2, 0)), Plane),
        ["celu"] = (() => nn.CELU(0.7), Line),
        ["elu"] = (() => nn.ELU(0.7), Line),
        ["glu"] = (() => nn.GLU(1), Line),
        ["hardsigmoid"] = (() => nn.Hardsigmoid(), () => Line() * 4),
        ["hardswish"] = (() => nn.Hardswish(), () => Line() * 4),
        ["hardtanh"] = (() => nn.Hardtanh(-0.5, 0.8), Line),
        ["leaky_relu"] = (() => nn.LeakyReLU(0.2), Line),
        ["log_sigmoid"] = (nn.LogSigmoid, Line),
        ["log_softmax"] = (() => nn.LogSoftmax(1), Line),
        ["mish"] = (nn.Mish, Line),
        ["relu6"] = (() => nn.ReLU6(), () => Line() * 8),
        ["selu"] = (() => nn.SELU(), Line),
        ["silu"] = (nn.SiLU, Line),
        ["sigmoid"] = (nn.Sigmoid, Line),
        ["softmax"] = (() => nn.Softmax(1), Line),
        ["softmax2d"] = (nn.Softmax2d, Plane),
        ["softplus"] = (() => nn.Softplus(2), Line),
        ["softsign"] = (nn.Softsign, Line),
        ["tanh"] = (nn.Tanh, Line),
        ["relu"] = (() => nn.ReLU(), Line),
        ["gelu"] = (nn.GELU, Line),
        ["dropout"] = (() => nn.Dropout(0.3), Line),
        ["dropout1d"] = (() => nn.Dropout1d(0.4), Line),
        ["dropout2d"] = (() => nn.Dropout2d(0.4), Plane),
        ["dropout3d"] = (() => nn.Dropout3d(0.4), Space),
        ["alpha_dropout"] = (() => nn.AlphaDropout(0.3), Line),
        ["encoder_layer"] = (() => nn.TransformerEncoderLayer(8, 2, 12, 0, nn.Activations.GELU), Sequence),
    };

    public static TheoryData<string> Layers => [.. s_layers.Keys];

    [Theory]
    [MemberData(nameof(Layers))]
    public void OneInput(string name) => Check(name, s_layers[name].Make, (m, x) => m.call(x[0]), s_layers[name].Input());

    [Fact]
    public void SeveralInputs()
    {
        Check("cosine_similarity", () => nn.CosineSimilarity(1), (m, x) => m.call(x[0], x[1]), Plane(), Cases.Wave([2, 4, 6, 5], 1));
        Check("pairwise_distance", () => nn.PairwiseDistance(), (m, x) => m.call(x[0], x[1]), Line()[0], Cases.Wave([4, 9], 1));
        var query = Cases.Wave([3, 2, 8], 1);
        Check("attention", () => nn.MultiheadAttention(8, 2), (m, x) => m.call(x[0], x[1], x[2]).Item1, query, Sequence(), Cases.Wave([5, 2, 8], 2));
        Check(
            "attention_extra", () => nn.MultiheadAttention(8, 2, add_bias_kv: true, add_zero_attn: true, kdim: 6, vdim: 4),
            (m, x) => m.call(x[0], x[1], x[2]).Item1, query, Cases.Wave([5, 2, 6]), Cases.Wave([5, 2, 4], 2));
    }

    [Fact]
    public void EveryLayerIsTested() =>
        Cases.AreTested("layer.", s_layers.Keys.Concat(["cosine_similarity", "pairwise_distance", "attention", "attention_extra"]));

    [Fact]
    public void AttentionUnderMasks()
    {
        var hidden = ones(5, 5).triu(1).to(@bool);
        var padding = tensor(new[,] { { false, false, false, false, true }, { false, false, false, true, true } });
        Tuple<Tensor, Tensor> Attend(Tensor x)
        {
            manual_seed(7);
            return nn.MultiheadAttention(8, 4).call(x, x, x, padding, attn_mask: hidden);
        }

        Cases.CheckGraded("attention.masked", x => Attend(x[0]).Item1, Sequence());
        Cases.CheckGraded("attention.weights", x => Attend(x[0]).Item2, Sequence());
        manual_seed(7);
        var encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 12, 0), 2);
        Assert.Equal(Cases.NamesOf("attention.encoder"), encoder.state_dict().Keys);
        Cases.Check("attention.encoder", encoder.call(Sequence(), hidden, padding));
        Cases.CheckGraded(
            "attention.dot_product", x => F.scaled_dot_product_attention(x[0], x[1], x[2]), Cases.Wave([2, 3, 8]), Cases.Wave([2, 5, 8], 1), Cases.Wave([2, 5, 8], 2));
    }

    [Fact]
    public void PoolsGiveIndices()
    {
        using var _ = no_grad();
        var (line, lineAt) = nn.MaxPool1d(2).forward_with_indices(Line());
        var (plane, planeAt) = nn.MaxPool2d(2).forward_with_indices(Plane());
        var (space, spaceAt) = nn.MaxPool3d(2).forward_with_indices(Space());
        Assert.Equal(line, Line().gather(2, lineAt));
        Assert.Equal(plane, Plane().flatten(2).gather(2, planeAt.flatten(2)).view_as(plane));
        Assert.Equal(space, Space().flatten(2).gather(2, spaceAt.flatten(2)).view_as(space));
    }

    private static Tensor Line() => Cases.Wave([2, 4, 9]);

    private static Tensor Plane() => Cases.Wave([2, 4, 6, 5]);

    private static Tensor Space() => Cases.Wave([2, 4, 4, 5, 3]);

    private static Tensor Sequence() => Cases.Wave([5, 2, 8]);

    private static void Check<T>(string name, Func<T> make, Func<T, Tensor[], Tensor> call, params Tensor[] inputs) where T : nn.Module
    {
        manual_seed(7);
        using var module = make();
        Tensor[] leaves = [.. inputs.Select(i => i.is_floating_point() ? i.clone().requires_grad_() : i)];
        var value = call(module, leaves);
        (value * Cases.Wave(value.shape, 0.5)).sum().backward();
        Assert.Equal(Cases.NamesOf("layer." + name), module.state_dict().Keys);
        IEnumerable<Tensor> grads = leaves.Where(l => l.is_floating_point()).Concat(module.parameters()).Select(t => t.grad!);
        Tensor[] buffers = [.. module.buffers().Select(b => b.clone())];
        module.eval();
        Cases.Check("layer." + name, [value, .. grads, .. buffers, call(module, leaves)]);
    }
}
