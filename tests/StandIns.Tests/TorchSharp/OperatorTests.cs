using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace StandIns.Tests.TorchSharpTests;

/// <summary>Values and gradients of operators against PyTorch's (tests/peers/torch_cases.py).</summary>
public sealed class OperatorTests
{
    private static readonly Dictionary<string, Func<Tensor, Tensor>> s_unary = new()
    {
        ["exp"] = x => x.exp(),
        ["tanh"] = x => x.tanh(),
        ["sigmoid"] = x => x.sigmoid(),
        ["relu"] = x => x.relu(),
        ["abs"] = x => x.abs(),
        ["sin"] = x => x.sin(),
        ["erf"] = x => x.erf(),
        ["square"] = x => x.square(),
        ["neg"] = x => -x,
        ["softmax"] = x => x.softmax(1),
        ["log_softmax"] = x => x.log_softmax(0),
        ["logsumexp"] = x => x.logsumexp(1, true),
        ["sum"] = x => x.sum(),
        // A plain 0 would be taken for an element type, as with the real package.
        ["sum_dim"] = x => x.sum(0L),
        ["mean"] = x => x.mean(),
        ["mean_dim"] = x => x.mean([1], true),
        ["std"] = x => x.std(),
        ["var_dim"] = x => x.var(1, unbiased: false),
        ["amax"] = x => x.amax(1),
        ["max_dim"] = x => x.max(1).values,
        ["norm"] = x => x.norm(),
        ["cumsum"] = x => x.cumsum(1),
        ["prod"] = x => x.prod(1),
        ["clamp"] = x => x.clamp(-0.5, 0.6),
        ["pow"] = x => x.pow(3),
        ["flip"] = x => x.flip(1),
        ["roll"] = x => x.roll(1, 0),
        ["transpose"] = x => x.transpose(0, 1),
        ["slice"] = x => x[1.., TensorIndex.Slice(step: 2)],
        ["select"] = x => x[-1, 1],
        ["pick"] = x => x[TensorIndex.Colon, TensorIndex.Tensor(tensor([3L, 0L]))],
        ["mask"] = x => x[x > 0],
        ["sort"] = x => x.sort(1, descending: true).Values,
        ["topk"] = x => x.topk(2, 1).values,
        ["repeat"] = x => x.repeat(2, 1),
        ["gather"] = x => x.gather(1, tensor(new long[,] { { 0, 1 }, { 2, 3 }, { 3, 3 } })),
        ["masked_fill"] = x => x.masked_fill(x < 0, 7.0),
        ["index_select"] = x => x.index_select(0, tensor([2L, 0L])),
        ["unfold"] = x => x.unfold(1, 2, 1),
        ["gelu"] = F.gelu,
        ["silu"] = x => F.silu(x),
        ["softplus"] = x => F.softplus(x),
        ["leaky_relu"] = x => F.leaky_relu(x, 0.1),
        ["arithmetic"] = x => ((2.0 - (x * 3)) / 4f) + 1L,
        ["over"] = x => 1.5 / (x + 3.0),
        ["remainder"] = x => x % 0.3,
        ["var_mean"] = x => x.var_mean(1).var,
        ["log"] = x => x.log(),
        ["sqrt"] = x => x.sqrt(),
        ["rsqrt"] = x => x.rsqrt(),
        ["reciprocal"] = x => x.reciprocal(),
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> s_binary = new()
    {
        ["add"] = (x, y) => x + y,
        ["sub"] = (x, y) => x - y,
        ["mul"] = (x, y) => x * y,
        ["div"] = (x, y) => x / (y + 2),
        ["matmul"] = (x, y) => x.matmul(y.T),
        ["einsum"] = (x, y) => einsum("ij,kj->ik", x, y),
        ["maximum"] = (x, y) => x.maximum(y),
        ["cat"] = (x, y) => cat([x, y], 1),
        ["stack"] = (x, y) => stack([x, y], 1),
        ["where"] = (x, y) => where(x > y, x, y),
        ["cdist"] = (x, y) => cdist(x, y),
        ["mse"] = (x, y) => F.mse_loss(x, y),
        ["cosine"] = (x, y) => F.cosine_similarity(x, y, 1),
        ["outer"] = (x, y) => x[0].outer(y[1]),
        ["lerp"] = (x, y) => x.lerp(y, full_like(x, 0.3)),
        ["atan2"] = (x, y) => x.atan2(y),
        ["smooth_l1"] = (x, y) => F.smooth_l1_loss(x, y, beta: 0.5),
    };

    public static TheoryData<string> Unary => [.. s_unary.Keys];

    public static TheoryData<string> Binary => [.. s_binary.Keys];

    [Theory]
    [MemberData(nameof(Unary))]
    public void UnaryValueAndGradient(string name)
    {
        bool positive = name is "log" or "sqrt" or "rsqrt" or "reciprocal";
        var a = Cases.Wave([3, 4]);
        Cases.CheckGraded("op." + name, x => s_unary[name](x[0]), positive ? a.abs() + 0.2 : a);
    }

    [Theory]
    [MemberData(nameof(Binary))]
    public void BinaryValueAndGradient(string name) =>
        Cases.CheckGraded("op." + name, x => s_binary[name](x[0], x[1]), Cases.Wave([3, 4]), Cases.Wave([3, 4], 1));

    [Fact]
    public void WithoutGradient()
    {
        var a = Cases.Wave([3, 4]);
        Cases.Check("op.svdvals", linalg.svdvals(a));
        Cases.Check("op.argsort", a.argsort(1));
        Cases.Check("op.quantile", a.quantile(tensor([0.25f, 0.5f]), 1));
        var (u, s, vh) = linalg.svd(a, fullMatrices: false);
        Assert.True(u.matmul(s.diag()).matmul(vh).allclose(a, atol: 1e-5));
    }

    [Fact]
    public void EveryCaseOfTheScriptIsTested() => Cases.AreTested("op.", s_unary.Keys.Concat(s_binary.Keys).Concat(["svdvals", "argsort", "quantile"]));

    [Fact]
    public void Images()
    {
        var image = Cases.Wave([2, 3, 6, 5]);
        var theta = (Cases.Wave([2, 2, 3]) * 0.5) + tensor(new[,] { { 1f, 0f, 0.1f }, { 0f, 1f, -0.1f } });
        foreach (var (name, mode) in new[]
        {
            ("zeros", GridSamplePaddingMode.Zeros), ("border", GridSamplePaddingMode.Border), ("reflection", GridSamplePaddingMode.Reflection),
        })
        {
            Cases.CheckGraded(
                "image.grid_" + name, x => F.grid_sample(x[0], F.affine_grid(x[1], [2, 3, 4, 4]), padding_mode: mode, align_corners: false), image, theta);
        }

        Cases.CheckGraded(
            "image.grid_nearest",
            x => F.grid_sample(x[0], F.affine_grid(theta, [2, 3, 4, 4], true), GridSampleMode.Nearest, align_corners: true), image);
        Cases.CheckGraded("image.bilinear", x => F.upsample(x[0], [9, 7], mode: UpsampleMode.Bilinear), image);
        Cases.CheckGraded("image.bicubic", x => F.upsample(x[0], null, [2, 2], UpsampleMode.Bicubic, true), image);
        Cases.CheckGraded("image.nearest", x => F.upsample(x[0], [3, 4]), image);
        Cases.CheckGraded("image.pad", x => F.pad(x[0], (1, 2, 0, 1), value: 0.5), image);
        Cases.CheckGraded("image.reflect", x => F.pad(x[0], [1, 2, 2, 1], PaddingModes.Reflect), image);
        Cases.CheckGraded("image.max_pool", x => F.max_pool2d(x[0], 3, 2, 1), image);
        Cases.CheckGraded("image.avg_pool", x => nn.AvgPool2d(2, padding: 1, count_include_pad: false).call(x[0]), image);
        Cases.CheckGraded("image.adaptive", x => F.adaptive_avg_pool2d(x[0], (2, 2)), image);
        Cases.CheckGraded("image.unfold", x => F.unfold(x[0], 3), image);
        Cases.CheckGraded(
            "image.conv", x => F.conv2d(x[0], x[1], null, [2, 1], [1, 0]), image, Cases.Wave([4, 3, 3, 3], 0.2));
        Cases.CheckGraded(
            "image.depthwise", x => F.conv2d(x[0], x[1], padding: [1, 1], groups: 3), image, Cases.Wave([3, 1, 3, 3], 0.2));
        Cases.CheckGraded("image.layer_norm", x => F.layer_norm(x[0], [6, 5]), image);
    }
}
