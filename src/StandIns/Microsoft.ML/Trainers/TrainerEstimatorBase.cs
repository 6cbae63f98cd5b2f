using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>An estimator that learns a model from a feature column, mostly a label column and perhaps a column of weights.</summary>
public abstract class TrainerEstimatorBase<TTransformer, TModel> : ITrainerEstimator<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    public readonly SchemaShape.Column FeatureColumn;
    /// <summary>Has no name when the trainer learns without labels.</summary>
    public readonly SchemaShape.Column LabelColumn;
    /// <summary>Has no name when rows are not weighted.</summary>
    public readonly SchemaShape.Column WeightColumn;

    private protected TrainerEstimatorBase(IHost host, TrainerInputBaseWithWeight columns, DataViewType labelType)
        : this(host, columns.FeatureColumnName, columns.ExampleWeightColumnName)
    {
        Check.NonEmpty(columns.LabelColumnName, "labelColumnName");
        LabelColumn = SchemaShape.Column.Create(columns.LabelColumnName, labelType);
    }

    private protected TrainerEstimatorBase(IHost host, UnsupervisedTrainerInputBaseWithWeight columns)
        : this(host, columns.FeatureColumnName, columns.ExampleWeightColumnName)
    {
    }

    private TrainerEstimatorBase(IHost host, string featureColumnName, string exampleWeightColumnName)
    {
        Check.NonEmpty(featureColumnName, nameof(featureColumnName));
        Host = host;
        FeatureColumn = SchemaShape.Column.Create(featureColumnName, new VectorDataViewType(NumberDataViewType.Single, 1));
        if (exampleWeightColumnName != null)
            WeightColumn = SchemaShape.Column.Create(exampleWeightColumnName, NumberDataViewType.Single);
    }

    public abstract TrainerInfo Info { get; }

    private protected IHost Host { get; }

    public TTransformer Fit(IDataView input) => Train(input, null);

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        Find(inputSchema, FeatureColumn, "feature");
        SchemaShape.Column label = LabelColumn.Name == null ? default : Find(inputSchema, LabelColumn, "label");
        if (WeightColumn.Name != null)
            Find(inputSchema, WeightColumn, "weight");
        return inputSchema.With(GetOutputColumns(label));
    }

    /// <summary>Checks the columns, reads the rows and learns, from a given model on if there is one.</summary>
    private protected TTransformer Train(IDataView data, TModel start)
    {
        Check.Value(data, nameof(data));
        GetOutputSchema(SchemaShape.Create(data.Schema));
        DataViewSchema.Column features = data.Schema[FeatureColumn.Name];
        DataViewSchema.Column? label = LabelColumn.Name == null ? null : data.Schema[LabelColumn.Name];
        DataViewSchema.Column? weight = WeightColumn.Name == null ? null : data.Schema[WeightColumn.Name];
        using IChannel channel = Host.Start("Training");
        TrainingRows rows = TrainingRows.Read(data, features, label, weight, channel);
        return MakeTransformer(TrainModel(rows, label.GetValueOrDefault(), start), features, label.GetValueOrDefault());
    }

    private protected abstract SchemaShape.Column[] GetOutputColumns(SchemaShape.Column label);

    private protected abstract TModel TrainModel(TrainingRows rows, DataViewSchema.Column label, TModel start);

    private protected abstract TTransformer MakeTransformer(TModel model, DataViewSchema.Column features, DataViewSchema.Column label);

    private static SchemaShape.Column Find(SchemaShape schema, SchemaShape.Column wanted, string role)
    {
        if (!schema.TryFindColumn(wanted.Name, out SchemaShape.Column found))
            throw Check.MissingColumn(role, wanted.Name);
        return wanted.IsCompatibleWith(found) ? found : throw Check.SchemaMismatch(role, wanted.Name, wanted.TypeString(), found.TypeString());
    }
}
