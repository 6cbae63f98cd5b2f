using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>A trainer for several classes made of one for two.</summary>
public abstract class MetaMulticlassTrainer<TTransformer, TModel> : ITrainerEstimator<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    private protected MetaMulticlassTrainer(IHost host, string labelColumnName, TrainerInfo binaryTrainer)
    {
        Check.NonEmpty(labelColumnName, nameof(labelColumnName));
        Host = host;
        LabelColumn = new SchemaShape.Column(labelColumnName, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, isKey: true);
        // The rows are read once a class.
        Info = new TrainerInfo(binaryTrainer.NeedNormalization, wantCaching: true);
    }

    public TrainerInfo Info { get; }

    private protected IHost Host { get; }

    private protected SchemaShape.Column LabelColumn { get; }

    public abstract TTransformer Fit(IDataView input);

    /// <summary>Only the label is checked: the binary trainer checks its features when it is fitted.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        if (!inputSchema.TryFindColumn(LabelColumn.Name, out SchemaShape.Column label))
            throw Check.MissingColumn("label", LabelColumn.Name);
        if (!LabelColumn.IsCompatibleWith(label))
            throw Check.SchemaMismatch("label", LabelColumn.Name, LabelColumn.TypeString(), label.TypeString());
        return inputSchema.With(ScoreColumns.MulticlassShape(label));
    }
}
