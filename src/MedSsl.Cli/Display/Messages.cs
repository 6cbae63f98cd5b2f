namespace MedSsl.Cli.Display;

/// <summary>Lines that a person reads: errors to standard error, hints below them.</summary>
internal static class Messages
{
    /// <summary>One error, one line.</summary>
    public static void Error(string message) => Console.Error.WriteLine("error: " + message);

    /// <summary>What one should know.</summary>
    public static void Note(string message) => Console.WriteLine("note: " + message);

    /// <summary>What to do next.</summary>
    public static void Hint(string message) => Console.Error.WriteLine("hint: " + message);

    /// <summary>Errors of input, options, files: anything else is a defect of the program and keeps its stack trace.</summary>
    public static bool IsExpected(Exception e) => Innermost(e) is ArgumentException or InvalidOperationException or FormatException or InvalidDataException
        or IOException or UnauthorizedAccessException or NotSupportedException or System.Text.Json.JsonException;

    /// <summary>The message without line breaks and without the parameter suffix that .NET adds to argument errors.</summary>
    public static string OneLine(Exception e)
    {
        e = Innermost(e);
        string message = e.Message;
        if (e is ArgumentException { ParamName: { } name })
            message = message.Replace($" (Parameter '{name}')", "");
        int actual = message.IndexOf("\nActual value was", StringComparison.Ordinal);
        if (actual >= 0)
            message = message[..actual];
        return FlagNames.Translate(message).ReplaceLineEndings(" ");
    }

    private static Exception Innermost(Exception e) => e switch
    {
        AggregateException { InnerException: { } inner } => Innermost(inner),
        System.Reflection.TargetInvocationException { InnerException: { } inner } => Innermost(inner),
        _ => e,
    };
}
