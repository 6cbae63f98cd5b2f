using Microsoft.ML;
using Microsoft.ML.Data;

namespace StandIns.Tests.MicrosoftML.Data;

/// <summary>Take, skip, filter, shuffle, cache and split.</summary>
public sealed class RowOperationTests
{
    private readonly MLContext _ml = new(1);

    private sealed class Row
    {
        public int Id { get; set; }
        public float Value { get; set; }
        public string Patient { get; set; } = "";
        [KeyType(10)] public uint Key { get; set; }
        [VectorType(2)] public float[] Pair { get; set; } = [];
    }

    private static Row[] Rows(int count) => [.. Enumerable.Range(0, count).Select(i => new Row
    {
        Id = i,
        Value = i % 7 == 6 ? float.NaN : i,
        Patient = $"p{i / 5}",
        Key = (uint)(i % 10),
        Pair = [i, i % 4 == 3 ? float.NaN : 1],
    })];

    private static int[] Ids(IDataView data) => [.. data.GetColumn<int>("Id")];

    private static string[] Patients(IDataView data) => [.. data.GetColumn<string>("Patient").Distinct()];

    private IDataView Load(int count) => _ml.Data.LoadFromEnumerable(Rows(count));

    [Fact]
    public void Take_and_skip_give_consecutive_rows()
    {
        IDataView data = Load(10);

        Assert.Equal([0, 1, 2], Ids(_ml.Data.TakeRows(data, 3)));
        Assert.Equal([8, 9], Ids(_ml.Data.SkipRows(data, 8)));
        Assert.Equal([5, 6], Ids(_ml.Data.TakeRows(_ml.Data.SkipRows(data, 5), 2)));
        Assert.Equal(2, _ml.Data.TakeRows(_ml.Data.SkipRows(data, 5), 2).GetRowCount());
        Assert.Empty(Ids(_ml.Data.SkipRows(data, 11)));
        Assert.Empty(Ids(_ml.Data.TakeRows(data, 0)));
    }

    [Fact]
    public void Filters_drop_what_they_should()
    {
        IDataView data = Load(10);

        // The lower bound belongs to the range, the upper does not, NaN never.
        Assert.Equal([2, 3, 4, 5], Ids(_ml.Data.FilterRowsByColumn(data, "Value", 2, 8).Take(_ml, 4)));
        Assert.Equal([7], Ids(_ml.Data.FilterRowsByColumn(data, "Value", 6, 8)));
        Assert.Equal([0, 1, 2, 3, 4, 5, 7, 8, 9], Ids(_ml.Data.FilterRowsByMissingValues(data, "Value")));
        Assert.Equal([0, 1, 2, 4, 5, 8, 9], Ids(_ml.Data.FilterRowsByMissingValues(data, "Value", "Pair")));
        Assert.Equal([3, 4], Ids(_ml.Data.FilterRowsByKeyColumnFraction(data, "Key", 0.3, 0.5)));
        Assert.Throws<ArgumentException>(() => _ml.Data.FilterRowsByMissingValues(data, "Patient"));
        // The predicate says which rows to drop.
        Assert.Equal([1, 3, 5, 7, 9], Ids(_ml.Data.FilterByCustomPredicate<Row>(data, r => r.Id % 2 == 0)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(1000)]
    public void Shuffling_gives_each_row_once_in_an_order_that_the_seed_fixes(int pool)
    {
        IDataView shuffled = _ml.Data.ShuffleRows(Load(50), seed: 3, shufflePoolSize: pool);

        Assert.Equal(Enumerable.Range(0, 50), Ids(shuffled).Order());
        Assert.NotEqual(Enumerable.Range(0, 50), Ids(shuffled));
        Assert.Equal(Ids(shuffled), Ids(shuffled));
        Assert.NotEqual(Ids(shuffled), Ids(_ml.Data.ShuffleRows(Load(50), seed: 4, shufflePoolSize: pool)));
        // Columns stay together.
        Assert.All(_ml.Data.CreateEnumerable<Row>(shuffled, false), r => Assert.Equal(r.Id, r.Pair[0]));
    }

    [Fact]
    public void Cache_reads_each_column_once_whoever_asks()
    {
        int passes = 0;
        IEnumerable<Row> Source()
        {
            Interlocked.Increment(ref passes);
            foreach (Row row in Rows(1000))
                yield return row;
        }
        IDataView cached = _ml.Data.Cache(_ml.Data.LoadFromEnumerable(Source()));

        Parallel.For(0, 8, _ => Assert.Equal(1000, Ids(cached).Distinct().Count()));
        Assert.Equal(1, passes);
        Assert.Equal(200, Patients(cached).Length);
        Assert.Equal(2, passes);
        Assert.Equal(1000, cached.GetRowCount());

        DataViewRowCursor[] cursors = cached.GetRowCursorSet([cached.Schema["Id"]], 3);
        var seen = new List<int>();
        foreach (DataViewRowCursor cursor in cursors)
        {
            var get = cursor.GetGetter<int>(cached.Schema["Id"]);
            int id = 0;
            for (; cursor.MoveNext(); seen.Add(id))
                get(ref id);
        }
        Assert.Equal(3, cursors.Length);
        Assert.Equal(Enumerable.Range(0, 1000), seen.Order());
    }

    [Fact]
    public void Split_by_patient_keeps_patients_whole()
    {
        IDataView data = Load(1000);
        DataOperationsCatalog.TrainTestData split = _ml.Data.TrainTestSplit(data, 0.3, "Patient", 5);

        Assert.Empty(Patients(split.TrainSet).Intersect(Patients(split.TestSet)));
        Assert.Equal(Enumerable.Range(0, 1000), Ids(split.TrainSet).Concat(Ids(split.TestSet)).Order());
        // 200 patients with probability 0.3: a standard deviation of 6.5 about 60.
        Assert.InRange(Patients(split.TestSet).Length, 34, 86);
        Assert.NotEqual(Patients(split.TestSet), Patients(_ml.Data.TrainTestSplit(data, 0.3, "Patient", 6).TestSet));
        // Not the first rows: a text column is hashed.
        Assert.True(Ids(split.TestSet).Max() > 800);
    }

    [Fact]
    public void Folds_cut_the_rows_and_repeat()
    {
        foreach (string? column in new[] { null, "Patient", "Id" })
        {
            IReadOnlyList<DataOperationsCatalog.TrainTestData> folds = _ml.Data.CrossValidationSplit(Load(1000), 4, column, 9);
            Assert.Equal(Enumerable.Range(0, 1000), folds.SelectMany(f => Ids(f.TestSet)).Order());
            foreach (DataOperationsCatalog.TrainTestData fold in folds)
            {
                Assert.InRange(Ids(fold.TestSet).Length, 150, 350);
                Assert.Equal(1000, Ids(fold.TestSet).Concat(Ids(fold.TrainSet)).Distinct().Count());
                Assert.Equal(Ids(fold.TestSet), Ids(fold.TestSet));
            }
        }
    }

    [Fact]
    public void Float_and_key_columns_are_cut_by_value_as_in_the_real_package()
    {
        Row[] rows = [.. Enumerable.Range(0, 100).Select(i => new Row { Id = i, Value = i, Key = (uint)(i / 10) })];
        IDataView data = _ml.Data.LoadFromEnumerable(rows);

        Assert.Equal(Enumerable.Range(0, 20), Ids(_ml.Data.TrainTestSplit(data, 0.2, "Value").TestSet));
        Assert.Equal(Enumerable.Range(0, 20), Ids(_ml.Data.TrainTestSplit(data, 0.2, "Key").TestSet));
        // Folds too: each is a range of values, the greatest in the last.
        foreach (string column in new[] { "Value", "Key" })
            Assert.Equal([20, 20, 20, 20, 20], _ml.Data.CrossValidationSplit(data, 5, column).Select((fold, i) => Ids(fold.TestSet).Count(id => id / 20 == i)));
    }
}

internal static class DataViewTestExtensions
{
    internal static IDataView Take(this IDataView data, MLContext ml, long count) => ml.Data.TakeRows(data, count);
}
