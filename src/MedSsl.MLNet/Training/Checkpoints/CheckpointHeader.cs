using System.Text.Json;
using System.Text.Json.Nodes;

namespace MedSsl.MLNet;

/// <summary>What a checkpoint says of itself.</summary>
/// <param name="Stage">The stage that wrote it.</param>
/// <param name="Seed">The stage's seed.</param>
/// <param name="Finished">True: the stage was done; only its weights are there.</param>
/// <param name="Run">What the run was: see <see cref="RunIdentity"/>.</param>
/// <param name="Values">The state's small values.</param>
/// <param name="Tensors">The state's tensors, in the order of their bytes.</param>
internal sealed record CheckpointHeader(
    string Stage, ulong Seed, bool Finished, JsonObject Run, IReadOnlyDictionary<string, JsonElement> Values, IReadOnlyList<CheckpointTensor> Tensors);

/// <summary>One tensor of a checkpoint.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The element type by its name in TorchSharp, e.g. "Float32".</param>
/// <param name="Shape">The length of every axis.</param>
internal sealed record CheckpointTensor(string Name, string Type, long[] Shape);
