using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MedSsl.Benchmarks;

/// <summary>torchvision's basic block.</summary>
internal sealed class Block : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn1;
    private readonly BatchNorm2d bn2;
    private readonly Sequential? downsample;

    internal Block(long inputs, long outputs, long stride)
        : base(nameof(Block))
    {
        conv1 = Conv2d(inputs, outputs, 3, stride, 1, bias: false);
        bn1 = BatchNorm2d(outputs);
        conv2 = Conv2d(outputs, outputs, 3, 1, 1, bias: false);
        bn2 = BatchNorm2d(outputs);
        downsample = stride != 1 || inputs != outputs ? Sequential(Conv2d(inputs, outputs, 1, stride, bias: false), BatchNorm2d(outputs)) : null;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var inner = functional.relu(bn1.call(conv1.call(x)), true);
        return functional.relu(bn2.call(conv2.call(inner)).add_(downsample?.call(x) ?? x), true).MoveToOuterDisposeScope();
    }
}

/// <summary>torchvision's ResNet-18.</summary>
internal static class ResNet18
{
    internal static Sequential Make(long channels, long classes)
    {
        List<Module<Tensor, Tensor>> layers = [Conv2d(channels, 64, 7, 2, 3, bias: false), BatchNorm2d(64), ReLU(true), MaxPool2d(3, 2, 1)];
        long width = 64;
        foreach (long outputs in new long[] { 64, 128, 256, 512 })
        {
            layers.Add(new Block(width, outputs, outputs == 64 ? 1 : 2));
            layers.Add(new Block(outputs, outputs, 1));
            width = outputs;
        }
        return Sequential([.. layers, AdaptiveAvgPool2d(1), Flatten(), Linear(512, classes)]);
    }
}

/// <summary>A block of a vision transformer: attention and two linear layers, normalised before.</summary>
internal sealed class Attending : Module<Tensor, Tensor>
{
    private readonly long _heads;
    private readonly LayerNorm norm1;
    private readonly LayerNorm norm2;
    private readonly Linear qkv;
    private readonly Linear proj;
    private readonly Linear fc1;
    private readonly Linear fc2;

    internal Attending(long width, long heads)
        : base(nameof(Attending))
    {
        _heads = heads;
        (norm1, norm2) = (LayerNorm(width), LayerNorm(width));
        (qkv, proj) = (Linear(width, 3 * width), Linear(width, width));
        (fc1, fc2) = (Linear(width, 4 * width), Linear(4 * width, width));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        long batch = x.shape[0], length = x.shape[1], width = x.shape[2], head = width / _heads;
        Tensor[] parts = qkv.call(norm1.call(x)).reshape(batch, length, 3, _heads, head).permute(2, 0, 3, 1, 4).unbind(0);
        var weights = parts[0].matmul(parts[1].transpose(-2, -1)).mul_(1 / Math.Sqrt(head)).softmax(-1);
        var middle = x + proj.call(weights.matmul(parts[2]).transpose(1, 2).reshape(batch, length, width));
        return (middle + fc2.call(functional.gelu(fc1.call(norm2.call(middle))))).MoveToOuterDisposeScope();
    }
}

/// <summary>ViT-S/16 without a classifier.</summary>
internal sealed class VisionTransformer : Module<Tensor, Tensor>
{
    private readonly Conv2d patches;
    private readonly Sequential blocks;
    private readonly LayerNorm norm;
    private readonly Parameter positions;

    internal VisionTransformer(long channels, long size, long width = 384, long depth = 12, long heads = 6)
        : base(nameof(VisionTransformer))
    {
        patches = Conv2d(channels, width, 16, 16);
        blocks = Sequential(Enumerable.Range(0, (int)depth).Select(_ => (Module<Tensor, Tensor>)new Attending(width, heads)));
        norm = LayerNorm(width);
        positions = Parameter(zeros(1, size / 16 * (size / 16), width));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var tokens = patches.call(x).flatten(2).transpose(1, 2) + positions;
        return norm.call(blocks.call(tokens)).mean([1L]).MoveToOuterDisposeScope();
    }
}
