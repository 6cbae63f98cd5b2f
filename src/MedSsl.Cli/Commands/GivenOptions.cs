using System.CommandLine;

namespace MedSsl.Cli.Commands;

/// <summary>Tells what the user gave from what a flag has by default.</summary>
internal static class GivenOptions
{
    /// <summary>The value on the command line, or <paramref name="otherwise"/> where the flag is not on it.</summary>
    public static T Given<T>(this ParseResult parsed, Option<T> option, T otherwise) =>
        parsed.GetResult(option) is { Implicit: false } ? parsed.GetValue(option)! : otherwise;

    /// <summary>The values on the command line, or null where the flag is not on it.</summary>
    public static T[]? Given<T>(this ParseResult parsed, Option<T[]> option, T[]? otherwise) =>
        parsed.GetResult(option) is { Implicit: false } ? parsed.GetValue(option) : otherwise;
}
