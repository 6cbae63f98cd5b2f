namespace MedSsl.MLNet;

/// <summary>What a split does with two image files of the same content that belong to different patients.</summary>
public enum SameImagePolicy
{
    /// <summary>Refuses them: one patient may be listed under two names, or one image twice. The default.</summary>
    Refuse,

    /// <summary>Puts all images of those patients in one part.</summary>
    KeepTogether,

    /// <summary>Does not look: no image file is opened.</summary>
    Ignore,
}
