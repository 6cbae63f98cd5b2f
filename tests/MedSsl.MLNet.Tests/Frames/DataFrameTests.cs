using System.Globalization;
using System.Text;
using Microsoft.Data.Analysis;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MedSsl.MLNet.Tests;

/// <summary>What the library and its users rely on of Microsoft.Data.Analysis, the real package or its stand-in. Worked by hand.</summary>
public sealed class DataFrameTests
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    [Fact]
    public void CsvGivesTypedColumnsAndNulls()
    {
        var frame = DataFrame.LoadCsvFromString("name,size,ok,note\n\"a, \"\"b\"\"\",1.5,true,x\nc,,false,\n d ,3,,null\n", cultureInfo: Invariant);
        Assert.Equal([typeof(string), typeof(float), typeof(bool), typeof(string)], frame.Columns.Select(c => c.DataType));
        Assert.Equal((3L, 4), (frame.Rows.Count, frame.Columns.Count));
        Assert.Equal(["a, \"b\"", "c", "d"], frame.Columns.GetStringColumn("name"));
        Assert.Equal([1.5f, null, 3f], frame.Columns.GetSingleColumn("size"));
        Assert.Equal([true, false, null], frame.Columns.GetBooleanColumn("ok"));
        Assert.Equal(["x", "", null], frame.Columns.GetStringColumn("note"));
        Assert.Equal((1L, 0L), (frame["size"].NullCount, frame["name"].NullCount));
    }

    [Fact]
    public void TypesCanBeGivenSoThatIdentifiersStayText()
    {
        var frame = DataFrame.LoadCsvFromString("id,n\n007,2\n010,3\n", dataTypes: [typeof(string), typeof(int)], cultureInfo: Invariant);
        Assert.Equal(["007", "010"], frame.Columns.GetStringColumn("id"));
        Assert.Equal([2, 3], frame.Columns.GetInt32Column("n"));
    }

    [Fact]
    public void SavedCsvIsReadBack()
    {
        var frame = new DataFrame(
            new StringDataFrameColumn("text", ["a,b", "say \"hi\"", "ü"]), new SingleDataFrameColumn("x", [0.1f, null, 1e-9f]), new DoubleDataFrameColumn("y", [1 / 3.0, 2, 3]));
        using var stream = new MemoryStream();
        DataFrame.SaveCsv(frame, stream, encoding: new UTF8Encoding(false), cultureInfo: Invariant);
        Assert.Equal("text,x,y\n\"a,b\",0.100000001,0.33333333333333331\n\"say \"\"hi\"\"\",,2\nü,9.99999972E-10,3\n", Encoding.UTF8.GetString(stream.ToArray()).ReplaceLineEndings("\n"));
        stream.Position = 0;
        var again = DataFrame.LoadCsv(stream, dataTypes: [typeof(string), typeof(float), typeof(double)], encoding: Encoding.UTF8, cultureInfo: Invariant);
        Assert.Equal(frame.Columns.GetStringColumn("text"), again.Columns.GetStringColumn("text"));
        Assert.Equal(frame.Columns.GetSingleColumn("x"), again.Columns.GetSingleColumn("x"));
        Assert.Equal(frame.Columns.GetDoubleColumn("y"), again.Columns.GetDoubleColumn("y"));
    }

    [Fact]
    public void RowsAreChosenSortedAndCounted()
    {
        var frame = Numbers();
        Assert.Equal(["b", "d"], Names(frame.Filter(frame["n"].ElementwiseGreaterThan(2))));
        Assert.Equal(["d", "b"], Names(frame[new[] { 3, 1 }]));
        Assert.Equal(["a", "c"], Names(frame.OrderBy("n").Head(2)));
        Assert.Equal(["d"], Names(frame.Tail(1)));
        Assert.Equal(4, Names(frame.Sample(4)).Distinct().Count());
        Assert.Equal(["d", "b", "c", "a"], Names(frame.OrderByDescending("n")));
        Assert.Equal(["a", "c"], Names(frame.Filter((PrimitiveDataFrameColumn<bool>)(frame["g"].ElementwiseEquals("x")))));
        var sums = frame.GroupBy("g").Sum("n");
        Assert.Equal(["x 3", "y 12"], sums.Rows.Select(row => string.Create(Invariant, $"{row["g"]} {row["n"]}")).Order());
        Assert.Equal((15, 7, 1, 3.75), ((int)frame["n"].Sum(), (int)frame["n"].Max(), (int)frame["n"].Min(), frame["n"].Mean()));
    }

    [Fact]
    public void ColumnsAreAddedReplacedAndCopied()
    {
        var frame = Numbers();
        var copy = frame.Clone();
        copy["twice"] = copy["n"] * 2;
        copy["n"][0] = 100;
        copy.Columns.Remove("g");
        Assert.Equal(["name", "n", "twice"], copy.Columns.Select(c => c.Name));
        Assert.Equal(["name", "g", "n"], frame.Columns.Select(c => c.Name));
        Assert.Equal((1, 2), (frame["n"][0], copy["twice"][0]));
        Assert.Equal("7", copy.Rows[3]["n"].ToString());
        Assert.Throws<ArgumentException>(() => frame.Columns.Add(new Int32DataFrameColumn("short", [1])));
        Assert.Throws<ArgumentException>(() => frame.Columns.Add(new Int32DataFrameColumn("n", [1, 2, 3, 4])));
        Assert.Throws<ArgumentException>(() => frame["absent"]);
    }

    [Fact]
    public void RowsAreAppendedWithConversion()
    {
        var frame = Numbers();
        frame.Append(["e", "x", "9"], inPlace: true, cultureInfo: Invariant);
        frame.Append([KeyValuePair.Create("n", (object)11)], inPlace: true, cultureInfo: Invariant);
        Assert.Equal((6L, 9, 11), (frame.Rows.Count, frame[4, 2], frame[5, 2]));
        Assert.Null(frame[5, 0]);
        Assert.Equal(5L, frame.DropNulls().Rows.Count);
    }

    [Fact]
    public void AFrameIsData()
    {
        var ml = new MLContext(1);
        IDataView data = new DataFrame(new StringDataFrameColumn("text", ["a", null, "c"]), new SingleDataFrameColumn("x", [1.5f, null, 3]), new BooleanDataFrameColumn("b", [true, false, true]));
        Assert.Equal(3, data.GetRowCount());
        Assert.Equal([1.5f, float.NaN, 3], data.GetColumn<float>("x"));
        Assert.Equal(["a", "", "c"], data.GetColumn<string>("text"));
        Assert.Equal([true, false, true], data.GetColumn<bool>("b"));
        var scaled = ml.Transforms.NormalizeMinMax("y", "x").Fit(data).Transform(data);
        Assert.Equal(0.5f, scaled.GetColumn<float>("y").First());

        var frame = scaled.ToDataFrame();
        Assert.Equal(["text", "x", "b", "y"], frame.Columns.Select(c => c.Name));
        Assert.Equal(1, ml.Data.LoadFromEnumerable(Enumerable.Range(0, 300).Select(i => new Row { N = i })).ToDataFrame(1).Rows.Count);
        var all = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 300).Select(i => new Row { N = i }));
        Assert.Equal((100L, 300L), (all.ToDataFrame().Rows.Count, all.ToDataFrame(-1).Rows.Count));
    }

    private static DataFrame Numbers() =>
        new(new StringDataFrameColumn("name", ["a", "b", "c", "d"]), new StringDataFrameColumn("g", ["x", "y", "x", "y"]), new Int32DataFrameColumn("n", [1, 5, 2, 7]));

    private static string[] Names(DataFrame frame) => [.. frame.Columns.GetStringColumn("name")];

    private sealed class Row
    {
        public int N { get; set; }
    }
}
