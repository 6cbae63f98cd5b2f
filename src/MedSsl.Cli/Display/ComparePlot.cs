using System.Globalization;
using System.Text;
using MedSsl.Cli.Runs;

namespace MedSsl.Cli.Display;

/// <summary>
/// Label efficiency as an SVG picture: macro AUROC on the test patients against the share of the labels, on a logarithmic axis, a line for each start
/// through the means over seeds, with a bar of one standard deviation and a dot for each seed. It carries its own fonts' names and colours only, and
/// suits light and dark pages.
/// </summary>
internal static class ComparePlot
{
    private const double Width = 720, Height = 420, Left = 64, Right = 170, Top = 24, Bottom = 56;
    private static readonly string[] Colours = ["#7f7f7f", "#1f77b4", "#d62728", "#2ca02c", "#9467bd"];

    public static string Svg(IReadOnlyList<Trial> trials)
    {
        double[] fractions = [.. trials.Select(t => t.LabelFraction).Distinct().Order()];
        string[] starts = [.. trials.Select(t => t.Start).Distinct()];
        double[] values = [.. trials.Select(t => t.Test.MacroAuroc.Estimate).Where(double.IsFinite)];
        double low = Math.Floor(20 * values.DefaultIfEmpty(0.5).Min()) / 20, high = Math.Min(1, Math.Ceiling(20 * values.DefaultIfEmpty(1).Max()) / 20);
        if (high <= low)
            (low, high) = (low - 0.05, low + 0.05);
        double X(double fraction) => fractions.Length == 1 ? Left + (Width - Left - Right) / 2
            : Left + 16 + (Width - Left - Right - 32) * Math.Log(fraction / fractions[0]) / Math.Log(fractions[^1] / fractions[0]);
        double Y(double value) => Top + (Height - Top - Bottom) * (high - value) / (high - low);

        var svg = new StringBuilder();
        svg.Append(Invariant($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"13\" role=\"img\" aria-label=\"Macro AUROC against the share of the labels\">\n"));
        svg.Append(Invariant($"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#ffffff\"/>\n"));
        Axes(svg, fractions, low, high, X, Y);
        for (int i = 0; i < starts.Length; i++)
            Line(svg, trials, starts[i], Colours[i % Colours.Length], 3 * (i - (starts.Length - 1) / 2.0), X, Y);
        for (int i = 0; i < starts.Length; i++)
        {
            double y = Top + 20 + 22 * i;
            svg.Append(Invariant($"<line x1=\"{Width - Right + 16}\" y1=\"{y:0.#}\" x2=\"{Width - Right + 40}\" y2=\"{y:0.#}\" stroke=\"{Colours[i % Colours.Length]}\" stroke-width=\"3\"/>"));
            svg.Append(Invariant($"<text x=\"{Width - Right + 46}\" y=\"{y + 4:0.#}\">{System.Security.SecurityElement.Escape(starts[i])}</text>\n"));
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static void Axes(StringBuilder svg, double[] fractions, double low, double high, Func<double, double> x, Func<double, double> y)
    {
        for (int i = 0; i <= (int)Math.Round((high - low) * 20); i++)
        {
            double value = low + i / 20.0;
            svg.Append(Invariant($"<line x1=\"{Left}\" y1=\"{y(value):0.#}\" x2=\"{Width - Right}\" y2=\"{y(value):0.#}\" stroke=\"#dddddd\"/>"));
            svg.Append(Invariant($"<text x=\"{Left - 8}\" y=\"{y(value) + 4:0.#}\" text-anchor=\"end\">{value:0.00}</text>\n"));
        }
        double free = double.PositiveInfinity;
        foreach (double fraction in fractions.OrderDescending().Where(fraction => x(fraction) < free))
        {
            free = x(fraction) - 36;
            svg.Append(Invariant($"<text x=\"{x(fraction):0.#}\" y=\"{Height - Bottom + 20}\" text-anchor=\"middle\">{fraction * 100:0.##}%</text>\n"));
        }
        svg.Append(Invariant($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 12}\" text-anchor=\"middle\">labelled training patients</text>\n"));
        svg.Append(Invariant($"<text transform=\"translate(18 {(Top + Height - Bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">macro AUROC, test patients</text>\n"));
    }

    private static void Line(StringBuilder svg, IReadOnlyList<Trial> trials, string start, string colour, double shift, Func<double, double> x, Func<double, double> y)
    {
        var points = trials.Where(t => t.Start == start && double.IsFinite(t.Test.MacroAuroc.Estimate)).GroupBy(t => t.LabelFraction).OrderBy(g => g.Key)
            .Select(g => (X: x(g.Key) + shift, Values: g.Select(t => t.Test.MacroAuroc.Estimate).ToArray())).ToArray();
        string path = string.Join(' ', points.Select(p => Invariant($"{p.X:0.#},{y(p.Values.Average()):0.#}")));
        svg.Append(Invariant($"<polyline points=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>\n"));
        foreach (var (at, values) in points)
        {
            double mean = values.Average(), deviation = CompareTable.Deviation(values);
            svg.Append(Invariant($"<line x1=\"{at:0.#}\" y1=\"{y(mean - deviation):0.#}\" x2=\"{at:0.#}\" y2=\"{y(mean + deviation):0.#}\" stroke=\"{colour}\" stroke-width=\"2\"/>"));
            foreach (double value in values)
                svg.Append(Invariant($"<circle cx=\"{at:0.#}\" cy=\"{y(value):0.#}\" r=\"2.5\" fill=\"{colour}\" fill-opacity=\"0.6\"/>"));
            svg.Append('\n');
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
