using Microsoft.ML;

namespace MedSsl.MLNet;

/// <summary>
/// Images of one class each: fine-tuning whose results ML.NET's own <c>ml.MulticlassClassification.Evaluate</c> and <c>ml.BinaryClassification.Evaluate</c> read.
/// Reached as <c>ml.MedicalClassification</c>, since ML.NET's catalogs do not show an outside package their environment. For several labels an image, see
/// <see cref="MultiLabelClassificationCatalog"/>.
/// </summary>
/// <remarks>
/// <code>
/// var pipeline = ml.Transforms.Conversion.MapValueToKey("Label", "Diagnosis")
///     .Append(ml.MedicalImages.Load("Image", "ImagePath", size: 224))
///     .Append(ml.SelfSupervised.SimClr("Features", "Image"))
///     .Append(ml.MedicalClassification.Multiclass.FineTune("Label", "Features"));
/// var metrics = ml.MulticlassClassification.Evaluate(pipeline.Fit(train).Transform(test));
/// </code>
/// </remarks>
public sealed class MedicalClassificationCatalog
{
    internal MedicalClassificationCatalog(MLContext ml)
    {
        ArgumentNullException.ThrowIfNull(ml);
        (Multiclass, Binary) = (new(ml), new(ml));
    }

    /// <summary>One of several classes an image.</summary>
    public MulticlassTrainers Multiclass { get; }

    /// <summary>Yes or no.</summary>
    public BinaryTrainers Binary { get; }
}
