using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MedSsl.MLNet;

/// <summary>
/// What decides how a run goes: its options, seed, images and first weights. A checkpoint keeps it, so that it is not gone on from by another run.
/// </summary>
internal static class RunIdentity
{
    private const string Options = "Options";

    /// <param name="options">Every option that is written as JSON.</param>
    /// <param name="seed">The seed that was made of the options' and the context's.</param>
    /// <param name="steps">Optimizer steps of the run.</param>
    /// <param name="data">What else decides: see the other method.</param>
    internal static JsonObject Of(TrainingOptions options, ulong seed, long steps, IReadOnlyDictionary<string, string> data)
    {
        var run = new JsonObject { [Options] = JsonSerializer.SerializeToNode(options, options.GetType(), StateJson.Options) };
        run["seed"] = seed;
        foreach (var (name, value) in data)
            run[name] = value;
        run["number of steps"] = steps;
        return run;
    }

    /// <summary>Images, and the encoder that the stage starts from.</summary>
    internal static IReadOnlyDictionary<string, string> Of(TrainingImages images, TrainedEncoder? start) => new Dictionary<string, string>
    {
        ["number of images"] = images.Count.ToString(CultureInfo.InvariantCulture),
        ["shape of the images"] = $"{images.Shape.Channels} x {images.Shape.Height} x {images.Shape.Width}",
        ["content of the images, groups and labels"] = images.Fingerprint(),
        ["encoder to start from"] = start is null ? "none" : Hash(start),
    };

    /// <summary>Over the weights one after the other, so that no second copy of them is made.</summary>
    private static string Hash(TrainedEncoder encoder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(encoder.Spec, StateJson.Options));
        foreach (var weight in encoder.Weights.Tensors)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(weight.Name + "\n"));
            hash.AppendData(MemoryMarshal.AsBytes<float>(weight.Values));
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>Their number and a SHA-256.</summary>
    internal static string Hash(int[] rows) => $"{rows.Length}, {Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<int>(rows)))}";

    /// <summary>The first difference, e.g. "LearningRate was 0.001 and is 0.002", or null.</summary>
    internal static string? Difference(JsonObject then, JsonObject now) =>
        Difference(then[Options], now[Options], "") ??
        now.Where(entry => entry.Key != Options).Select(entry => Difference(then[entry.Key], entry.Value, entry.Key)).FirstOrDefault(found => found is not null);

    private static string? Difference(JsonNode? then, JsonNode? now, string name)
    {
        if (then is JsonObject before && now is JsonObject after)
        {
            return after.Select(entry => entry.Key).Union(before.Select(entry => entry.Key))
                .Select(key => Difference(before[key], after[key], name.Length == 0 ? key : $"{name}.{key}")).FirstOrDefault(found => found is not null);
        }
        return JsonNode.DeepEquals(then, now) ? null : $"{name} was {Text(then)} and is {Text(now)}";
    }

    private static string Text(JsonNode? node) => node?.ToJsonString().Trim('"') ?? "not given";
}
