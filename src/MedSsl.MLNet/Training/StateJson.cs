using System.Text.Json;
using System.Text.Json.Serialization;

namespace MedSsl.MLNet;

/// <summary>How values are written in checkpoints: doubles to the bit, and NaN and infinities by name.</summary>
internal static class StateJson
{
    internal static JsonSerializerOptions Options { get; } = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };
}
