using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace StandIns.Tests.TorchSharpTests;

public sealed class TensorTests
{
    private static readonly long[] s_six = [0, 1, 2, 3, 4, 5];

    [Fact]
    public void FactoriesAndTypes()
    {
        Assert.Equal(s_six, arange(6).data<long>());
        Assert.Equal(float32, arange(0.0, 1.0, 0.25).dtype);
        Assert.Equal([0f, 0.5f, 1f], linspace(0, 1, 3).data<float>());
        Assert.Equal(float32, zeros(2, 3).dtype);
        Assert.Equal(float64, tensor(1.5).dtype);
        Assert.Equal(int64, tensor(1L).dtype);
        Assert.Equal(int32, tensor(1).dtype);
        Assert.Equal(@bool, tensor(true).dtype);
        Assert.Equal([2L, 2L], tensor(new[,] { { 1f, 2f }, { 3f, 4f } }).shape);
        Assert.Equal([1f, 2f], tensor([1.0, 2.0], dtype: float32).data<float>());
        Assert.Equal([3L, 2L], tensor(new[] { 1f, 2, 3, 4, 5, 6 }, [3L, 2L]).shape);
        Assert.Equal([1f, 0f, 0f, 1f], eye(2).data<float>());
        Assert.Equal([7L, 7L], full(2, 7, dtype: int64).data<long>());
        Assert.Equal(int64, from_array(new[, ,] { { { 1L } } }).dtype);
        Assert.Equal([1L, 1L, 1L], from_array(new[, ,] { { { 1L } } }).shape);
        Assert.Throws<ArgumentException>(() => tensor([1f, 2f], [3L]));
    }

    [Fact]
    public void IndexingReadsAndWrites()
    {
        var t = arange(24).reshape(2, 3, 4);
        Assert.Equal([12L, 13, 14, 15], t[1, 0].data<long>());
        Assert.Equal([3L, 7, 11, 15, 19, 23], t[TensorIndex.Ellipsis, ^1].contiguous().data<long>());
        Assert.Equal([2L, 1L, 3L, 4L], t[TensorIndex.Colon, TensorIndex.None].shape);
        Assert.Equal([4L, 5, 8, 9], t[0, 1.., ..2].data<long>());
        t[0, TensorIndex.Colon, 1] = tensor(-1L);
        Assert.Equal([-1L, -1, -1], t[0, TensorIndex.Colon, 1].data<long>());
        t[t > 20] = tensor(0L);
        Assert.Equal([20L, 0, 0, 0], t[1, 2].data<long>());
        t[TensorIndex.Tensor(tensor([0L])), 2, TensorIndex.Tensor(tensor([3L]))] = tensor(99L);
        Assert.Equal(99, t[0, 2, 3].item<long>());
        Assert.Equal([99L], t.index(tensor([0L]), tensor([2L]), tensor([3L])).data<long>());
        t.index_put_(5, TensorIndex.Single(1), TensorIndex.Single(1)).Dispose();
        Assert.Equal([5L, 5, 5, 5], t[1, 1].data<long>());
    }

    [Fact]
    public void ListsOfAnyLength()
    {
        // More tensors than a call has room for on the stack.
        Tensor[] many = [.. Enumerable.Range(0, 1000).Select(i => tensor([(float)i]))];
        var all = cat(many);
        Assert.Equal(499500f, all.sum().item<float>());
        Assert.Equal(1000, all.chunk(1000).Length);
        Assert.Equal([2L, 3L], all[..5].split([2L, 3L]).Select(p => p.shape[0]));
        Assert.Equal(["1", "2"], all[1..3].unbind().Select(p => p.item<float>().ToString("0")));
    }

    [Fact]
    public void DataIsTheTensorsMemory()
    {
        var t = zeros(2, 3);
        t.data<float>()[1, 2] = 4;
        t.data<float>()[0] = 2;
        Assert.Equal([2f, 0, 0, 0, 0, 4], t.data<float>());
        Assert.Equal([2f, 0, 0, 0, 0, 4], t.T.data<float>().ToArray().Chunk(2).Select(c => c[0]).Concat(t.T.data<float>().ToArray().Chunk(2).Select(c => c[1])));
        MemoryMarshal.Cast<byte, float>(t.bytes)[1] = 3;
        Assert.Equal(3, t[0, 1].item<float>());
        Assert.Throws<ArgumentException>(() => t.data<double>());
        Assert.Throws<ArgumentException>(() => t.item<float>());
        Assert.Throws<ArgumentException>(() => t.bytes = new byte[3]);
        Assert.Equal(9, t.sum().ToInt32());
        Assert.Equal(9.0, (double)t.sum());
    }

    [Fact]
    public void ChannelsLastByPermutation()
    {
        var t = Cases.Wave([2, 3, 4, 4]);
        var last = t.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        Assert.Equal([48L, 1, 12, 3], last.stride());
        Assert.Equal(t, last);

        // A convolution keeps the format.
        Assert.Equal(1, nn.functional.conv2d(last, Cases.Wave([5, 3, 3, 3])).stride(1));

        // A parameter changes its format in place: names, gradients and saved bytes stay.
        var conv = nn.Conv2d(3, 5, 3, bias: false);
        var weight = conv.get_parameter("weight")!;
        using MemoryStream before = new(), after = new();
        weight.Save(before);
        var expected = conv.call(t);
        using (no_grad())
        {
            weight.set_(weight.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2));
        }

        Assert.Equal([27L, 1, 9, 3], weight.stride());
        Assert.True(conv.call(t).allclose(expected, atol: 1e-6));
        conv.call(last).sum().backward();
        Assert.Equal([5L, 3, 3, 3], weight.grad!.shape);
        weight.Save(after);
        Assert.Equal(before.ToArray(), after.ToArray());
    }

    [Fact]
    public void ModesAreThreadsAndNest()
    {
        var w = ones(1, requires_grad: true);
        using (no_grad())
        {
            Assert.False((w * 2).requires_grad);
            using (enable_grad())
            {
                Assert.True((w * 2).requires_grad);
            }

            Assert.False(is_grad_enabled());
            bool elsewhere = false;
            var thread = new Thread(() => elsewhere = is_grad_enabled());
            thread.Start();
            thread.Join();
            Assert.True(elsewhere);
        }

        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            Assert.False((w * 2).requires_grad);
        }

        Assert.True(is_grad_enabled());
        Assert.False(is_inference_mode_enabled());
    }

    [Fact]
    public void GradientsOfGradients()
    {
        var x = tensor(3f, requires_grad: true);
        var y = x * x * x;
        var dy = autograd.grad([y], [x], create_graph: true)[0];
        Assert.Equal(27f, dy.item<float>());
        Assert.Equal(18f, autograd.grad([dy], [x])[0].item<float>());
        var z = x * 2;
        z.backward(retain_graph: true);
        z.backward();
        Assert.Equal(4f, x.grad!.item<float>());
        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void ErrorsOfLibtorchAreOneLine()
    {
        var e = Assert.Throws<ExternalException>(() => mm(ones(2, 3), ones(2, 3)));
        Assert.Equal("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", e.Message);
        Assert.Throws<ExternalException>(() => ones(1).backward());
        Assert.Throws<InvalidOperationException>(() => ones(1).cuda());
        Assert.False(cuda.is_available());
        var gone = ones(1);
        gone.Dispose();
        Assert.True(gone.IsInvalid);
        Assert.Throws<InvalidOperationException>(() => gone + 1);
    }

    [Fact]
    public void GeneratorStateComesBack()
    {
        using var g = new Generator(7);
        using var state = g.get_state();
        var first = rand(5, generator: g);
        g.set_state(state);
        Assert.Equal(first, rand(5, generator: g));
        Assert.Equal(7, g.initial_seed());
        Assert.Equal(first, rand(5, generator: new Generator(3).manual_seed(7)));
        Assert.NotEqual(first, rand(5, generator: g));
    }
}
