namespace MedSsl.MLNet;

/// <summary>The views of an image whose features are averaged for its score.</summary>
public enum TestTimeAugmentation
{
    /// <summary>The image alone.</summary>
    None,

    /// <summary>The image and its mirror image: twice the work.</summary>
    Mirror,

    /// <summary>
    /// The whole image and four crops of 7/8 of its sides, one at each corner, and the mirror images of all five: ten times the work. (Krizhevsky et al.
    /// 2012 have a fifth crop, at the centre, where this has the whole image.) Without mirror images, five times the work, where
    /// <see cref="FineTuneOptions.FlipAveraging"/> forbids them.
    /// </summary>
    TenCrop,
}
