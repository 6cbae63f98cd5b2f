using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

public class LinearProbeTests
{
    private const int Rows = 60;
    private const int Size = 5;

    private static double U(ulong seed, int index) => SampleSeed.Uniform(seed, index);

    private static (Tensor Features, Tensor Labels) Data()
    {
        var features = new float[Rows * Size];
        var labels = new float[Rows * 2];
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Size; j++)
                features[i * Size + j] = (float)(U(21, i * Size + j) * (j + 1));
            labels[2 * i] = U(22, i) < 0.2 + 0.5 * features[i * Size] ? 1 : 0;
            labels[2 * i + 1] = i < 10 ? float.NaN : U(23, i) < 0.15 * features[i * Size + 4] ? 1 : 0;
        }

        return (tensor(features, ScalarType.Float32).view(Rows, Size), tensor(labels, ScalarType.Float32).view(Rows, 2));
    }

    /// <summary>
    /// scikit-learn's LogisticRegression on the known rows, features standardised and scaled by sqrt(50 / 5), C = 1 / (2 · 1.2), sample weight 3 for the
    /// second label's positives, folded back into plain weights.
    /// </summary>
    [Fact]
    public void Weights_are_scikit_learns()
    {
        using var scope = NewDisposeScope();
        var (features, labels) = Data();
        var scorer = LinearProbe.Fit(features, labels, [1, 3], [0.1f, -0.2f], 1.2, relate: false);
        float[] expected = [2.07735f, -0.61954f, 0.4415f, 0.07123f, -0.33565f, -1.07073f, 0.43153f, -0.05389f, 0.03379f, 1.00968f];
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], scorer.Weight[i], 2e-4f);
        Assert.Equal(-1.06216f, scorer.Bias[0], 5e-4f);
        Assert.Equal(-2.02361f, scorer.Bias[1], 5e-4f);
    }

    [Fact]
    public void A_constant_feature_and_a_label_without_known_rows_do_no_harm()
    {
        using var scope = NewDisposeScope();
        var (features, labels) = Data();
        features.narrow(1, 2, 1).fill_(0.7f);
        labels.narrow(1, 1, 1).fill_(float.NaN);
        var scorer = LinearProbe.Fit(features, labels, [1, 1], [0, -0.25f], 1.2, relate: false);
        Assert.All(scorer.Weight.Concat(scorer.Bias), value => Assert.True(float.IsFinite(value)));
        Assert.Equal(0, scorer.Weight[2], 1e-3f);
        Assert.All(scorer.Weight[5..], value => Assert.Equal(0, value, 1e-6f));
        Assert.Equal(-0.25f, scorer.Bias[1], 1e-6f);
    }

    /// <summary>scikit-learn's multinomial LogisticRegression with class weights 1, 2, 0.5: tests/peers/fine_tuning_cases.py.</summary>
    [Fact]
    public void Weights_of_classes_are_scikit_learns()
    {
        using var scope = NewDisposeScope();
        int[] classes = [2, 0, 1, 0, 1, 0, 0, 0, 1, 2, 1, 1, 0, 0, 1, 0, 0, 1, 1, 1, 2, 0, 0, 0, 0, 0, 1, 1, 1, 2, 1, 0, 0, 0, 0, 1, 0, 1, 2, 1, 0, 0, 0, 0, 1, 0, 0, 2, 1, 1, 0, 0, 0, 1, 0, 0, 1, 1, 1, 0];
        var features = tensor(Enumerable.Range(0, 60 * 4).Select(i => (float)(Math.Sin((0.7 + 0.3 * (i % 4)) * (i / 4) + i % 4) * (i % 4 + 1))).ToArray(), ScalarType.Float32).view(60, 4);
        var targets = tensor(classes.SelectMany(c => Enumerable.Range(0, 3).Select(k => k == c ? 1f : 0)).ToArray(), ScalarType.Float32).view(60, 3);
        var scorer = ClassProbe.Fit(features, targets, [1, 2, 0.5f], [0.1f, -0.2f, 0.3f], 1.2);
        float[] weights = [-1.41385f, -0.101959f, -0.437003f, 0.016096f, -0.0855768f, -0.034081f, -0.0733866f, 0.0686197f, 1.49942f, 0.136039f, 0.510389f, -0.0847157f];
        float[] biases = [1.15637f, 1.56535f, -2.72172f];
        Assert.All(weights.Zip(scorer.Weight), pair => Assert.Equal(pair.First, pair.Second, 2e-4f));
        Assert.All(biases.Zip(scorer.Bias.Select(b => b - scorer.Bias.Average())), pair => Assert.Equal(pair.First, pair.Second, 5e-4f));
    }

    [Fact]
    public void The_inputs_are_left_as_they_are()
    {
        using var scope = NewDisposeScope();
        var (features, labels) = Data();
        var before = features.data<float>().ToArray();
        int tensors = scope.DisposablesCount;
        LinearProbe.Fit(features, labels, [1, 1], [0, 0], 1.2, relate: false);
        Assert.Equal(before, features.data<float>().ToArray());
        Assert.Equal(tensors, scope.DisposablesCount);
    }

    /// <summary>Expected numbers: tests/peers/related_probe_cases.py, another optimizer on the objective as it is stated, with the same data.</summary>
    [Fact]
    public void Related_labels_borrow_from_each_other()
    {
        using var scope = NewDisposeScope();
        var features = new float[40 * 4];
        var labels = new float[40 * 3];
        for (int i = 0; i < 40; i++)
        {
            for (int j = 0; j < 4; j++)
                features[4 * i + j] = (float)(Math.Sin(1.3 * i + 2.1 * j) * (j + 1));
            for (int k = 0; k < 3; k++)
                labels[3 * i + k] = k == 1 && i < 6 ? float.NaN : Math.Sin(1.3 * i + 0.4 * k) + 0.8 * Math.Cos(7.7 * i * (k + 1)) > 0.3 * k ? 1 : 0;
        }
        var scorer = LinearProbe.Fit(
            tensor(features, ScalarType.Float32).view(40, 4), tensor(labels, ScalarType.Float32).view(40, 3), [1, 1, 2], [0, 0, 0], 1.2, relate: true);
        float[] weights = [0.9637f, -0.29417f, -0.11334f, 0.24024f, 1.04016f, -0.08464f, -0.27623f, 0.26162f, 0.5767f, 0.56154f, -0.55529f, 0.15112f];
        for (int i = 0; i < weights.Length; i++)
            Assert.Equal(weights[i], scorer.Weight[i], 5e-4f);
        float[] biases = [-0.01848f, -1.32842f, -1.16121f];
        for (int i = 0; i < biases.Length; i++)
            Assert.Equal(biases[i], scorer.Bias[i], 5e-4f);
    }

    [Fact]
    public void One_label_has_nothing_to_borrow()
    {
        using var scope = NewDisposeScope();
        var (features, labels) = Data();
        var one = labels.narrow(1, 0, 1);
        Assert.Equal(LinearProbe.Fit(features, one, [1], [0], 1.2, relate: false).Weight, LinearProbe.Fit(features, one, [1], [0], 1.2, relate: true).Weight);
    }
}
