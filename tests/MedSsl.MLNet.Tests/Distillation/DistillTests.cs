using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

/// <summary>The losses' numbers are PyTorch's: tests/peers/fine_tuning_cases.py.</summary>
public class DistillTests
{
    private static readonly double[] Student = [0.2, -1, 3, 1.5, 0.3, -0.7, 0, 0, 1, 2, -2, 0.5];

    private static readonly double[] TeacherLogits = [1, -1, 2, 0.5, 0.5, -3, 4, 0, -1, -2, 1, 1.5];

    private static readonly EncoderSpec Small = Encoders.ResNet18(widthMultiplier: 0.0625);

    private static readonly FineTuneOptions Options = new() { Epochs = 2, MinimumSteps = 0, BatchSize = 16, LearningRate = 1e-3, WarmupEpochs = 0, ProbeFirst = false, Seed = 5 };

    public static TheoryData<bool, double, double, double[]> Cases => new()
    {
        { true, 1.0, 1.51798308, [-0.0507863071, -0.00453659052, 0.0553228976, 0.0539134181, -0.0698130496, 0.0158996315, -0.190904299, 0.0485183939, 0.142385905, 0.196765641, -0.0889554066, -0.107810234] },
        { true, 2.0, 4.94489861, [-0.0765276806, -0.0120098644, 0.088537545, 0.0357048931, -0.0841847034, 0.0484798103, -0.2736702, 0.0814514984, 0.192218702, 0.266504275, -0.157339516, -0.109164758] },
        { false, 1.0, 0.832126975, [-0.0151020484, 0, 0.00598142074, 0.0162595954, -0.0040014012, 0.0236988629, -0.0401678158, 0, 0.0385097631, 0.0634661797, -0.0509879714, -0.0162595954] },
        { false, 2.0, 2.91890359, [-0.0162466906, 0, 0.0144193163, 0.0195003664, -0.00412444259, 0.0384928162, -0.0634661797, 0, 0.0408197771, 0.0770195262, -0.0589196516, -0.0195003664] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Losses_and_gradients_equal_PyTorchs(bool classes, double temperature, double loss, double[] gradient)
    {
        using var scope = NewDisposeScope();
        var logits = tensor(Student).view(4, 3).requires_grad_();
        var teacher = tensor(TeacherLogits).view(4, 3) / temperature;
        var value = classes
            ? DistillationLoss.OfClasses(logits, teacher.softmax(1), temperature)
            : DistillationLoss.OfLabels(logits, teacher.sigmoid(), temperature);
        Assert.Equal(loss, value.ToDouble(), 1e-7);
        value.backward();
        Assert.All(gradient.Zip(logits.grad!.data<double>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-7));
    }

    private static (MLContext Ml, IDataView Data, MultiLabelTransformer Teacher) Teach(int runs = 2, FineTuneOptions? options = null)
    {
        var ml = new MLContext(seed: 1);
        var data = BlobImages.View(ml, BlobImages.Rows(20));
        var teacher = ml.SelfSupervised.Encoder("Features", "Image", Encoders.ResNet18(0.125), 1)
            .Append(ml.MultiLabelClassification.Trainers.FineTune(options: (options ?? Options) with { Runs = runs, Epochs = 1 })).Fit(data).LastTransformer;
        return (ml, data, teacher);
    }

    private static MultiLabelTransformer Distill(MLContext ml, IDataView data, MultiLabelTransformer teacher, DistillOptions options, string? labels = null)
        => ml.SelfSupervised.Encoder("Features", "Image", Small, 2)
            .Append(ml.MultiLabelClassification.Trainers.Distill(labels, "Features", teacher, options)).Fit(data).LastTransformer;

    [Fact]
    public void A_smaller_student_learns_what_an_ensemble_says_without_labels()
    {
        var (ml, data, teacher) = Teach();
        var bare = ml.Transforms.DropColumns("Labels").Fit(data).Transform(data);
        var early = Distill(ml, bare, teacher, new() { Training = Options with { Epochs = 1 } });
        var late = Distill(ml, bare, teacher, new() { Training = Options with { Epochs = 25, LearningRate = 3e-3, Augmentation = ViewAugmentationOptions.None } });
        Assert.Equal(["Bright", "Dark", "Stripes"], late.LabelNames);
        Assert.Equal(Small.FeatureSize, late.Encoder.FeatureSize);
        float[] said = Probabilities(ml, teacher, data);
        double Distance(MultiLabelTransformer student) => Probabilities(ml, student, data).Zip(said).Average(pair => Math.Abs(pair.First - pair.Second));
        Assert.True(Distance(late) < 0.6 * Distance(early), $"{Distance(late)} against {Distance(early)}");
        Assert.Equal(late.Encoder.ToBytes(), Distill(ml, bare, teacher, new() { Training = Options with { Epochs = 25, LearningRate = 3e-3, Augmentation = ViewAugmentationOptions.None } }).Encoder.ToBytes());
    }

    /// <summary>The definition, from the scores that the teacher gives as a transformer: T² · mean BCE(student / T, σ(teacher / T)), the labels' loss mixed in.</summary>
    [Fact]
    public void The_teacher_and_the_student_are_softened_alike()
    {
        using var scope = NewDisposeScope();
        var (ml, data, teacher) = Teach(1, Options with { FlipAveraging = false });
        var rows = BlobImages.Rows(20);
        double[] scores = [.. BlobImages.Scores(ml, teacher.Transform(data)).SelectMany(row => row.Score).Select(score => (double)score)];
        double[] student = [.. scores.Select((_, i) => Math.Sin(i))];
        using var networks = new Teacher(teacher.Classifier, false, new() { Temperature = 3 }, CPU);
        double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));
        double expected = 9 * student.Zip(scores).Average(pair =>
            -Sigmoid(pair.Second / 3) * Math.Log(Sigmoid(pair.First / 3)) - (1 - Sigmoid(pair.Second / 3)) * Math.Log(1 - Sigmoid(pair.First / 3)));
        var images = tensor(rows.SelectMany(row => row.Image).ToArray()).view(rows.Length, 1, 32, 32);
        var logits = tensor(student.Select(value => (float)value).ToArray()).view(rows.Length, 3);
        Assert.Equal(expected, networks.Loss(logits, images, logits, null!).ToSingle(), 1e-4);
        Assert.True(scores.Max() - scores.Min() > 0.01, "a constant teacher would hide its temperature");
    }

    [Fact]
    public void Temperature_and_labels_change_what_is_learnt()
    {
        var (ml, data, teacher) = Teach(1);
        var plain = Distill(ml, data, teacher, new() { Training = Options }).Encoder.ToBytes();
        Assert.NotEqual(plain, Distill(ml, data, teacher, new() { Training = Options, Temperature = 3 }).Encoder.ToBytes());
        Assert.NotEqual(plain, Distill(ml, data, teacher, new() { Training = Options, LabelWeight = 0.5 }, "Labels").Encoder.ToBytes());
        // Without a weight the labels are not even read.
        Assert.Equal(plain, Distill(ml, data, teacher, new() { Training = Options }, "Labels").Encoder.ToBytes());
        // Labels alone: the same as fine-tuning from the same start.
        var tuned = ml.SelfSupervised.Encoder("Features", "Image", Small, 2).Append(ml.MultiLabelClassification.Trainers.FineTune(options: Options)).Fit(data).LastTransformer;
        Assert.All(Probabilities(ml, tuned, data).Zip(Probabilities(ml, Distill(ml, data, teacher, new() { Training = Options, LabelWeight = 1 }, "Labels"), data)),
            pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void Bad_options_and_labels_are_named()
    {
        var (ml, data, teacher) = Teach(1);
        string Error(DistillOptions options, string? labels = null) => Assert.Throws<ArgumentException>(() => Distill(ml, data, teacher, options, labels)).Message;
        Assert.Contains("Temperature is 0;", Error(new() { Temperature = 0 }));
        Assert.Contains("LabelWeight is 2;", Error(new() { LabelWeight = 2 }));
        Assert.Contains("without a label column it must be 0", Error(new() { LabelWeight = 0.5 }));
        Assert.Contains("Training.ProbeFirst must be false", Error(new() { Training = new() }));
        Assert.Contains("BatchSize is 64, but there are 40 images", Error(new() { Training = Options with { BatchSize = 64 } }));
        var other = ml.Data.LoadFromEnumerable(BlobImages.Rows(20));
        Assert.Contains("the teacher's are Bright, Dark, Stripes", Assert.Throws<ArgumentException>(() => Distill(ml, other, teacher, new() { Training = Options, LabelWeight = 1 }, "Labels")).Message);
    }

    private static float[] Probabilities(MLContext ml, MultiLabelTransformer model, IDataView data)
        => [.. BlobImages.Scores(ml, model.Transform(data)).SelectMany(row => row.Probability)];
}
