using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>What a saved image stage makes: a vector whose size a loaded mapping cannot know, so it has none.</summary>
internal sealed class ImageBlocks
{
    internal const string Name = "__medssl_image";

    [ColumnName(Name), VectorType]
    public VBuffer<float> Image { get; set; }
}

/// <summary>What a saved volume stage makes: a vector of no size, and the geometry.</summary>
internal sealed class VolumeBlocks
{
    internal const string GeometryName = "__medssl_geometry";

    [ColumnName(ImageBlocks.Name), VectorType]
    public VBuffer<float> Volume { get; set; }

    [ColumnName(GeometryName), VectorType(30)]
    public VBuffer<float> Geometry { get; set; }
}

/// <summary>
/// One vector in blocks of powers of two. A loaded mapping knows only the sizes that are written here; the blocks that a size needs, put together,
/// make any size up to <see cref="BlockTable{TRow, T}.Largest"/>.
/// </summary>
internal sealed class FeatureBlocks
{
    internal static readonly BlockTable<FeatureBlocks, float> Features = new("F");

    [ColumnName("__medssl_f0"), VectorType(1)] public VBuffer<float> F0 { get; set; }
    [ColumnName("__medssl_f1"), VectorType(2)] public VBuffer<float> F1 { get; set; }
    [ColumnName("__medssl_f2"), VectorType(4)] public VBuffer<float> F2 { get; set; }
    [ColumnName("__medssl_f3"), VectorType(8)] public VBuffer<float> F3 { get; set; }
    [ColumnName("__medssl_f4"), VectorType(16)] public VBuffer<float> F4 { get; set; }
    [ColumnName("__medssl_f5"), VectorType(32)] public VBuffer<float> F5 { get; set; }
    [ColumnName("__medssl_f6"), VectorType(64)] public VBuffer<float> F6 { get; set; }
    [ColumnName("__medssl_f7"), VectorType(128)] public VBuffer<float> F7 { get; set; }
    [ColumnName("__medssl_f8"), VectorType(256)] public VBuffer<float> F8 { get; set; }
    [ColumnName("__medssl_f9"), VectorType(512)] public VBuffer<float> F9 { get; set; }
    [ColumnName("__medssl_f10"), VectorType(1024)] public VBuffer<float> F10 { get; set; }
    [ColumnName("__medssl_f11"), VectorType(2048)] public VBuffer<float> F11 { get; set; }
    [ColumnName("__medssl_f12"), VectorType(4096)] public VBuffer<float> F12 { get; set; }
    [ColumnName("__medssl_f13"), VectorType(8192)] public VBuffer<float> F13 { get; set; }
}

/// <summary>Three vectors in blocks of powers of two: scores, probabilities, predicted labels.</summary>
internal sealed class LabelBlocks
{
    internal static readonly BlockTable<LabelBlocks, float> Scores = new("S");
    internal static readonly BlockTable<LabelBlocks, float> Probabilities = new("P");
    internal static readonly BlockTable<LabelBlocks, bool> Predicted = new("L");

    [ColumnName("__medssl_s0"), VectorType(1)] public VBuffer<float> S0 { get; set; }
    [ColumnName("__medssl_s1"), VectorType(2)] public VBuffer<float> S1 { get; set; }
    [ColumnName("__medssl_s2"), VectorType(4)] public VBuffer<float> S2 { get; set; }
    [ColumnName("__medssl_s3"), VectorType(8)] public VBuffer<float> S3 { get; set; }
    [ColumnName("__medssl_s4"), VectorType(16)] public VBuffer<float> S4 { get; set; }
    [ColumnName("__medssl_s5"), VectorType(32)] public VBuffer<float> S5 { get; set; }
    [ColumnName("__medssl_s6"), VectorType(64)] public VBuffer<float> S6 { get; set; }
    [ColumnName("__medssl_s7"), VectorType(128)] public VBuffer<float> S7 { get; set; }
    [ColumnName("__medssl_s8"), VectorType(256)] public VBuffer<float> S8 { get; set; }
    [ColumnName("__medssl_s9"), VectorType(512)] public VBuffer<float> S9 { get; set; }
    [ColumnName("__medssl_s10"), VectorType(1024)] public VBuffer<float> S10 { get; set; }
    [ColumnName("__medssl_s11"), VectorType(2048)] public VBuffer<float> S11 { get; set; }
    [ColumnName("__medssl_s12"), VectorType(4096)] public VBuffer<float> S12 { get; set; }
    [ColumnName("__medssl_s13"), VectorType(8192)] public VBuffer<float> S13 { get; set; }

    [ColumnName("__medssl_p0"), VectorType(1)] public VBuffer<float> P0 { get; set; }
    [ColumnName("__medssl_p1"), VectorType(2)] public VBuffer<float> P1 { get; set; }
    [ColumnName("__medssl_p2"), VectorType(4)] public VBuffer<float> P2 { get; set; }
    [ColumnName("__medssl_p3"), VectorType(8)] public VBuffer<float> P3 { get; set; }
    [ColumnName("__medssl_p4"), VectorType(16)] public VBuffer<float> P4 { get; set; }
    [ColumnName("__medssl_p5"), VectorType(32)] public VBuffer<float> P5 { get; set; }
    [ColumnName("__medssl_p6"), VectorType(64)] public VBuffer<float> P6 { get; set; }
    [ColumnName("__medssl_p7"), VectorType(128)] public VBuffer<float> P7 { get; set; }
    [ColumnName("__medssl_p8"), VectorType(256)] public VBuffer<float> P8 { get; set; }
    [ColumnName("__medssl_p9"), VectorType(512)] public VBuffer<float> P9 { get; set; }
    [ColumnName("__medssl_p10"), VectorType(1024)] public VBuffer<float> P10 { get; set; }
    [ColumnName("__medssl_p11"), VectorType(2048)] public VBuffer<float> P11 { get; set; }
    [ColumnName("__medssl_p12"), VectorType(4096)] public VBuffer<float> P12 { get; set; }
    [ColumnName("__medssl_p13"), VectorType(8192)] public VBuffer<float> P13 { get; set; }

    [ColumnName("__medssl_l0"), VectorType(1)] public VBuffer<bool> L0 { get; set; }
    [ColumnName("__medssl_l1"), VectorType(2)] public VBuffer<bool> L1 { get; set; }
    [ColumnName("__medssl_l2"), VectorType(4)] public VBuffer<bool> L2 { get; set; }
    [ColumnName("__medssl_l3"), VectorType(8)] public VBuffer<bool> L3 { get; set; }
    [ColumnName("__medssl_l4"), VectorType(16)] public VBuffer<bool> L4 { get; set; }
    [ColumnName("__medssl_l5"), VectorType(32)] public VBuffer<bool> L5 { get; set; }
    [ColumnName("__medssl_l6"), VectorType(64)] public VBuffer<bool> L6 { get; set; }
    [ColumnName("__medssl_l7"), VectorType(128)] public VBuffer<bool> L7 { get; set; }
    [ColumnName("__medssl_l8"), VectorType(256)] public VBuffer<bool> L8 { get; set; }
    [ColumnName("__medssl_l9"), VectorType(512)] public VBuffer<bool> L9 { get; set; }
    [ColumnName("__medssl_l10"), VectorType(1024)] public VBuffer<bool> L10 { get; set; }
    [ColumnName("__medssl_l11"), VectorType(2048)] public VBuffer<bool> L11 { get; set; }
    [ColumnName("__medssl_l12"), VectorType(4096)] public VBuffer<bool> L12 { get; set; }
    [ColumnName("__medssl_l13"), VectorType(8192)] public VBuffer<bool> L13 { get; set; }
}

/// <summary>A vector in blocks of powers of two, and a text: the classes' probabilities and the predicted class.</summary>
internal sealed class ClassBlocks
{
    internal const string Name = "__medssl_class";
    internal static readonly BlockTable<ClassBlocks, float> Scores = new("S");

    [ColumnName("__medssl_s0"), VectorType(1)] public VBuffer<float> S0 { get; set; }
    [ColumnName("__medssl_s1"), VectorType(2)] public VBuffer<float> S1 { get; set; }
    [ColumnName("__medssl_s2"), VectorType(4)] public VBuffer<float> S2 { get; set; }
    [ColumnName("__medssl_s3"), VectorType(8)] public VBuffer<float> S3 { get; set; }
    [ColumnName("__medssl_s4"), VectorType(16)] public VBuffer<float> S4 { get; set; }
    [ColumnName("__medssl_s5"), VectorType(32)] public VBuffer<float> S5 { get; set; }
    [ColumnName("__medssl_s6"), VectorType(64)] public VBuffer<float> S6 { get; set; }
    [ColumnName("__medssl_s7"), VectorType(128)] public VBuffer<float> S7 { get; set; }
    [ColumnName("__medssl_s8"), VectorType(256)] public VBuffer<float> S8 { get; set; }
    [ColumnName("__medssl_s9"), VectorType(512)] public VBuffer<float> S9 { get; set; }
    [ColumnName("__medssl_s10"), VectorType(1024)] public VBuffer<float> S10 { get; set; }
    [ColumnName("__medssl_s11"), VectorType(2048)] public VBuffer<float> S11 { get; set; }
    [ColumnName("__medssl_s12"), VectorType(4096)] public VBuffer<float> S12 { get; set; }
    [ColumnName("__medssl_s13"), VectorType(8192)] public VBuffer<float> S13 { get; set; }

    [ColumnName(Name)] public ReadOnlyMemory<char> Class { get; set; }
}

/// <summary>What a saved binary classifier makes.</summary>
internal sealed class DecisionColumns
{
    internal const string ScoreName = "__medssl_score", ProbabilityName = "__medssl_probability", PredictedName = "__medssl_predicted";

    [ColumnName(ScoreName)] public float Score { get; set; }
    [ColumnName(ProbabilityName)] public float Probability { get; set; }
    [ColumnName(PredictedName)] public bool Predicted { get; set; }
}
