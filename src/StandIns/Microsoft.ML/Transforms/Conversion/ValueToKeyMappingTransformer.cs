using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableModel(ValueToKeyMappingTransformer.LoaderSignature, typeof(ValueToKeyMappingTransformer))]

namespace Microsoft.ML.Transforms;

public sealed class ValueToKeyMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "TermTransform";
    private const string Vocabulary = "Vocabulary";
    private static readonly VersionInfo _version = new("TERMTRNF", 0x00010003, 0x00010003, LoaderSignature, "Microsoft.ML.Data");
    private static readonly VersionInfo _vocabularyVersion = new("TERM MAN", 0x00010002, 0x00010002, "TermManager", "Microsoft.ML.Data");
    private readonly Terms[] _terms;
    private readonly bool[] _asText;

    internal ValueToKeyMappingTransformer(IHostEnvironment env, (string OutputColumnName, string InputColumnName)[] columns, Terms[] terms, bool[] asText)
        : base(env.Register(nameof(ValueToKeyMappingTransformer)), columns)
    {
        _terms = terms;
        _asText = asText;
    }

    internal static ValueToKeyMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckVersion(_version);
        var columns = LoadColumns(ctx);
        bool[] asText = Array.ConvertAll(columns, _ => ctx.LoadBoolean());
        Terms[] terms = ctx.LoadSubModel(Vocabulary, _vocabularyVersion, vocabulary =>
        {
            var terms = new Terms[vocabulary.LoadCount(1 + sizeof(int))];
            vocabulary.Require(terms.Length == columns.Length, $"there are {terms.Length} vocabularies for {columns.Length} columns");
            for (int i = 0; i < terms.Length; i++)
                terms[i] = Terms.Load(vocabulary);
            return terms;
        });
        return new ValueToKeyMappingTransformer(env, columns, terms, asText);
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(_version);
        SaveColumns(ctx);
        foreach (bool asText in _asText)
            ctx.Writer.Write(asText);
        ctx.SaveSubModel(Vocabulary, _vocabularyVersion, vocabulary =>
        {
            vocabulary.Writer.Write(_terms.Length);
            foreach (Terms terms in _terms)
                terms.Save(vocabulary);
        });
    }

    private protected override RowMapper MakeRowMapper(DataViewSchema schema) => new Mapper(schema, this);

    private sealed class Mapper : OneToOneRowMapper
    {
        private readonly ValueToKeyMappingTransformer _owner;

        internal Mapper(DataViewSchema schema, ValueToKeyMappingTransformer owner) : base(schema, owner.ColumnPairs)
        {
            _owner = owner;
            for (int i = 0; i < Inputs.Count; i++)
            {
                DataViewType item = (Inputs[i].Type as VectorDataViewType)?.ItemType ?? Inputs[i].Type;
                if (!item.Equals(owner._terms[i].Type))
                    throw Check.SchemaMismatch("input", Inputs[i].Name, owner._terms[i].Type.ToString(), Inputs[i].Type.ToString());
            }
        }

        internal override DataViewSchema.DetachedColumn[] GetOutputColumns() => [.. ColumnPairs.Select((pair, i) =>
        {
            Terms terms = _owner._terms[i];
            var annotations = new DataViewSchema.Annotations.Builder();
            if (terms.Count > 0)
                terms.AddKeyValues(annotations, _owner._asText[i]);
            annotations.Add(Inputs[i].Annotations, name => name == AnnotationKinds.SlotNames);
            var key = new KeyDataViewType(typeof(uint), Math.Max(terms.Count, 1));
            DataViewType type = Inputs[i].Type is VectorDataViewType vector ? new VectorDataViewType(key, vector.Dimensions) : key;
            return new DataViewSchema.DetachedColumn(pair.OutputColumnName, type, annotations.ToAnnotations());
        })];

        internal override Delegate CreateGetter(DataViewRow input, int output, out Action disposer)
        {
            disposer = null;
            return _owner._terms[output].CreateGetter(input, input.Schema[Inputs[output].Index]);
        }
    }
}
