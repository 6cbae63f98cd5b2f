namespace FellowOakDicom;

/// <summary>A value representation: what the bytes of a value mean (DICOM PS3.5 6.2).</summary>
public sealed class DicomVR
{
    public static readonly DicomVR NONE = new("NONE", 0, Kind.None);
    public static readonly DicomVR AE = new("AE", 1, Kind.Multiple);
    public static readonly DicomVR AS = new("AS", 1, Kind.Multiple);
    public static readonly DicomVR AT = new("AT", 4, Kind.Binary, swap: 2);
    public static readonly DicomVR CS = new("CS", 1, Kind.Multiple);
    public static readonly DicomVR DA = new("DA", 1, Kind.Multiple);
    public static readonly DicomVR DS = new("DS", 1, Kind.Multiple);
    public static readonly DicomVR DT = new("DT", 1, Kind.Multiple);
    public static readonly DicomVR FD = new("FD", 8, Kind.Binary);
    public static readonly DicomVR FL = new("FL", 4, Kind.Binary);
    public static readonly DicomVR IS = new("IS", 1, Kind.Multiple);
    public static readonly DicomVR LO = new("LO", 1, Kind.Multiple | Kind.Encoded);
    public static readonly DicomVR LT = new("LT", 1, Kind.Text | Kind.Encoded);
    public static readonly DicomVR OB = new("OB", 1, Kind.Binary | Kind.Long);
    public static readonly DicomVR OD = new("OD", 8, Kind.Binary | Kind.Long);
    public static readonly DicomVR OF = new("OF", 4, Kind.Binary | Kind.Long);
    public static readonly DicomVR OL = new("OL", 4, Kind.Binary | Kind.Long);
    public static readonly DicomVR OV = new("OV", 8, Kind.Binary | Kind.Long);
    public static readonly DicomVR OW = new("OW", 2, Kind.Binary | Kind.Long);
    public static readonly DicomVR PN = new("PN", 1, Kind.Multiple | Kind.Encoded);
    public static readonly DicomVR SH = new("SH", 1, Kind.Multiple | Kind.Encoded);
    public static readonly DicomVR SL = new("SL", 4, Kind.Binary);
    public static readonly DicomVR SQ = new("SQ", 0, Kind.None | Kind.Long);
    public static readonly DicomVR SS = new("SS", 2, Kind.Binary);
    public static readonly DicomVR ST = new("ST", 1, Kind.Text | Kind.Encoded);
    public static readonly DicomVR SV = new("SV", 8, Kind.Binary | Kind.Long);
    public static readonly DicomVR TM = new("TM", 1, Kind.Multiple);
    public static readonly DicomVR UC = new("UC", 1, Kind.Multiple | Kind.Encoded | Kind.Long);
    public static readonly DicomVR UI = new("UI", 1, Kind.Multiple, padding: 0);
    public static readonly DicomVR UL = new("UL", 4, Kind.Binary);
    public static readonly DicomVR UN = new("UN", 1, Kind.Binary | Kind.Long);
    public static readonly DicomVR UR = new("UR", 1, Kind.Text | Kind.Long);
    public static readonly DicomVR US = new("US", 2, Kind.Binary);
    public static readonly DicomVR UT = new("UT", 1, Kind.Text | Kind.Encoded | Kind.Long);
    public static readonly DicomVR UV = new("UV", 8, Kind.Binary | Kind.Long);

    private static readonly Dictionary<string, DicomVR> ByCode = new DicomVR[]
    {
        AE, AS, AT, CS, DA, DS, DT, FD, FL, IS, LO, LT, OB, OD, OF, OL, OV, OW, PN, SH, SL, SQ, SS, ST, SV, TM, UC, UI, UL, UN, UR, US, UT, UV,
    }.ToDictionary(vr => vr.Code);

    private readonly Kind _kind;
    private readonly int _swap;

    private DicomVR(string code, int unitSize, Kind kind, byte? padding = null, int swap = 0)
    {
        Code = code;
        UnitSize = unitSize;
        _kind = kind;
        _swap = swap;
        PaddingValue = padding ?? (byte)(IsString ? ' ' : 0);
    }

    [Flags]
    private enum Kind
    {
        None = 0,
        Binary = 1,
        Text = 2,
        Several = 4,
        Encoded = 8,
        Long = 16,
        Multiple = Text | Several,
    }

    public string Code { get; }

    public bool IsString => (_kind & Kind.Text) != 0;

    /// <summary>Its text depends on the specific character set.</summary>
    public bool IsStringEncoded => (_kind & Kind.Encoded) != 0;

    /// <summary>Its length field has 16 bits in an explicit transfer syntax.</summary>
    public bool Is16bitLength => (_kind & Kind.Long) == 0;

    /// <summary>A backslash separates values.</summary>
    public bool IsMultiValue => (_kind & (Kind.Several | Kind.Binary)) != 0;

    public byte PaddingValue { get; }

    /// <summary>Bytes of one value; 1 for texts.</summary>
    public int UnitSize { get; }

    public int ByteSwap => _swap > 0 ? _swap : IsString ? 1 : UnitSize;

    public static DicomVR Parse(string vr) => TryParse(vr, out var result) ? result : throw new DicomDataException($"Unknown VR: '{vr}'");

    public static bool TryParse(string vr, out DicomVR result) => ByCode.TryGetValue(vr, out result);

    public override string ToString() => Code;
}
