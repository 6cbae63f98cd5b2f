using System.Globalization;
using Microsoft.Data.Analysis;

namespace StandIns.Tests.DataAnalysis;

/// <summary>Numbers of pandas 1.5.3, from tests/peers/frame_cases.py.</summary>
public sealed class DataFrameNumbersTests
{
    private const string Csv = "image,patient,age,Edema,Mass\na.png,p1,61,1,0.5\nb.png,p2,47,,2.25\nc.png,p1,61,0,-1\nd.png,p3,,1,8\ne.png,p2,47,1,\nf.png,p4,33,0,0.125\ng.png,p1,61,,3.5\n";
    private const string Sites = "patient,site,beds\np2,north,100\np1,south,250\np5,east,75\np1,west,30\n";

    private readonly DataFrame _frame = DataFrame.LoadCsvFromString(Csv, cultureInfo: CultureInfo.InvariantCulture);
    private readonly DataFrame _sites = DataFrame.LoadCsvFromString(Sites, cultureInfo: CultureInfo.InvariantCulture);

    [Fact]
    public void Groups()
    {
        // p3 has no age: pandas gives NaN or the operation's neutral value, the frame a null.
        var groups = _frame.GroupBy("patient");
        Equal([[3, 2, 3], [2, 1, 1], [0, 1, 1], [1, 1, 1]], groups.Count("age", "Edema", "Mass"));
        Equal([[183, 1, 3], [94, 1, 2.25], [null, 1, 8], [33, 0, 0.125]], groups.Sum("age", "Edema", "Mass"));
        Equal([[61, 0.5, 1], [47, 1, 2.25], [null, 1, 8], [33, 0, 0.125]], groups.Mean("age", "Edema", "Mass"));
        Equal([[61, 0, -1], [47, 1, 2.25], [null, 1, 8], [33, 0, 0.125]], groups.Min("age", "Edema", "Mass"));
        Equal([[61, 1, 3.5], [47, 1, 2.25], [null, 1, 8], [33, 0, 0.125]], groups.Max("age", "Edema", "Mass"));
        Equal([[226981, 0, -1.75], [2209, 1, 2.25], [null, 1, 8], [33, 0, 0.125]], groups.Product("age", "Edema", "Mass"));
        Assert.Equal(["a.png", "b.png", "d.png", "f.png"], Text(groups.First("image"), "image"));
        Assert.Equal(["a.png", "c.png", "b.png", "e.png", "d.png", "f.png"], Text(groups.Head(2), "image"));
        Assert.Equal(["g.png", "e.png", "d.png", "f.png"], Text(groups.Tail(1), "image"));
        Assert.Equal(["p1 3", "p2 2", "p3 1", "p4 1"], _frame.GroupBy<string>("patient").Groupings.Select(g => $"{g.Key} {g.Count()}"));
    }

    [Fact]
    public void Describes()
    {
        var description = _frame.Description();
        Assert.Equal(["Length (excluding null values)", "Max", "Min", "Mean"], Text(description, "Description"));
        Assert.Equal([6f, 61f, 33f, 51.6666667f], description["age"].Cast<float?>());
        Assert.Equal([5f, 1f, 0f, 0.6f], description["Edema"].Cast<float?>());
        Assert.Equal([6f, 8f, -1f, 2.2291667f], description["Mass"].Cast<float?>());
        Assert.Equal([54, 1, 1.375], new[] { "age", "Edema", "Mass" }.Select(name => _frame[name].Median()));
        Assert.Equal(["System.String", "7"], Text(_frame.Info(), "patient"));
        Assert.Equal(["System.Single", "5"], Text(_frame.Info(), "Edema"));
    }

    [Theory]
    [InlineData(JoinAlgorithm.Left, "a.png south,a.png west,b.png north,c.png south,c.png west,d.png -,e.png north,f.png -,g.png south,g.png west")]
    [InlineData(JoinAlgorithm.Right, "- east,a.png south,a.png west,b.png north,c.png south,c.png west,e.png north,g.png south,g.png west")]
    [InlineData(JoinAlgorithm.Inner, "a.png south,a.png west,b.png north,c.png south,c.png west,e.png north,g.png south,g.png west")]
    [InlineData(JoinAlgorithm.FullOuter, "- east,a.png south,a.png west,b.png north,c.png south,c.png west,d.png -,e.png north,f.png -,g.png south,g.png west")]
    public void Merges(JoinAlgorithm algorithm, string expected)
    {
        var merged = _frame.Merge<string>(_sites, "patient", "patient", joinAlgorithm: algorithm);
        Assert.Equal(["image", "patient_left", "age", "Edema", "Mass", "patient_right", "site", "beds"], merged.Columns.Select(c => c.Name));
        Assert.Equal(expected.Split(','), merged.Rows.Select(row => $"{row["image"] ?? "-"} {row["site"] ?? "-"}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void MergesOnSeveralColumns()
    {
        var left = new DataFrame(new StringDataFrameColumn("a", ["x", "x", "y"]), new Int32DataFrameColumn("b", [1, 2, 1]));
        var right = new DataFrame(new StringDataFrameColumn("a", ["x", "y"]), new Int32DataFrameColumn("b", [2, 1]), new Int32DataFrameColumn("c", [7, 9]));
        Assert.Equal([null, 7, 9], left.Merge(right, ["a", "b"], ["a", "b"])["c"].Cast<int?>());
    }

    [Fact]
    public void Sorts()
    {
        Assert.Equal(["c.png", "f.png", "a.png", "b.png", "g.png", "d.png", "e.png"], Text(_frame.OrderBy("Mass"), "image"));
        Assert.Equal(["d.png", "g.png", "b.png", "a.png", "f.png", "c.png", "e.png"], Text(_frame.OrderByDescending("Mass"), "image"));
        Assert.Equal("e.png", Text(_frame.OrderBy("Mass", putNullValuesLast: false), "image")[0]);
    }

    [Fact]
    public void FiltersAndCalculates()
    {
        var filter = _frame["Mass"].ElementwiseGreaterThan(0.25).And(_frame["Edema"].ElementwiseEquals(1));
        Assert.Equal(["a.png", "d.png"], Text(_frame.Filter((PrimitiveDataFrameColumn<bool>)filter), "image"));
        Assert.Equal([0, null, -2, 15, null, 0.25, null], Doubles(_frame["Mass"] * 2f - _frame["Edema"]));
        var ratio = Doubles(_frame["Mass"] / _frame["age"]);
        double?[] expected = [0.00819672131147541, 0.047872340425531915, -0.01639344262295082, null, null, 0.003787878787878788, 0.05737704918032787];
        Assert.All(expected.Zip(ratio), pair => Assert.Equal(pair.First ?? double.NaN, pair.Second ?? double.NaN, 1e-8));
    }

    [Fact]
    public void CountsValues()
    {
        var counts = _frame["patient"].ValueCounts();
        Assert.Equal(["p1 3", "p2 2", "p3 1", "p4 1"], counts.Rows.Select(row => $"{row["Values"]} {row["Counts"]}"));
        Assert.Equal(["1 3", "0 2"], _frame["Edema"].ValueCounts().Rows.Select(row => $"{row["Values"]} {row["Counts"]}"));
    }

    private static void Equal(double?[][] expected, DataFrame frame)
    {
        Assert.Equal(["p1", "p2", "p3", "p4"], Text(frame, "patient"));
        for (int row = 0; row < expected.Length; row++)
            Assert.Equal(expected[row], frame.Rows[row].Skip(1).Select(value => value is null ? null : (double?)Convert.ToDouble(value, CultureInfo.InvariantCulture)));
    }

    private static string[] Text(DataFrame frame, string column) => [.. frame.Columns.GetStringColumn(column)];

    private static double?[] Doubles(DataFrameColumn column) => [.. column.Cast<object>().Select(value => value is null ? null : (double?)Convert.ToDouble(value, CultureInfo.InvariantCulture))];
}
