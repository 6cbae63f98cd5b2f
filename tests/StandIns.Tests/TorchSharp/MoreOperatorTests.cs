using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace StandIns.Tests.TorchSharpTests;

/// <summary>Values and gradients of Fourier transforms, linear algebra and other functions against PyTorch's (tests/peers/torch_cases.py).</summary>
[Collection(nameof(GlobalGenerator))]
public sealed class MoreOperatorTests
{
    private static readonly Dictionary<string, Func<Tensor, Tensor>> s_flat = new()
    {
        ["fft"] = x => fft.fft_(x).view_as_real(),
        ["fft_ortho"] = x => fft.fft_(x, 6, 0, FFTNormType.Ortho).abs(),
        ["ifft"] = x => fft.ifft(x, norm: FFTNormType.Forward).imag,
        ["rfft"] = x => fft.rfft(x).view_as_real(),
        ["irfft"] = x => fft.irfft(fft.rfft(x) * 2, 4),
        ["hfft"] = x => fft.hfft(x.to(ScalarType.ComplexFloat32), 6),
        ["ihfft"] = x => fft.ihfft(x).real,
        ["fftshift"] = x => fft.fftshift(x),
        ["pinv"] = x => linalg.pinv(x),
        ["multi_dot"] = x => linalg.multi_dot([x, Square, x.T]),
        ["vecdot"] = x => linalg.vecdot(x, Other),
        ["cov"] = x => x.cov(),
        ["corrcoef"] = corrcoef,
        ["unflatten"] = x => x.unflatten(1, 2, 2),
        ["block_diag"] = x => block_diag(x, x[..1]),
        ["take_along"] = x => take_along_dim(x, Hold, 1),
        ["nanmean"] = x => x.nanmean(1),
        ["kthvalue"] = x => kthvalue(x, 2, 1).values,
        ["scatter"] = x => scatter(zeros(3, 4), 1, Hold.argsort(1), x),
        ["scatter_add"] = x => zeros(3, 4).scatter_add(1, Hold, x),
        ["index_add"] = x => index_add(ones(4, 4), 0, tensor([2L, 0L, 2L]), x, 2),
        ["cumprod"] = x => x.cumprod(1),
        ["logcumsumexp"] = x => x.logcumsumexp(1),
        ["normalize"] = x => x / x.norm(1, true, 2).clamp_min(1e-12),
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor>> s_square = new()
    {
        ["norm"] = x => linalg.norm(x),
        ["norm_nuclear"] = x => linalg.norm(x, "nuc"),
        ["vector_norm"] = x => linalg.vector_norm(x, 3, [1]),
        ["matrix_norm"] = x => linalg.matrix_norm(x, 1.0),
        ["matrix_norm_fro"] = x => linalg.matrix_norm(x),
        ["singular"] = x => linalg.svd(x).S,
        ["eigh"] = x => linalg.eigh(x.matmul(x.T)).Item1,
        ["eigvalsh"] = x => linalg.eigvalsh(x.matmul(x.T)),
        ["qr"] = x => linalg.qr(x).R,
        ["inv"] = linalg.inv,
        ["det"] = linalg.det,
        ["logdet"] = x => x.matmul(x.T).logdet(),
        ["slogdet"] = x => linalg.slogdet(x).Item2,
        ["solve"] = x => linalg.solve(x, Cases.Wave([3, 4]).T),
        ["cholesky"] = x => linalg.cholesky(x.matmul(x.T)),
        ["triangular"] = x => linalg.solve_triangular(x.triu(), Cases.Wave([3, 4]).T, upper: true),
        ["matrix_exp"] = linalg.matrix_exp,
        ["matrix_power"] = x => x.matrix_power(3),
        ["lu"] = x => linalg.lu(x).U,
        ["linalg_diagonal"] = x => linalg.diagonal(x, 1),
        ["einsum_trace"] = x => einsum("ii", x),
    };

    private static readonly Dictionary<string, (long[] Shape, Func<Tensor, Tensor> Function)> s_others = new()
    {
        ["fft2"] = ([2, 4, 6, 5], x => fft.fft2(x).imag),
        ["ifft2"] = ([2, 4, 6, 5], x => fft.ifft2(x).real),
        ["rfft2"] = ([2, 4, 6, 5], x => fft.rfft2(x, norm: FFTNormType.Ortho).abs()),
        ["irfft2"] = ([2, 4, 6, 5], x => fft.irfft2(fft.rfft2(x), [6, 5])),
        ["fftn"] = ([2, 4, 4, 5, 3], x => fft.fftn(x, dim: [-3, -2, -1]).real),
        ["ifftn"] = ([2, 4, 6, 5], x => fft.ifftn(x).real),
        ["rfftn"] = ([2, 4, 6, 5], x => fft.rfftn(x).real),
        ["irfftn"] = ([2, 4, 6, 5], x => fft.irfftn(fft.rfftn(x), [2, 4, 6, 5])),
        ["ifftshift"] = ([3, 5], x => fft.ifftshift(x, [1])),
        ["cross"] = ([2, 3], x => linalg.cross(x, x.roll(1, 0) + 1)),
        ["einsum_batched"] = ([2, 4, 6, 5], x => einsum("bcij,bcik->bjk", x, x)),
        ["trilinear"] = ([2, 4, 4, 5, 3], x => F.upsample(x, [5, 4, 6], mode: UpsampleMode.Trilinear)),
        ["linear1d"] = ([2, 4, 9], x => F.upsample(x, scale_factor: [2], mode: UpsampleMode.Linear, align_corners: true)),
        ["nearest3d"] = ([2, 4, 4, 5, 3], x => F.upsample(x, [6, 5, 4])),
        ["grid3d"] = ([2, 4, 4, 5, 3], x => F.grid_sample(x, F.affine_grid((Cases.Wave([2, 3, 4]) * 0.3) + eye(3, 4), [2, 4, 3, 3, 3]))),
        ["grid_bicubic_free"] = ([2, 4, 6, 5], x => F.grid_sample(x, Cases.Wave([2, 3, 3, 2]), padding_mode: GridSamplePaddingMode.Reflection, align_corners: true)),
        ["avg_pool1d"] = ([2, 4, 9], x => F.avg_pool1d(x, 3, 2, 1)),
        ["local_max2d"] = ([2, 4, 6, 5], x => F.max_pool2d_with_indices(x, [2, 2]).output),
    };

    public static TheoryData<string> Flat => [.. s_flat.Keys];

    public static TheoryData<string> Squares => [.. s_square.Keys];

    public static TheoryData<string> Others => [.. s_others.Keys];

    private static Tensor Other => Cases.Wave([3, 4], 1);

    private static Tensor Square => Cases.Wave([4, 4]) + (eye(4) * 3);

    private static Tensor Hold => tensor(new long[,] { { 0, 2, 1, 0 }, { 3, 3, 0, 1 }, { 2, 1, 1, 2 } });

    [Theory]
    [MemberData(nameof(Flat))]
    public void OfRows(string name) => Cases.CheckGraded("more." + name, x => s_flat[name](x[0]), Cases.Wave([3, 4]));

    [Theory]
    [MemberData(nameof(Squares))]
    public void OfASquareMatrix(string name) => Cases.CheckGraded("more." + name, x => s_square[name](x[0]), name == "matrix_exp" ? Square * 0.3 : Square);

    [Theory]
    [MemberData(nameof(Others))]
    public void OfOtherShapes(string name) => Cases.CheckGraded("more." + name, x => s_others[name].Function(x[0]), Cases.Wave(s_others[name].Shape));

    [Fact]
    public void EveryCaseIsTested() => Cases.AreTested(
        "more.",
        s_flat.Keys.Concat(s_square.Keys).Concat(s_others.Keys).Concat(["logit", "eigvals", "lstsq", "rank", "frequencies", "unique", "complex", "orthogonal", "fused"]));

    [Fact]
    public void WithoutGradient()
    {
        Tensor a = Cases.Wave([3, 4]), p = a.abs() + 0.2, symmetric = Square.matmul(Square.T);
        Cases.CheckGraded("more.logit", x => logit(x[0], 0.1), p * 0.8);
        Cases.Check("more.eigvals", linalg.eigvals(Square).abs().sort().Values);
        Cases.Check("more.lstsq", linalg.lstsq(a.T, Square).Solution);
        Cases.Check("more.rank", linalg.matrix_rank(Square), linalg.matrix_rank(ones(3, 3)), linalg.cond(symmetric), linalg.cond(symmetric, 1));
        Cases.Check("more.frequencies", fft.fftfreq(5, 0.5), fft.rfftfreq(6), hann_window(6));
        var (values, inverse, counts) = unique(tensor([3L, 1L, 3L, 2L, 1L]), return_inverse: true, return_counts: true);
        Cases.Check("more.unique", values, inverse!, counts!, unique(tensor(new long[,] { { 2, 1 }, { 0, 1 }, { 2, 1 } }), dim: 0).output);
        Cases.Check("more.complex", polar(p, a).view_as_real(), complex(a, Other).conj().resolve_conj().view_as_real(), complex(a, Other).angle());
        manual_seed(3);
        Cases.Check("more.orthogonal", nn.init.orthogonal_(empty(3, 5)), nn.init.orthogonal_(empty(4, 2, 1), 2), nn.init.eye_(empty(2, 3)));
        long[][] shapes = [[3, 4, 2, 2], [3], [3], [3], [3], [3]];
        Tensor[] q = [.. shapes.Select((shape, i) => Cases.Wave(shape, i).abs() + 0.1)];
        var (weight, bias) = nn.utils.fuse_conv_bn_weights(q[0], q[1], q[4], q[5], 1e-5, q[2], q[3]);
        Cases.Check("more.fused", weight, bias);
    }

    [Fact]
    public void ParametersAsOneVector()
    {
        using var net = nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 1));
        using var vector = nn.utils.parameters_to_vector(net.parameters());
        nn.utils.vector_to_parameters(vector * 2, net.parameters());
        Assert.Equal(vector * 2, nn.utils.parameters_to_vector(net.parameters()));
        Assert.Equal([11L], vector.shape);
    }

    /// <summary>Worked by hand.</summary>
    [Fact]
    public void OtherWaysToSayTheSame()
    {
        var x = arange(6L).reshape(2, 3);
        Assert.Equal(tensor(new long[,] { { 5, 3, 4 }, { 2, 0, 1 } }), x.roll((1, 1), (0, 1)));
        Assert.Equal(x.roll((1, 1), (0, 1)), roll(x, new long[] { 1, 1 }.AsSpan(), new long[] { 0, 1 }.AsSpan()));
        Assert.Equal(x.unsqueeze(0).roll((0, 1, 1), (0, 1, 2)).squeeze(0), x.roll((1, 1), (0, 1)));
        Assert.Equal(tensor(new long[,] { { 1, 3 }, { 2, 4 } }), column_stack(tensor([1L, 2L]), tensor([3L, 4L])));
        Assert.Equal(tensor(new long[,] { { 1, 2 }, { 3, 4 } }), row_stack(tensor([1L, 2L]), tensor([3L, 4L])));
        Assert.Equal([1L, 2L, 2L], dstack(tensor([1L, 2L]), tensor([3L, 4L])).shape);
        Assert.Equal(tensor([2f, 0f, 1f, 1f]), tensor([0f, 0.5f, 2.5f, 4f]).histc(4, 0, 4));
        Assert.Equal(full([2, 3], 7L), x.new_full(2, 3, 7));
        Assert.Equal((ScalarType.Int64, 24L), (x.new_zeros(2, 3, 4).dtype, x.new_ones(2, 3, 4).sum().item<long>()));
        Assert.Equal([1L, 2L, 3L, 4L], x.new_empty(1, 2, 3, 4).shape);
        Assert.True(normal(ones(4) * 5, zeros(4)).allclose(ones(4) * 5));
    }
}
