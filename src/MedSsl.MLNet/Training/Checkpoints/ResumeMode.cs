namespace MedSsl.MLNet;

/// <summary>What a stage does with checkpoints of its own that it finds.</summary>
public enum ResumeMode
{
    /// <summary>Goes on from the newest that can be used; starts from the beginning where there is none.</summary>
    Auto,

    /// <summary>Starts from the beginning; its own first checkpoint replaces those that were there.</summary>
    Never,

    /// <summary>As <see cref="Auto"/>, but fails where there is none that can be used.</summary>
    Required,
}
