using System.Globalization;
using MedSsl.MLNet;
using Spectre.Console;

namespace MedSsl.Cli.Display;

/// <summary>What MICLe will see: patients, their images, and the pairs among them.</summary>
internal static class BagTable
{
    public static void Print(BagReport bags)
    {
        Table table = ResultTables.New("MICLe: patients and pairs", "", "");
        void Row(string name, long value) => table.AddRow(Markup.Escape(name), value.ToString("N0", CultureInfo.InvariantCulture));
        Row("images", bags.Images);
        Row("patients", bags.Bags);
        foreach ((int size, int count) in bags.BagsBySize)
            Row($"  with {size} image{(size == 1 ? "" : "s")}", count);
        Row("pairs of a patient's images", bags.Pairs);
        // Without a view column all views are unknown, and there is nothing to tell.
        foreach (ViewPairCount pair in bags.PairsByView.Any(pair => pair.Second.Length > 0) ? bags.PairsByView : [])
            Row($"  {Name(pair.First)} with {Name(pair.Second)}", pair.Count);
        if (bags.PairsOfOneStudy + bags.PairsOfTwoStudies > 0)
        {
            Row("  of one study", bags.PairsOfOneStudy!.Value);
            Row("  of two studies", bags.PairsOfTwoStudies!.Value);
        }
        Row("pairs that meet the conditions", bags.UsablePairs);
        Row("patients without one", bags.BagsWithoutPair);
        Row("patients that take part", bags.UsedBags);
        Row("pairs or groups an epoch", bags.PairsPerEpoch);
        Row("batches an epoch", bags.BatchesPerEpoch);
        AnsiConsole.Write(table);
    }

    private static string Name(string view) => view.Length == 0 ? "unknown" : view;
}
