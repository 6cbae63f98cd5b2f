using System.Text;

namespace MedSsl.MLNet.Tests;

public class CsvRowsTests
{
    private static List<string> Rows(string text, char separator = ',')
    {
        using var rows = new CsvRows(new StringReader(text), separator);
        var read = new List<string>();
        while (rows.Read())
            read.Add($"{rows.Line}{(rows.HasBadQuotes ? "!" : "")}:{string.Join('|', rows.ToArray())}");
        return read;
    }

    /// <summary>Fields as Python's csv module reads them, after removing blanks around fields; lines by hand.</summary>
    [Theory]
    [InlineData("a,b\nc,d", "1:a|b", "2:c|d")]
    [InlineData("a,b\r\nc,d\r\n", "1:a|b", "2:c|d")]
    [InlineData("a\rb\r", "1:a", "2:b")]
    [InlineData(" a , \tb\t\n", "1:a|b")]
    [InlineData("\"a,1\",\"b\"\"c\"\n", "1:a,1|b\"c")]
    [InlineData("\"a\r\nb\",c\nd,e\n", "1:a\r\nb|c", "3:d|e")]
    [InlineData("a,,\n,\n", "1:a||", "2:|")]
    [InlineData("\n\n  \na\n\n\nb\n", "4:a", "7:b")]
    [InlineData(" \"a\" ,b\n", "1:a|b")]
    [InlineData("\" a \",b\n", "1: a |b")]
    [InlineData("", new string[0])]
    public void Rows_fields_and_lines(string text, params string[] expected) => Assert.Equal(expected, Rows(text));

    [Theory]
    [InlineData("a\"b\",c\n")]
    [InlineData("\"a\"b,c\n")]
    [InlineData("\"a,b\n")]
    public void Quotes_that_do_not_match_are_marked(string text) => Assert.StartsWith("1!:", Rows(text)[0]);

    [Fact]
    public void Tabs_separate_where_they_are_said_to() => Assert.Equal(["1:a|b|", "2:c||d"], Rows("a\t b\t\nc\t\td\n", '\t'));

    [Fact]
    public void Fields_longer_than_the_buffers_are_whole()
    {
        string large = new('x', 40_000), many = string.Join(',', Enumerable.Range(0, 500));
        using var rows = new CsvRows(new StringReader($"{large},\"{large}\"\n{many}\n"));
        Assert.True(rows.Read());
        Assert.Equal([large, large], rows.ToArray());
        Assert.True(rows.Read());
        Assert.Equal(many, string.Join(',', rows.ToArray()));
        Assert.False(rows.Read());
    }

    [Theory]
    [InlineData('x')]
    [InlineData('"')]
    [InlineData(',')]
    public void A_row_without_end_is_marked_before_it_fills_memory(char first)
    {
        using var rows = new CsvRows(new Endless(first));
        Assert.True(rows.Read());
        Assert.True(rows.HasBadQuotes);
    }

    /// <summary>Text of one letter, after the first, without end.</summary>
    private sealed class Endless(char first) : TextReader
    {
        private bool _begun;

        public override int Read(Span<char> buffer)
        {
            buffer.Fill(first == '"' ? 'x' : first);
            if (!_begun)
                buffer[0] = first;
            _begun = true;
            return buffer.Length;
        }
    }

    [Fact]
    public void Any_row_that_is_written_is_read_back()
    {
        var random = new Random(7);
        const string letters = "ab,\" \n\rö";
        string[][] table = [.. Enumerable.Range(0, 300).Select(_ => Enumerable.Range(0, 3).Select(_ => "x" + new string(random.GetItems<char>(letters, random.Next(9))) + "y").ToArray())];
        var text = new StringBuilder();
        foreach (string[] row in table)
            text.AppendJoin(',', row.Select(field => $"\"{field.Replace("\"", "\"\"")}\"")).Append("\r\n");
        using var rows = new CsvRows(new StringReader(text.ToString()));
        foreach (string[] row in table)
        {
            Assert.True(rows.Read());
            Assert.Equal(row, rows.ToArray());
        }
    }
}
