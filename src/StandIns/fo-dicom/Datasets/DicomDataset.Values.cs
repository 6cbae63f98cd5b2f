using FellowOakDicom.IO.Buffer;

namespace FellowOakDicom;

// Reading. Get... throws where a tag is missing; TryGet... is false then, and where its text cannot be read as a T.
public partial class DicomDataset
{
    public T GetDicomItem<T>(DicomTag tag)
        where T : DicomItem => _items.GetValueOrDefault(tag.Number) as T;

    /// <exception cref="DicomDataException">There is no such sequence.</exception>
    public DicomSequence GetSequence(DicomTag tag) => Item(tag) as DicomSequence ?? throw new DicomDataException($"DicomTag {tag} isn't a sequence.");

    public bool TryGetSequence(DicomTag tag, out DicomSequence sequence) => (sequence = GetDicomItem<DicomSequence>(tag)) is not null;

    /// <exception cref="DicomDataException">The tag is missing.</exception>
    public int GetValueCount(DicomTag tag) => Item(tag) switch
    {
        DicomElement element => element.Count,
        DicomSequence sequence => sequence.Items.Count,
        _ => throw NoValues(),
    };

    /// <exception cref="DicomDataException">The tag is missing, or has fewer values.</exception>
    /// <exception cref="FormatException">The text is no T.</exception>
    public T GetValue<T>(DicomTag tag, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        RefuseArray<T>();
        var element = Element(tag);
        if (typeof(IByteBuffer).IsAssignableFrom(typeof(T)))
        {
            return (T)element.Buffer;
        }
        return index < element.Count ? element.Get<T>(index)
            : throw new DicomDataException($"Index out of range: index {index} for Tag {tag} must be less than value count {element.Count}");
    }

    public bool TryGetValue<T>(DicomTag tag, int index, out T elementValue)
    {
        var element = GetDicomItem<DicomElement>(tag);
        return Try(element is not null && index >= 0 && !typeof(T).IsArray && index < element.Count, element, index, out elementValue);
    }

    public T GetValueOrDefault<T>(DicomTag tag, int index, T defaultValue) => TryGetValue(tag, index, out T value) ? value : defaultValue;

    /// <exception cref="DicomDataException">The tag is missing.</exception>
    /// <exception cref="FormatException">A text is no T.</exception>
    public T[] GetValues<T>(DicomTag tag)
    {
        RefuseArray<T>();
        var element = Element(tag);
        return typeof(T) == typeof(byte) ? (T[])(object)element.Buffer.Data : element.Get<T[]>(-1);
    }

    public bool TryGetValues<T>(DicomTag tag, out T[] values)
    {
        var element = GetDicomItem<DicomElement>(tag);
        return Try(element is not null && !typeof(T).IsArray, element, -1, out values);
    }

    /// <exception cref="DicomDataException">The tag is missing, or has no value, or several.</exception>
    /// <exception cref="FormatException">The text is no T.</exception>
    public T GetSingleValue<T>(DicomTag tag)
    {
        RefuseArray<T>();
        var element = Element(tag);
        if (typeof(IByteBuffer).IsAssignableFrom(typeof(T)))
        {
            return (T)element.Buffer;
        }
        return element.Count == 1 ? element.Get<T>(0) : throw new DicomDataException($"DICOM element {tag} must contain a single value, but contains {element.Count}");
    }

    public bool TryGetSingleValue<T>(DicomTag tag, out T value)
    {
        var element = GetDicomItem<DicomElement>(tag);
        return Try(element is not null && !typeof(T).IsArray && CountIsOne(element), element, 0, out value);
    }

    public T GetSingleValueOrDefault<T>(DicomTag tag, T defaultValue) => TryGetSingleValue(tag, out T value) ? value : defaultValue;

    /// <summary>All values as one text, backslashes between them.</summary>
    /// <exception cref="DicomDataException">The tag is missing.</exception>
    public string GetString(DicomTag tag) => Element(tag).Get<string>(-1);

    public bool TryGetString(DicomTag tag, out string stringValue)
    {
        var element = GetDicomItem<DicomElement>(tag);
        stringValue = element is null ? null : element.Count == 0 ? "" : element.Get<string>(-1);
        return element is not null;
    }

    private static bool CountIsOne(DicomElement element) => element.Count == 1;

    /// <summary>Any failure of a conversion means that there is no such value.</summary>
    private static bool Try<T>(bool possible, DicomElement element, int index, out T value)
    {
        value = default;
        if (!possible)
        {
            return false;
        }
        try
        {
            value = element.Get<T>(index);
            return true;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return false;
        }
    }

    private static void RefuseArray<T>()
    {
        if (typeof(T).IsArray)
        {
            throw new DicomDataException("T can't be an Array type. Use GetValues instead");
        }
    }

    private static DicomDataException NoValues() => new("DicomTag doesn't support values.");

    private DicomItem Item(DicomTag tag) => _items.GetValueOrDefault(tag.Number) ?? throw new DicomDataException($"Tag: {tag} not found in dataset");

    private DicomElement Element(DicomTag tag) => Item(tag) as DicomElement ?? throw NoValues();
}
