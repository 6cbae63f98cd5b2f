using System.Globalization;
using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>Reads a value from a field; false where the text is none. An empty field never comes here.</summary>
internal delegate bool TextParser<T>(ReadOnlyMemory<char> text, out T value);

/// <summary>How the fields of a text file become values.</summary>
internal static class TextParsing
{
    internal static Delegate For(DataKind kind, char decimalMarker) => kind switch
    {
        DataKind.SByte => Integer<sbyte>(),
        DataKind.Byte => Integer<byte>(),
        DataKind.Int16 => Integer<short>(),
        DataKind.UInt16 => Integer<ushort>(),
        DataKind.Int32 => Integer<int>(),
        DataKind.UInt32 => Integer<uint>(),
        DataKind.Int64 => Integer<long>(),
        DataKind.UInt64 => Integer<ulong>(),
        DataKind.Single => Real(decimalMarker, float.NaN),
        DataKind.Double => Real(decimalMarker, double.NaN),
        DataKind.String => (TextParser<ReadOnlyMemory<char>>)Text,
        DataKind.Boolean => (TextParser<bool>)Boolean,
        DataKind.TimeSpan => (TextParser<TimeSpan>)((text, out value) => TimeSpan.TryParse(text.Span, CultureInfo.InvariantCulture, out value)),
        DataKind.DateTime => (TextParser<DateTime>)((text, out value) => DateTime.TryParse(text.Span, CultureInfo.InvariantCulture, out value)),
        DataKind.DateTimeOffset => (TextParser<DateTimeOffset>)((text, out value) => DateTimeOffset.TryParse(text.Span, CultureInfo.InvariantCulture, out value)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), $"There is no data kind {(int)kind}."),
    };

    /// <summary>A key is written counted from 0 and stored counted from 1; one out of range is missing.</summary>
    internal static TextParser<T> Key<T>(ulong count) where T : struct, IBinaryInteger<T> => (text, out value) =>
    {
        bool ok = ulong.TryParse(text.Span, NumberStyles.Integer, CultureInfo.InvariantCulture, out ulong number) && number < count;
        value = ok ? T.CreateTruncating(number + 1) : T.Zero;
        return ok;
    };

    private static TextParser<T> Integer<T>() where T : IBinaryInteger<T> => (text, out value) =>
        T.TryParse(text.Span, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);

    // What cannot be read is missing: NaN.
    private static TextParser<T> Real<T>(char decimalMarker, T missing) where T : IFloatingPointIeee754<T> => (text, out value) =>
    {
        ReadOnlySpan<char> span = text.Span.Trim();
        if (span is "?" or "NA" or "na" or "N/A" or "n/a" or "NaN" or "nan")
        {
            value = missing;
            return true;
        }
        bool ok = decimalMarker == '.'
            ? T.TryParse(span, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            : T.TryParse(span.ToString().Replace(decimalMarker, '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        if (!ok)
            value = missing;
        return ok;
    };

    private static bool Text(ReadOnlyMemory<char> text, out ReadOnlyMemory<char> value)
    {
        value = text;
        return true;
    }

    private static bool Boolean(ReadOnlyMemory<char> text, out bool value)
    {
        ReadOnlySpan<char> span = text.Span.Trim();
        value = Any(span, "1", "+1", "+", "t", "true", "y", "yes");
        return value || Any(span, "0", "-1", "-", "f", "false", "n", "no");
    }

    private static bool Any(ReadOnlySpan<char> text, params ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }
}
