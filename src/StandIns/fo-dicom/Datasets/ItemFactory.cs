using System.Globalization;
using System.Text;
using FellowOakDicom.IO.Buffer;

namespace FellowOakDicom;

/// <summary>Elements of a value representation, from bytes of a file or from values of a program.</summary>
internal static class ItemFactory
{
    internal static DicomElement Create(DicomVR vr, DicomTag tag, IByteBuffer data, Encoding[] encodings) => vr.Code switch
    {
        "AE" => new DicomApplicationEntity(tag, data),
        "AS" => new DicomAgeString(tag, data),
        "AT" => new DicomAttributeTag(tag, data),
        "CS" => new DicomCodeString(tag, data),
        "DA" => new DicomDate(tag, data),
        "DS" => new DicomDecimalString(tag, data),
        "DT" => new DicomDateTime(tag, data),
        "FD" => new DicomFloatingPointDouble(tag, data),
        "FL" => new DicomFloatingPointSingle(tag, data),
        "IS" => new DicomIntegerString(tag, data),
        "LO" => new DicomLongString(tag, encodings, data),
        "LT" => new DicomLongText(tag, encodings, data),
        "OB" => new DicomOtherByte(tag, data),
        "OD" => new DicomOtherDouble(tag, data),
        "OF" => new DicomOtherFloat(tag, data),
        "OL" => new DicomOtherLong(tag, data),
        "OV" => new DicomOtherVeryLong(tag, data),
        "OW" => new DicomOtherWord(tag, data),
        "PN" => new DicomPersonName(tag, encodings, data),
        "SH" => new DicomShortString(tag, encodings, data),
        "SL" => new DicomSignedLong(tag, data),
        "SS" => new DicomSignedShort(tag, data),
        "ST" => new DicomShortText(tag, encodings, data),
        "SV" => new DicomSignedVeryLong(tag, data),
        "TM" => new DicomTime(tag, data),
        "UC" => new DicomUnlimitedCharacters(tag, encodings, data),
        "UI" => new DicomUniqueIdentifier(tag, data),
        "UL" => new DicomUnsignedLong(tag, data),
        "UR" => new DicomUniversalResource(tag, encodings, data),
        "US" => new DicomUnsignedShort(tag, data),
        "UT" => new DicomUnlimitedText(tag, encodings, data),
        "UV" => new DicomUnsignedVeryLong(tag, data),
        _ => new DicomUnknown(tag, data),
    };

    internal static DicomItem Create<T>(DicomVR vr, DicomTag tag, T[] values)
    {
        if (vr == DicomVR.SQ)
        {
            return new DicomSequence(tag, [.. values.Cast<DicomDataset>()]);
        }
        if (values is IByteBuffer[] { Length: 1 } buffers)
        {
            return Create(vr, tag, buffers[0], DicomEncoding.DefaultArray);
        }
        return vr.Code switch
        {
            "US" => new DicomUnsignedShort(tag, Numbers<T, ushort>(values)),
            "SS" => new DicomSignedShort(tag, Numbers<T, short>(values)),
            "UL" => new DicomUnsignedLong(tag, Numbers<T, uint>(values)),
            "SL" => new DicomSignedLong(tag, Numbers<T, int>(values)),
            "FL" => new DicomFloatingPointSingle(tag, Numbers<T, float>(values)),
            "FD" => new DicomFloatingPointDouble(tag, Numbers<T, double>(values)),
            "OB" => new DicomOtherByte(tag, Numbers<T, byte>(values)),
            "OW" => new DicomOtherWord(tag, Numbers<T, ushort>(values)),
            "UN" => new DicomUnknown(tag, Numbers<T, byte>(values)),
            _ when vr.IsString => Text(vr, tag, values),
            _ => throw new DicomDataException($"Values of {vr} are not made by this stand-in."),
        };
    }

    private static DicomElement Text<T>(DicomVR vr, DicomTag tag, T[] values)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(string.Join('\\', values.Select(value => value switch
        {
            decimal number => DicomDecimalString.ToDecimalString(number),
            DicomUID uid => uid.UID,
            DicomTransferSyntax syntax => syntax.UID.UID,
            _ => Convert.ToString(value, CultureInfo.InvariantCulture),
        })));
        return Create(vr, tag, new MemoryByteBuffer(bytes.Length % 2 == 0 ? bytes : [.. bytes, vr.PaddingValue]), [Encoding.UTF8]);
    }

    private static TTo[] Numbers<T, TTo>(T[] values) =>
        values as TTo[] ?? Array.ConvertAll(values, value => (TTo)Convert.ChangeType(value, typeof(TTo), CultureInfo.InvariantCulture));
}
