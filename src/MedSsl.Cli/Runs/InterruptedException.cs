namespace MedSsl.Cli.Runs;

/// <summary>The user cancelled, and knows how to go on.</summary>
internal sealed class InterruptedException(string hint, OperationCanceledException inner) : OperationCanceledException(inner.Message, inner)
{
    /// <summary>How to go on.</summary>
    public string Hint { get; } = hint;
}
