namespace MedSsl.MLNet;

/// <summary>
/// Windows for CT in Hounsfield units, as radiologists commonly set them: the numbers of Radiopaedia's article "Windowing (CT)", and for stroke those of
/// Lev et al., Radiology 213 (1999), 150. Scanners and readers differ by some 10 to 20 %; a study that gives its own numbers should use those.
/// </summary>
public enum TissueWindow
{
    /// <summary>Centre -600, width 1,500.</summary>
    Lung,

    /// <summary>Centre 50, width 350.</summary>
    Mediastinum,

    /// <summary>Centre 50, width 400: the abdomen.</summary>
    SoftTissue,

    /// <summary>Centre 30, width 150.</summary>
    Liver,

    /// <summary>Centre 400, width 1,800.</summary>
    Bone,

    /// <summary>Centre 600, width 2,800.</summary>
    TemporalBone,

    /// <summary>Centre 40, width 80.</summary>
    Brain,

    /// <summary>Centre 75, width 215: blood beside the brain.</summary>
    Subdural,

    /// <summary>Centre 32, width 8: early signs of ischaemia.</summary>
    Stroke,
}

/// <summary>The numbers of the windows.</summary>
internal static class TissueWindows
{
    internal static (double Centre, double Width) Of(TissueWindow tissue) => tissue switch
    {
        TissueWindow.Lung => (-600, 1500),
        TissueWindow.Mediastinum => (50, 350),
        TissueWindow.SoftTissue => (50, 400),
        TissueWindow.Liver => (30, 150),
        TissueWindow.Bone => (400, 1800),
        TissueWindow.TemporalBone => (600, 2800),
        TissueWindow.Brain => (40, 80),
        TissueWindow.Subdural => (75, 215),
        TissueWindow.Stroke => (32, 8),
        _ => throw new ArgumentOutOfRangeException(nameof(tissue)),
    };
}
