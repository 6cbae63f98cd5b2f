using System.Globalization;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet;

/// <summary>Pairs of two images of one bag with these views.</summary>
/// <param name="First">A view; empty where unknown. Not after <paramref name="Second"/> in the alphabet.</param>
/// <param name="Second">The other view.</param>
/// <param name="Count">How many pairs.</param>
public sealed record ViewPairCount(string First, string Second, long Count);

/// <summary>What a set of images gives MICLe: bags (patients), images in each, and pairs. Made by <c>ml.SelfSupervised.DescribeBags</c>.</summary>
public sealed record BagReport
{
    /// <summary>Images.</summary>
    public int Images { get; private init; }

    /// <summary>Bags, i.e. different values of the bag column.</summary>
    public int Bags { get; private init; }

    /// <summary>Bags with one image.</summary>
    public int Singletons { get; private init; }

    /// <summary>How many bags have 1, 2, 3 … images; sizes that no bag has are left out.</summary>
    public IReadOnlyDictionary<int, int> BagsBySize { get; private init; } = new SortedDictionary<int, int>();

    /// <summary>Pairs of two different images of one bag: Σ M (M − 1) / 2.</summary>
    public long Pairs { get; private init; }

    /// <summary>The pairs by the two images' views, most frequent first; empty without a view column.</summary>
    public IReadOnlyList<ViewPairCount> PairsByView { get; private init; } = [];

    /// <summary>Pairs whose images are known to be of one study; null without a study column.</summary>
    public long? PairsOfOneStudy { get; private init; }

    /// <summary>Pairs whose images are known to be of two studies; null without a study column.</summary>
    public long? PairsOfTwoStudies { get; private init; }

    /// <summary>Pairs that meet the options' conditions on view and study.</summary>
    public long UsablePairs { get; private init; }

    /// <summary>Bags without such a pair: those with one image, and those whose images do not fit; <see cref="MicleOptions.Singletons"/> says what becomes of them.</summary>
    public int BagsWithoutPair { get; private init; }

    /// <summary>Bags that take part in the training.</summary>
    public int UsedBags { get; private init; }

    /// <summary>Pairs in an epoch, an image with itself being one too; with <see cref="BagPairing.MultiPositive"/>, bags in an epoch.</summary>
    public long PairsPerEpoch { get; private init; }

    /// <summary>Batches in an epoch.</summary>
    public int BatchesPerEpoch { get; private init; }

    /// <summary>The most pairs that one bag gives in an epoch.</summary>
    public int PairsPerBag { get; private init; }

    /// <summary>All numbers on one line.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture,
            $"{Images} images in {Bags} bags, {Singletons} of one image; images per bag: {string.Join(", ", BagsBySize.Select(size => $"{size.Key} in {size.Value}"))}; {Pairs} pairs"));
        if (PairsByView.Count > 0)
            text.Append(" (").AppendJoin(", ", PairsByView.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{Name(pair.First)}-{Name(pair.Second)} {pair.Count}"))).Append(')');
        if (PairsOfOneStudy is { } one)
            text.Append(CultureInfo.InvariantCulture, $", {one} of one study, {PairsOfTwoStudies} of two");
        text.Append(CultureInfo.InvariantCulture, $"; {UsablePairs} meet the conditions, {BagsWithoutPair} bags have none; ")
            .Append(CultureInfo.InvariantCulture, $"an epoch: {UsedBags} bags, {PairsPerEpoch} pairs or groups, {BatchesPerEpoch} batches");
        return text.ToString();
    }

    private static string Name(string view) => view.Length == 0 ? "?" : view;

    /// <summary>Reads the text columns of a data view.</summary>
    internal static BagReport Read(IDataView data, string bagColumn, MicleOptions options)
    {
        string[] names = [bagColumn, .. TextColumns(options)];
        DataViewSchema.Column[] columns = [.. names.Select(name => Find(data.Schema, name))];
        List<string>[] values = [.. names.Select(_ => new List<string>())];
        using (var cursor = data.GetRowCursor(columns.DistinctBy(column => column.Index)))
        {
            var getters = columns.Select(column => cursor.GetGetter<ReadOnlyMemory<char>>(column)).ToArray();
            ReadOnlyMemory<char> text = default;
            while (cursor.MoveNext())
                for (int i = 0; i < names.Length; i++)
                {
                    getters[i](ref text);
                    values[i].Add(text.ToString());
                }
        }
        int empty = values[0].FindIndex(string.IsNullOrWhiteSpace);
        if (empty >= 0)
            throw new ArgumentException($"MICLe: column '{bagColumn}' is empty in some rows, the first being row {empty + 1}. Give every image a patient, or leave those rows out.");
        IReadOnlyList<string>? Column(string? name) => name is null ? null : values[Array.LastIndexOf(names, name)];
        return Of(new BagColumns(values[0], Column(options.ViewColumnName), Column(options.StudyColumnName)), options);
    }

    /// <summary>Counts what is in memory.</summary>
    internal static BagReport Of(BagColumns images, MicleOptions options)
    {
        var any = Bag.Of(images with { Views = null, Studies = null }, options with { PairViews = PairCondition.Any, PairStudies = PairCondition.Any });
        var pairs = any.SelectMany(bag => bag.Pairs).ToArray();
        var sampler = new BagSampler(images, options, 0);
        long? StudyPairs(PairCondition which) => images.Studies is null ? null
            : pairs.LongCount(pair => Bag.IsPair(pair.First, pair.Second, images, options with { PairViews = PairCondition.Any, PairStudies = which }));
        return new BagReport
        {
            Images = images.Bags.Count,
            Bags = any.Length,
            Singletons = any.Count(bag => bag.Rows.Length == 1),
            BagsBySize = new SortedDictionary<int, int>(any.GroupBy(bag => bag.Rows.Length).ToDictionary(size => size.Key, size => size.Count())),
            Pairs = pairs.Length,
            PairsByView = images.Views is { } views ? ByView(pairs, views) : [],
            PairsOfOneStudy = StudyPairs(PairCondition.Same),
            PairsOfTwoStudies = StudyPairs(PairCondition.Different),
            UsablePairs = sampler.UsablePairs,
            BagsWithoutPair = sampler.Singletons,
            UsedBags = sampler.Bags,
            PairsPerEpoch = sampler.PairsPerEpoch,
            BatchesPerEpoch = sampler.StepsPerEpoch(0),
            PairsPerBag = sampler.PairsPerBag,
        };
    }

    private static IReadOnlyList<ViewPairCount> ByView((int First, int Second)[] pairs, IReadOnlyList<string> views) =>
        [.. pairs.Select(pair => (A: views[pair.First].Trim().ToUpperInvariant(), B: views[pair.Second].Trim().ToUpperInvariant()))
            .GroupBy(pair => string.CompareOrdinal(pair.A, pair.B) <= 0 ? pair : (pair.B, pair.A))
            .Select(group => new ViewPairCount(group.Key.Item1, group.Key.Item2, group.LongCount()))
            .OrderByDescending(count => count.Count).ThenBy(count => count.First, StringComparer.Ordinal).ThenBy(count => count.Second, StringComparer.Ordinal)];

    /// <summary>The text columns beside the bag column that the options name.</summary>
    internal static IReadOnlyList<string> TextColumns(MicleOptions options) =>
        [.. new[] { options.ViewColumnName, options.StudyColumnName }.OfType<string>()];

    /// <summary>Bags, views and studies of images.</summary>
    internal static BagColumns Columns(TrainingImages images, MicleOptions options) => new(images.Groups,
        options.ViewColumnName is { } view ? images.Text(view) : null, options.StudyColumnName is { } study ? images.Text(study) : null);

    /// <exception cref="ArgumentException">Fewer bags take part than a batch holds.</exception>
    internal static void CheckBatch(string stage, BagSampler sampler, string bagColumn, MicleOptions options)
    {
        if (sampler.Bags >= options.BatchSize)
            return;
        string left = options.Singletons == SingletonPolicy.LeaveOut && sampler.Singletons > 0
            ? $" with a pair ({sampler.Singletons} without are left out, see {nameof(MicleOptions.Singletons)})" : "";
        throw new ArgumentException($"{stage}: {nameof(MicleOptions.BatchSize)} is {options.BatchSize}, but column '{bagColumn}' has only " +
            $"{sampler.Bags} different values{left}, and a batch holds each once. Lower it to {sampler.Bags} or less, or add patients.");
    }

    private static DataViewSchema.Column Find(DataViewSchema schema, string name)
    {
        var column = schema.GetColumnOrNull(name)
            ?? throw new ArgumentException($"MICLe: there is no column '{name}'; the data have {string.Join(", ", schema.Select(c => $"'{c.Name}'"))}.");
        return column.Type is TextDataViewType ? column : throw new ArgumentException($"MICLe: column '{name}' is {column.Type}; it must be text.");
    }
}
