using Microsoft.ML;

namespace MedSsl.MLNet;

/// <summary>The way in: five properties that this package adds to <see cref="MLContext"/>.</summary>
/// <remarks>
/// A whole job, from files to a saved model:
/// <code>
/// var ml = new MLContext(seed: 1);
/// IDataView data = ml.MedicalImages.LoadManifest("manifest.csv");
/// var split = ml.MedicalImages.Split(data, new() { Train = 0.75, Validation = 0, Test = 0.25 });
///
/// var pipeline = ml.MedicalImages.Load("Image", "ImagePath", size: 224)
///     .Append(ml.SelfSupervised.SimClr("Features", "Image", new() { Encoder = Encoders.ResNet50() }))
///     .Append(ml.SelfSupervised.Micle("Features", "Image", bagColumnName: "PatientId"))
///     .Append(ml.MultiLabelClassification.Trainers.FineTune("Labels", "Features"));
///
/// ITransformer model = pipeline.Fit(split.Train);
/// MultiLabelMetrics metrics = ml.MultiLabelClassification.Evaluate(model.Transform(split.Test), "Labels");
/// ml.Model.Save(model, data.Schema, "model.zip");
/// </code>
/// </remarks>
public static class MLContextExtensions
{
    extension(MLContext ml)
    {
        /// <summary>Manifests and image files: <c>LoadManifest</c> reads the list of images and labels, <c>Split</c> divides it by patient, <c>Load</c> reads the pixels.</summary>
        public MedicalImagesCatalog MedicalImages => new(ml);

        /// <summary>Pretraining without labels: SimCLR and MICLe, and an encoder with random weights to compare with.</summary>
        public SelfSupervisedCatalog SelfSupervised => new(ml);

        /// <summary>Several findings an image: fine-tuning of a pretrained encoder, and evaluation with patient-bootstrap intervals.</summary>
        public MultiLabelClassificationCatalog MultiLabelClassification => new(ml);

        /// <summary>One class an image: fine-tuning for ML.NET's own multiclass and binary evaluation.</summary>
        public MedicalClassificationCatalog MedicalClassification => new(ml);

        /// <summary>Saved models: saving in one step, restoring the typed transformers, trimming what scoring does not need.</summary>
        public MedicalModelsCatalog MedicalModels => new(ml);
    }
}
