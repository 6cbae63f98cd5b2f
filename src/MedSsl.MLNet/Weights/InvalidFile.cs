namespace MedSsl.MLNet;

/// <summary>Whatever a damaged or hostile file makes a reader do ends as one <see cref="InvalidDataException"/> that names the file.</summary>
internal static class InvalidFile
{
    /// <exception cref="InvalidDataException">The file is not what it should be.</exception>
    internal static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or ArgumentException or OverflowException or FormatException
            or NotSupportedException or InvalidOperationException or IndexOutOfRangeException or InvalidCastException or System.Text.Json.JsonException)
        {
            string message = error is InvalidDataException ? error.Message : $"Its bytes make no sense ({error.Message})";
            throw message.StartsWith('\'') && error is InvalidDataException
                ? error
                : new InvalidDataException($"'{path}' cannot be read as weights: {message}", error);
        }
    }
}
