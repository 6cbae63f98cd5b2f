using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    /// <summary>Keeps the rows whose value lies from <paramref name="lowerBound"/> up to, but not at, <paramref name="upperBound"/>.</summary>
    public IDataView FilterRowsByColumn(
        IDataView input,
        string columnName,
        double lowerBound = double.NegativeInfinity,
        double upperBound = double.PositiveInfinity)
    {
        Check.Value(input, nameof(input));
        Check.NonEmpty(columnName, nameof(columnName));
        Check.Param(lowerBound < upperBound, nameof(upperBound), $"The upper bound {upperBound} must exceed the lower bound {lowerBound}.");
        DataViewSchema.Column column = Check.Find(input.Schema, columnName, "input", nameof(columnName));
        if (column.Type is not NumberDataViewType)
            throw Check.SchemaMismatch("input", columnName, "a number", column.Type.ToString(), nameof(columnName));
        return RangeFilter.ByValue(input, column, lowerBound, upperBound);
    }

    /// <summary>Keeps the rows whose key's place among all keys, from 0 to 1, lies in a range.</summary>
    public IDataView FilterRowsByKeyColumnFraction(IDataView input, string columnName, double lowerBound = 0, double upperBound = 1)
    {
        Check.Value(input, nameof(input));
        Check.NonEmpty(columnName, nameof(columnName));
        Check.Param(lowerBound >= 0 && lowerBound <= 1, nameof(lowerBound), $"The lower bound must lie in 0 to 1, but is {lowerBound}.");
        Check.Param(upperBound > lowerBound && upperBound <= 2, nameof(upperBound), $"The upper bound must lie above {lowerBound} and at most at 2, but is {upperBound}.");
        DataViewSchema.Column column = Check.Find(input.Schema, columnName, "input", nameof(columnName));
        if (column.Type is not KeyDataViewType)
            throw Check.SchemaMismatch("input", columnName, "a key", column.Type.ToString(), nameof(columnName));
        return RangeFilter.ByKeyFraction(input, column, lowerBound, upperBound);
    }

    /// <summary>Drops the rows in which one of the columns has a NaN or a missing key.</summary>
    public IDataView FilterRowsByMissingValues(IDataView input, params string[] columns)
    {
        Check.Value(input, nameof(input));
        Check.NonEmpty(columns, nameof(columns));
        return MissingValueFilter.Create(input, columns);
    }

    /// <summary>Keeps columns in memory once they are read: those named at once, others when asked for.</summary>
    public IDataView Cache(IDataView input, params string[] columnsToPrefetch)
    {
        Check.Value(input, nameof(input));
        return new CacheView(input, columnsToPrefetch);
    }

    /// <summary>The rows in random order, the same in each pass.</summary>
    public IDataView ShuffleRows(IDataView input, int? seed = null, int shufflePoolSize = 1000, bool shuffleSource = true)
    {
        Check.Value(input, nameof(input));
        Check.Range(shufflePoolSize > 0, nameof(shufflePoolSize), $"The pool must hold at least one row, but holds {shufflePoolSize}.");
        return new ShuffleView(Environment, input, seed, shufflePoolSize, shuffleSource);
    }

    /// <summary>
    /// About as many rows as there are, drawn with replacement: each as often as a Poisson variable of mean 1 says. Or, with the same
    /// seed, the <paramref name="complement"/>: those not drawn.
    /// </summary>
    public IDataView BootstrapSample(IDataView input, int? seed = null, bool complement = false)
    {
        Check.Value(input, nameof(input));
        return new BootstrapView(input, seed ?? Environment.Register("BootstrapSample").Rand.Next(), complement);
    }
}

public static partial class CustomMappingCatalog
{
    /// <summary>Drops the rows for which the predicate is true.</summary>
    public static IDataView FilterByCustomPredicate<TSrc>(this DataOperationsCatalog catalog, IDataView input, Func<TSrc, bool> filterPredicate)
        where TSrc : class, new()
    {
        Check.Value(input, nameof(input));
        Check.Value(filterPredicate, nameof(filterPredicate));
        MemberColumn[] columns = MemberColumn.Match(
            MemberColumn.Create(typeof(TSrc), null, SchemaDefinition.Direction.Write),
            input.Schema,
            ignoreMissing: false);
        return new FilterView(input, Bind, Array.ConvertAll(columns, c => c.ColumnName));

        Func<bool> Bind(DataViewRow row)
        {
            var filler = new RowFiller<TSrc>(row, columns);
            var source = new TSrc();
            return () =>
            {
                filler.Fill(source);
                return !filterPredicate(source);
            };
        }
    }
}
