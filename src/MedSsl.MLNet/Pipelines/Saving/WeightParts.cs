using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MedSsl.MLNet;

/// <summary>
/// How the encoders of a model travel in it, with ML.NET's public API alone: in a chain of stock transformers at its beginning, which makes a column that
/// holds them. A mapping makes an empty holder; for each chunk of the weights a lookup gives the chunk, as long as the holder is not full, and a mapping adds
/// it; the key is dropped. Once the holder is full every lookup gives one byte instead: a lookup copies.
/// </summary>
internal static class WeightParts
{
    internal const string Key = "__medssl_weights", Chunk = "__medssl_chunk", Store = "__medssl_store";
    internal const string KeyContract = "MedSsl.MLNet/weights/1";
    internal const string ChunkContract = "MedSsl.MLNet/weights-chunk/1";
    internal const string EndContract = "MedSsl.MLNet/weights-end/1";

    /// <summary>The chain that makes the column.</summary>
    internal static ITransformer Save(MLContext ml, WeightStore store)
    {
        var add = ml.Transforms.CustomMapping(new WeightChunkFactory().GetMapping(), ChunkContract).Fit(NoRows<ChunkRow>(ml));
        var parts = new List<ITransformer> { ml.Transforms.CustomMapping(new WeightKeyFactory().GetMapping(), KeyContract).Fit(NoRows<NoColumns>(ml)) };
        Task<ITransformer>? ahead = null;
        int count = WeightChunk.Count(store);
        // One is saved while the next is made.
        byte[]?[] chunks = new byte[2][];
        for (int i = 0; i < count; i++)
        {
            int index = i;
            // ML.NET compresses a lookup when it is made and once more when it is saved: the next is made while one is saved.
            parts.Add(new SavedLater(() =>
            {
                ITransformer lookup = ahead is null ? Lookup(store, index, ref chunks[index % 2]) : ahead.GetAwaiter().GetResult();
                ahead = index + 1 < count ? Task.Run(() => Lookup(store, index + 1, ref chunks[(index + 1) % 2])) : null;
                return lookup;
            }));
            parts.Add(add);
        }
        parts.Add(ml.Transforms.DropColumns(Key, Chunk).Fit(NoRows<ChunkRow>(ml)));
        return new TransformerChain<ITransformer>([.. parts]);
    }

    /// <summary>The chain that drops the column when no stage needs it any more.</summary>
    internal static ITransformer End(MLContext ml) => new TransformerChain<ITransformer>(
        ml.Transforms.CustomMapping(new WeightEndFactory().GetMapping(), EndContract).Fit(NoRows<NoColumns>(ml)),
        ml.Transforms.DropColumns(Store, WeightEnd.Name).Fit(NoRows<EndRow>(ml)));

    internal static bool IsSaved(ITransformer part) => First(part) is CustomMappingTransformer<NoColumns, WeightKey>;

    internal static bool IsEnd(ITransformer part) => First(part) is CustomMappingTransformer<NoColumns, WeightEnd>;

    /// <summary>The lookups of a loaded chain.</summary>
    internal static List<ITransformer?> Lookups(ITransformer part) => [.. ((IEnumerable<ITransformer>)part).OfType<ValueMappingTransformer>()];

    /// <summary>The encoders in a loaded chain's lookups; takes each out of the list when it has been read.</summary>
    /// <exception cref="InvalidDataException">Weights are missing or were altered.</exception>
    internal static IReadOnlyDictionary<string, TrainedEncoder> Read(MLContext ml, List<ITransformer?> lookups)
    {
        var reader = new WeightReader();
        var ask = ml.Data.LoadFromEnumerable<WeightKeyRow>([new WeightKeyRow { Key = 1 }]);
        VBuffer<byte> chunk = default;
        for (int i = 0; i < lookups.Count; i++)
        {
            Look(lookups[i]!.Transform(ask), ref chunk);
            lookups[i] = null;
            reader.Add(chunk.GetValues());
        }
        return reader.Encoders;
    }

    private static void Look(IDataView row, ref VBuffer<byte> chunk)
    {
        using var cursor = row.GetRowCursor([row.Schema[Chunk]]);
        var get = cursor.GetGetter<VBuffer<byte>>(row.Schema[Chunk]);
        cursor.MoveNext();
        get(ref chunk);
    }

    private static ITransformer Lookup(WeightStore store, int index, ref byte[]? chunk)
    {
        chunk = WeightChunk.Make(store, index, chunk);
        var ml = new MLContext();
        return ml.Transforms.Conversion.MapValue(Chunk, new KeyValuePair<int, byte[]>[] { new(0, new byte[1]), new(1, chunk) }, Key)
            .Fit(NoRows<WeightKeyRow>(ml));
    }

    private static ITransformer? First(ITransformer part) =>
        part is TransformerChain<ITransformer> chain ? ((IEnumerable<ITransformer>)chain).FirstOrDefault() : null;

    private static IDataView NoRows<TRow>(MLContext ml) where TRow : class => ml.Data.LoadFromEnumerable(Array.Empty<TRow>());

    private sealed class WeightKeyRow
    {
        [ColumnName(WeightParts.Key)]
        public int Key { get; set; }
    }

    private sealed class ChunkRow
    {
        [ColumnName(WeightParts.Key)]
        public int Key { get; set; }

        [ColumnName(WeightParts.Chunk), VectorType]
        public VBuffer<byte> Chunk { get; set; }

        [ColumnName(WeightParts.Store), WeightHolderType]
        public WeightHolder? Store { get; set; }
    }

    private sealed class EndRow
    {
        [ColumnName(WeightParts.Store), WeightHolderType]
        public WeightHolder? Store { get; set; }

        [ColumnName(WeightEnd.Name)]
        public bool End { get; set; }
    }

    /// <summary>A part of a chain that is made when it is saved, so that not all are in memory together.</summary>
    private sealed class SavedLater(Func<ITransformer> make) : ITransformer
    {
        public bool IsRowToRowMapper => true;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => throw Unusable();

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw Unusable();

        public IDataView Transform(IDataView input) => throw Unusable();

        public void Save(ModelSaveContext ctx) => make().Save(ctx);

        private static InvalidOperationException Unusable() => new("This is a part of a model that is being saved; it scores only after it has been loaded.");
    }
}
