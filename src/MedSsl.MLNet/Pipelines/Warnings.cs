using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MedSsl.MLNet;

/// <summary>Warnings in ML.NET's log (<see cref="MLContext.Log"/>).</summary>
internal static class Warnings
{
    internal static void Write(MLContext ml, string source, string message)
    {
        using var channel = ((IHostEnvironment)ml).Register(source).Start(source);
        channel.Warning(MessageSensitivity.UserData, "{0}", message);
    }

    /// <summary>What writes a warning, which may name a path of the user's, to a channel.</summary>
    internal static Action<string> To(IChannel channel) => message => channel.Warning(MessageSensitivity.UserData, "{0}", message);
}
