using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A transformer that adds what a model predicts.</summary>
public abstract class PredictionTransformerBase<TModel> : IPredictionTransformer<TModel>, IDisposable where TModel : class
{
    private protected PredictionTransformerBase(IHost host, TModel model)
    {
        Host = host;
        Model = model;
    }

    public TModel Model { get; }

    bool ITransformer.IsRowToRowMapper => true;

    private protected IHost Host { get; }

    public abstract DataViewSchema GetOutputSchema(DataViewSchema inputSchema);

    public IDataView Transform(IDataView input)
    {
        Check.Value(input, nameof(input));
        return new MappedView(input, Bind(input.Schema));
    }

    public void Dispose() => (Model as IDisposable)?.Dispose();

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => Bind(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        Check.Value(ctx, nameof(ctx));
        SaveModel(ctx);
    }

    private protected RowMapping Bind(DataViewSchema schema)
    {
        Check.Value(schema, "inputSchema");
        return new RowMapping(MakeRowMapper(schema));
    }

    private protected abstract RowMapper MakeRowMapper(DataViewSchema schema);

    private protected abstract void SaveModel(ModelSaveContext ctx);
}

/// <summary>One whose model reads a single feature column.</summary>
public abstract class SingleFeaturePredictionTransformerBase<TModel> : PredictionTransformerBase<TModel>, ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    private const string TrainSchema = "TrainSchema";

    private protected SingleFeaturePredictionTransformerBase(IHost host, TModel model, string featureColumnName, DataViewType featureColumnType)
        : base(host, model)
    {
        FeatureColumnName = featureColumnName;
        FeatureColumnType = featureColumnType;
    }

    public string FeatureColumnName { get; }

    public DataViewType FeatureColumnType { get; }

    public sealed override DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema).OutputSchema;

    /// <summary>The feature column of a schema, which must have the type the model was trained on.</summary>
    private protected DataViewSchema.Column FindFeatures(DataViewSchema schema)
    {
        DataViewSchema.Column features = Check.Find(schema, FeatureColumnName, "feature");
        return features.Type.Equals(FeatureColumnType)
            ? features
            : throw Check.SchemaMismatch("feature", FeatureColumnName, FeatureColumnType.ToString(), features.Type.ToString());
    }

    /// <summary>Writes the model, the columns it was trained on and the name of the feature column.</summary>
    private protected void SaveParts(ModelSaveContext ctx, params DataViewSchema.DetachedColumn[] more)
    {
        ctx.SaveModel((ICanSaveModel)Model, "Model");
        var schema = new DataViewSchema.Builder();
        schema.AddColumn(FeatureColumnName, FeatureColumnType);
        schema.AddColumns(more);
        ctx.SaveBinaryStream(TrainSchema, writer => IdvFile.Write(writer.BaseStream, schema.ToSchema()));
        ctx.SaveString(FeatureColumnName);
    }

    private protected static (TModel Model, DataViewSchema Schema, DataViewSchema.Column Features) LoadParts(IHostEnvironment env, ModelLoadContext ctx)
    {
        var model = ctx.LoadModel<TModel>(env, "Model");
        DataViewSchema schema = ctx.LoadData(TrainSchema).Schema;
        DataViewSchema.Column? features = schema.GetColumnOrNull(ctx.LoadString());
        ctx.Require(features?.Type is VectorDataViewType { ItemType: var item } && item == NumberDataViewType.Single, "the feature column is not in the schema");
        return (model, schema, features.Value);
    }
}
