using System.Globalization;
using FellowOakDicom.IO.Buffer;

namespace FellowOakDicom;

/// <summary>Dates and times as text.</summary>
public abstract class DicomDateElement : DicomMultiStringElement
{
    protected DicomDateElement(DicomTag tag, string[] dateFormats, params string[] values)
        : base(tag, values) => DateFormats = dateFormats;

    protected DicomDateElement(DicomTag tag, string[] dateFormats, IByteBuffer buffer)
        : base(tag, null, buffer) => DateFormats = dateFormats;

    protected string[] DateFormats { get; }

    /// <exception cref="FormatException">The text has none of the formats.</exception>
    public override T Get<T>(int item = -1)
    {
        if (typeof(T) == typeof(DateTime))
        {
            return (T)(object)Parse(base.Get<string[]>()[Checked(Math.Max(item, 0))]);
        }
        return typeof(T) == typeof(DateTime[]) ? (T)(object)Array.ConvertAll(base.Get<string[]>(), Parse) : base.Get<T>(item);
    }

    private DateTime Parse(string text) => DateTime.ParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault);
}

/// <summary>Dates: 20251122.</summary>
public class DicomDate : DicomDateElement
{
    private static readonly string[] Formats = ["yyyyMMdd", "yyyy.MM.dd", "yyyy/MM/dd", "yyyy", "yyyyMM", "yyyy.MM"];

    public DicomDate(DicomTag tag, params string[] values)
        : base(tag, Formats, values)
    {
    }

    public DicomDate(DicomTag tag, IByteBuffer data)
        : base(tag, Formats, data)
    {
    }

    public override DicomVR ValueRepresentation => DicomVR.DA;
}

/// <summary>Times: 134501.5.</summary>
public class DicomTime : DicomDateElement
{
    private static readonly string[] Formats = ["HHmmss", "HH", "HHmm", "HHmmss.FFFFFF", "HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFF"];

    public DicomTime(DicomTag tag, params string[] values)
        : base(tag, Formats, values)
    {
    }

    public DicomTime(DicomTag tag, IByteBuffer data)
        : base(tag, Formats, data)
    {
    }

    public override DicomVR ValueRepresentation => DicomVR.TM;
}

/// <summary>Dates with times: 20251122134501.5.</summary>
public class DicomDateTime : DicomDateElement
{
    private static readonly string[] Formats =
    [
        "yyyyMMddHHmmss", "yyyyMMddHHmmsszzz", "yyyyMMddHHmmss.FFFFFF", "yyyyMMddHHmmss.FFFFFFzzz", "yyyyMMddHHmm", "yyyyMMddHH", "yyyyMMdd", "yyyyMM", "yyyy",
    ];

    public DicomDateTime(DicomTag tag, params string[] values)
        : base(tag, Formats, values)
    {
    }

    public DicomDateTime(DicomTag tag, IByteBuffer data)
        : base(tag, Formats, data)
    {
    }

    public override DicomVR ValueRepresentation => DicomVR.DT;
}
