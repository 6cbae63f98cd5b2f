using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>Values as the text loader reads them.</summary>
internal static class TextFormat
{
    internal static bool CanWrite(DataViewType type) => (type as VectorDataViewType)?.ItemType is { } item ? CanWrite(item)
        : type is KeyDataViewType or TextDataViewType or BooleanDataViewType or TimeSpanDataViewType or DateTimeDataViewType or DateTimeOffsetDataViewType or NumberDataViewType;

    /// <summary>A Func of the raw type to string. Missing numbers are "?", missing keys nothing, others count from 0.</summary>
    internal static Delegate For(DataViewType type, char separator) => type switch
    {
        KeyDataViewType when type.RawType == typeof(byte) => (Func<byte, string>)(v => Key(v)),
        KeyDataViewType when type.RawType == typeof(ushort) => (Func<ushort, string>)(v => Key(v)),
        KeyDataViewType when type.RawType == typeof(uint) => (Func<uint, string>)(v => Key(v)),
        KeyDataViewType => (Func<ulong, string>)Key,
        TextDataViewType => (Func<ReadOnlyMemory<char>, string>)(v => Quoted(v.ToString(), separator)),
        BooleanDataViewType => (Func<bool, string>)(v => v ? "1" : "0"),
        TimeSpanDataViewType => (Func<TimeSpan, string>)(v => $"\"{v:c}\""),
        DateTimeDataViewType => (Func<DateTime, string>)(v => $"\"{v:o}\""),
        DateTimeOffsetDataViewType => (Func<DateTimeOffset, string>)(v => $"\"{v:o}\""),
        _ when type.RawType == typeof(float) => (Func<float, string>)(v => float.IsNaN(v) ? "?" : v.ToString("R", CultureInfo.InvariantCulture)),
        _ when type.RawType == typeof(double) => (Func<double, string>)(v => double.IsNaN(v) ? "?" : v.ToString("G17", CultureInfo.InvariantCulture)),
        _ => (Delegate)Reflected.Call(((Func<Func<int, string>>)Integer<int>).Method.GetGenericMethodDefinition(), type.RawType),
    };

    /// <summary>Text in quotes where it is empty, begins with a space or holds a quote (which is doubled), a colon or the separator.</summary>
    internal static string Quoted(string text, char separator) =>
        text.Length == 0 || text[0] == ' ' || text.AsSpan().IndexOfAny('"', ':', separator) >= 0 ? $"\"{text.Replace("\"", "\"\"")}\"" : text;

    private static string Key(ulong key) => key == 0 ? "" : (key - 1).ToString(CultureInfo.InvariantCulture);

    private static Func<T, string> Integer<T>() where T : IFormattable => v => v.ToString(null, CultureInfo.InvariantCulture);
}
