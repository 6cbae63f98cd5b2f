using System.Text.Json;

namespace MedSsl.MLNet.Tests;

public class TrainingOptionsTests
{
    public static TheoryData<string, SimClrOptions> Bad => new()
    {
        { "Epochs is 0; it must lie between 1 and 1000000.", new() { Epochs = 0 } },
        { "BatchSize is 1; it must lie between 2", new() { BatchSize = 1 } },
        { "GradientAccumulationSteps is 0", new() { GradientAccumulationSteps = 0 } },
        { "Optimizer is 9; it must be one of Sgd, Adam, AdamW, Lars.", new() { Optimizer = (OptimizerKind)9 } },
        { "LearningRate is NaN; it must be greater than 0.", new() { LearningRate = double.NaN } },
        { "LearningRate is 0;", new() { LearningRate = 0 } },
        { "Momentum is 1;", new() { Momentum = 1 } },
        { "WeightDecay is -0.1; it must lie between 0 and 1.", new() { WeightDecay = -0.1 } },
        { "WarmupEpochs is 11; it must lie between 0 and 10.", new() { Epochs = 10, WarmupEpochs = 11 } },
        { "ClipGradientNorm is -1;", new() { ClipGradientNorm = -1 } },
        { "WeightAveraging is 0.2; it must lie between 0.5 and 0.9999.", new() { WeightAveraging = 0.2 } },
        { "MinimumLearningRate is 1; it must lie between 0 and 0.001.", new() { MinimumLearningRate = 1 } },
        { "Schedule is 7; it must be one of Cosine, Constant, Linear, Step.", new() { Schedule = (ScheduleKind)7 } },
        { "ScheduleStepEpochs is 0;", new() { ScheduleStepEpochs = 0 } },
        { "Nesterov is true; Momentum is 0", new() { Nesterov = true, Momentum = 0 } },
        { "LarsTrustCoefficient is 0;", new() { LarsTrustCoefficient = 0 } },
        { "Folder is empty", new() { Checkpoints = new() { Folder = " " } } },
        { "KeepLast is 0; it must lie between 1 and 1000.", new() { Checkpoints = new() { Folder = "c", KeepLast = 0 } } },
        { "EverySeconds is NaN;", new() { Checkpoints = new() { Folder = "c", EverySeconds = double.NaN } } },
        { "Temperature is 0; it must lie between 0.01 and 10.", new() { Temperature = 0 } },
        { "ProjectionSize is 1;", new() { ProjectionSize = 1 } },
        { "ProjectionHidden is 0;", new() { ProjectionHidden = 0 } },
        { "ViewSize is 4;", new() { ViewSize = 4 } },
        { "PixelStd is 0;", new() { Encoder = Encoders.ResNet18() with { PixelStd = 0 } } },
        { "Augmentation is null", new() { Augmentation = null! } },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void ABadOptionIsNamedWithValueAndRange(string message, SimClrOptions options) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(options.Validate).Message);

    [Fact]
    public void OptionsSurviveJson()
    {
        using var source = new CancellationTokenSource();
        var options = new SimClrOptions { Encoder = Encoders.ResNet50(2), Seed = 3, Temperature = 0.2, CancellationToken = source.Token };
        Assert.Equal(options with { CancellationToken = default }, JsonSerializer.Deserialize<SimClrOptions>(JsonSerializer.Serialize(options)));
    }
}
