using System.Text;
using FellowOakDicom.IO.Buffer;

namespace FellowOakDicom;

/// <summary>One text.</summary>
public abstract class DicomStringElement : DicomElement
{
    private readonly Encoding[] _encodings;
    private string _value;

    protected DicomStringElement(DicomTag tag, string value)
        : base(tag, EmptyBuffer.Value)
    {
        _value = value ?? "";
        _encodings = DicomEncoding.DefaultArray;
        if (_value.Length > 0)
        {
            // UTF-8 keeps ASCII as it is and loses nothing else.
            byte[] bytes = Encoding.UTF8.GetBytes(_value);
            Buffer = new MemoryByteBuffer(bytes.Length % 2 == 0 ? bytes : [.. bytes, ValueRepresentation.PaddingValue]);
        }
    }

    protected DicomStringElement(DicomTag tag, Encoding[] encodings, IByteBuffer buffer)
        : base(tag, buffer) => _encodings = encodings ?? DicomEncoding.DefaultArray;

    public override int Count => 1;

    /// <summary>The text without padding at its end.</summary>
    protected string StringValue => _value ??= DicomEncoding.Decode(Buffer.Data, ValueRepresentation.IsStringEncoded ? _encodings : DicomEncoding.DefaultArray)
        .TrimEnd((char)ValueRepresentation.PaddingValue);

    public override T Get<T>(int item = -1)
    {
        if (typeof(T) == typeof(string) || typeof(T) == typeof(object))
        {
            return (T)(object)StringValue;
        }
        if (typeof(T) == typeof(string[]) || typeof(T) == typeof(object[]))
        {
            return (T)(object)new[] { StringValue };
        }
        return Parse<T>(StringValue);
    }

    public override bool Equals(DicomElement other) => other is DicomStringElement text && text.StringValue == StringValue;

    private protected T Parse<T>(string value)
    {
        if (typeof(T).IsSubclassOf(typeof(DicomParseable)))
        {
            return DicomParseable.Parse<T>(value);
        }
        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        return type.IsEnum ? (T)Enum.Parse(type, value.Replace("\0", "", StringComparison.Ordinal), true) : throw NoSuchType(typeof(T));
    }
}

/// <summary>Texts with backslashes between them.</summary>
public abstract class DicomMultiStringElement : DicomStringElement
{
    private string[] _values;

    protected DicomMultiStringElement(DicomTag tag, params string[] values)
        : base(tag, string.Join('\\', values))
    {
    }

    protected DicomMultiStringElement(DicomTag tag, Encoding[] encodings, IByteBuffer buffer)
        : base(tag, encodings, buffer)
    {
    }

    public override int Count => Values.Length;

    private string[] Values => _values ??= StringValue.Length == 0 ? [] : StringValue.Split('\\');

    public override T Get<T>(int item = -1)
    {
        if (typeof(T) == typeof(string) || typeof(T) == typeof(object))
        {
            return (T)(object)(item == -1 ? StringValue : Values[Checked(item)]);
        }
        if (typeof(T) == typeof(string[]) || typeof(T) == typeof(object[]))
        {
            return (T)(object)Values;
        }
        return Parse<T>(Values[Checked(Math.Max(item, 0))]);
    }
}
