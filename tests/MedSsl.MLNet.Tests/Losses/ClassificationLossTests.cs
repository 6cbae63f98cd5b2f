using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

/// <summary>Numbers from PyTorch's cross_entropy and binary_cross_entropy_with_logits: tests/peers/fine_tuning_cases.py.</summary>
public class ClassificationLossTests
{
    private static readonly double[] Logits = [0.2, -1, 3, 1.5, 0.3, -0.7, 0, 0, 1, 2, -2, 0.5];

    private static readonly double[] OneHot = [0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 1, 0];

    private static readonly double[] Weights = [1, 2.5, 0.5];

    public static TheoryData<double, bool, double, double[]> Cases => new()
    {
        { 0.0, false, 1.54721951, [0.014087808, 0.00424316622, -0.0183309742, -0.0729458459, 0.0533276864, 0.0196181595, 0.0529853894, -0.197014611, 0.144029221, 0.201378103, -0.246311631, 0.0449335284] },
        { 0.0, true, 2.27728987, [0.00433471014, 0.00130558961, -0.00564029975, -0.0448897513, 0.0328170378, 0.0120727135, 0.0815159837, -0.303099401, 0.221583417, 0.309812466, -0.378940971, 0.0691285052] },
        { 0.1, false, 1.56971943, [0.00575447463, -0.00409016711, -0.00166430752, -0.0562791792, 0.0449943531, 0.0112848261, 0.0446520561, -0.180347944, 0.135695888, 0.19304477, -0.229644965, 0.036600195] },
        { 0.1, true, 2.23369169, [-7.10432935e-05, -0.0112973249, 0.0113683682, -0.031001461, 0.0210904262, 0.00991103474, 0.0725836993, -0.281262455, 0.208678755, 0.290226346, -0.353564752, 0.0633384057] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Softmax_cross_entropy_and_its_gradient_equal_PyTorchs(double smoothing, bool weighted, double loss, double[] gradient)
    {
        using var logits = tensor(Logits).view(4, 3).requires_grad_();
        using var value = SoftmaxCrossEntropy.Loss(logits, tensor(OneHot).view(4, 3), weighted ? tensor(Weights) : null, smoothing);
        Assert.Equal(loss, value.ToDouble(), 1e-7);
        value.backward();
        Assert.All(gradient.Zip(logits.grad!.data<double>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-7));
    }

    [Fact]
    public void A_row_of_unknown_class_has_no_part()
    {
        using var logits = tensor([.. Logits, 5, -5, 9]).view(5, 3).requires_grad_();
        double nan = double.NaN;
        using var value = SoftmaxCrossEntropy.Loss(logits, tensor([.. OneHot, nan, nan, nan]).view(5, 3), tensor(Weights), 0.1);
        Assert.Equal(2.23369169, value.ToDouble(), 1e-7);
        value.backward();
        Assert.All(logits.grad!.data<double>().ToArray()[12..], slope => Assert.Equal(0, slope));
        using var none = SoftmaxCrossEntropy.Loss(logits, tensor([.. Enumerable.Repeat(nan, 15)]).view(5, 3));
        Assert.Equal(0, none.ToDouble());
    }

    [Fact]
    public void Mixed_classes_equal_PyTorchs()
    {
        double[] mixed = [.. Enumerable.Range(0, 12).Select(i => 0.7 * OneHot[i] + 0.3 * OneHot[(i + 3) % 12])];
        using var value = SoftmaxCrossEntropy.Loss(tensor(Logits).view(4, 3), tensor(mixed).view(4, 3));
        Assert.Equal(1.65971947, value.ToDouble(), 1e-7);
    }

    [Fact]
    public void Smoothed_labels_equal_PyTorchs()
    {
        var labels = LabelStatistics.Of(["a", "b", "c"], [1, 0, 1, 0, 1, 0, 1, 1, 0, 0, 0, 1]);
        var weights = new Dictionary<string, float> { ["b"] = 2.5f, ["c"] = 0.5f };
        var task = new MultiLabelTask(labels, new() { LabelSmoothing = 0.2, PositiveWeights = weights });
        float[] targets = [1, 0, 1, 0, 1, 0, 1, 1, 0, 0, 0, 1];
        using var value = task.Loss(tensor([.. Logits.Select(x => (float)x)]).view(4, 3), tensor(targets).view(4, 3));
        Assert.Equal(0.938380599, value.ToSingle(), 1e-5);
    }
}
