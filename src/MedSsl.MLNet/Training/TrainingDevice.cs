using Microsoft.ML;
using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// Where a stage trains: on the graphics card that the <see cref="MLContext"/> names by <see cref="MLContext.GpuDeviceId"/>, and else on the processor.
/// Random numbers are drawn on the processor in any case, so that the batches, views and first weights do not depend on it; finished weights live
/// there.
/// </summary>
internal static class TrainingDevice
{
    /// <summary>The device of a context.</summary>
    /// <exception cref="InvalidOperationException">The card is not there, and the context does not allow the processor instead.</exception>
    internal static Device Of(MLContext ml) =>
        ml.GpuDeviceId is null ? CPU : Choose(ml.GpuDeviceId, ml.FallbackToCpu, cuda.is_available() ? cuda.device_count() : 0);

    /// <param name="gpu">The number of the card, from 0, or null for the processor.</param>
    /// <param name="fallback">Whether the processor may stand in.</param>
    /// <param name="available">Cards that libtorch can use.</param>
    internal static Device Choose(int? gpu, bool fallback, int available)
    {
        if (gpu is not { } id)
            return CPU;
        if (id >= 0 && id < available)
            return new Device(DeviceType.CUDA, id);
        return fallback ? CPU : throw new InvalidOperationException(
            $"{nameof(MLContext)}.{nameof(MLContext.GpuDeviceId)} is {id}, but libtorch can use {available} graphics cards with CUDA here" +
            (available > 0 ? $", numbered from 0 to {available - 1}" : "") + $". Name another, install a build of TorchSharp for CUDA, or set " +
            $"{nameof(MLContext.FallbackToCpu)} to true to train on the processor.");
    }
}
