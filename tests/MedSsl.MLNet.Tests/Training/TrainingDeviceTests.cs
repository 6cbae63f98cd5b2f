using Microsoft.ML;
using TorchSharp;

namespace MedSsl.MLNet.Tests;

public class TrainingDeviceTests
{
    [Theory]
    [InlineData(null, false, 2, "cpu")]
    [InlineData(0, false, 1, "cuda:0")]
    [InlineData(1, true, 2, "cuda:1")]
    [InlineData(2, true, 2, "cpu")]
    [InlineData(0, true, 0, "cpu")]
    [InlineData(-1, true, 2, "cpu")]
    public void TheContextChooses(int? gpu, bool fallback, int available, string device) =>
        Assert.Equal(device, TrainingDevice.Choose(gpu, fallback, available).ToString());

    [Theory]
    [InlineData(0, 0, "0 graphics cards")]
    [InlineData(2, 2, "numbered from 0 to 1")]
    public void AMissingCardIsRefusedWhereTheProcessorMayNotStandIn(int gpu, int available, string part)
    {
        var error = Assert.Throws<InvalidOperationException>(() => TrainingDevice.Choose(gpu, false, available));
        Assert.Contains($"GpuDeviceId is {gpu}", error.Message);
        Assert.Contains("FallbackToCpu", error.Message);
        Assert.Contains(part, error.Message);
    }

    /// <summary>No machine has a card of that number.</summary>
    [Fact]
    public void StagesAskTheContext()
    {
        var options = new SimClrOptions { Encoder = Encoders.ResNet18(0.0625, true), Epochs = 1, BatchSize = 4 };
        var strict = new MLContext(1) { GpuDeviceId = 999, FallbackToCpu = false };
        Assert.Throws<InvalidOperationException>(() => strict.SelfSupervised.SimClr("Features", "Image", options).Fit(PatientRow.View(strict, 8)));
        var lenient = new MLContext(1) { GpuDeviceId = 999, FallbackToCpu = true };
        lenient.SelfSupervised.SimClr("Features", "Image", options).Fit(PatientRow.View(lenient, 8));
    }
}
