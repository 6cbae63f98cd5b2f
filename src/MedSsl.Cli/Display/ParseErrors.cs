using System.CommandLine;
using System.Text.RegularExpressions;

namespace MedSsl.Cli.Display;

/// <summary>What is wrong with a command line, in one line and without the names of types.</summary>
internal static partial class ParseErrors
{
    /// <summary>The first error says it: an unknown option's value is reported as a second.</summary>
    public static string First(ParseResult parsed, RootCommand root) =>
        parsed.CommandResult.Command == root && parsed.UnmatchedTokens is [var unknown, ..] && !unknown.StartsWith('-') ? $"There is no command '{unknown}'." : Plain(parsed.Errors[0].Message);

    /// <summary>A message of System.CommandLine with what a value may be in place of a .NET type.</summary>
    public static string Plain(string message)
    {
        Match match = WrongValue().Match(message);
        if (!match.Success)
            return message.ReplaceLineEndings(" ").TrimEnd();
        string[] names = match.Groups["names"].Value.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string allowed = names.Length > 0 ? "one of " + string.Join(", ", names.Select(name => name.ToLowerInvariant())) : match.Groups["type"].Value switch
        {
            "System.Int32" or "System.Int64" => "a whole number",
            "System.Double" or "System.Single" => "a number",
            "System.Boolean" => "true or false",
            _ => "something else",
        };
        return $"{match.Groups["name"].Value} is '{match.Groups["value"].Value}'; it must be {allowed}.";
    }

    [GeneratedRegex(@"^Cannot parse argument '(?<value>.*)' for (?:option|command) '(?<name>.*?)' as expected type '(?:System\.Nullable`1\[)?(?<type>[^']*?)\]?'\.(?:.*\?(?<names>.*))?$", RegexOptions.Singleline)]
    private static partial Regex WrongValue();
}
