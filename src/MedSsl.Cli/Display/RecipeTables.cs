using System.Text.Json;
using MedSsl.MLNet;
using Spectre.Console;

namespace MedSsl.Cli.Display;

/// <summary>Recipes as tables with every number.</summary>
internal static class RecipeTables
{
    private static readonly string[] Prose = ["recipe", "source", "notes", "departures"];

    /// <summary>A row an option, a column a recipe; options that all recipes share on one value are left to the recipe's own table.</summary>
    public static void All(IReadOnlyList<TrainingRecipe> recipes)
    {
        Dictionary<string, string>[] values = [.. recipes.Select(recipe => Flat(recipe))];
        Table table = ResultTables.New("recipes", ["Option", .. recipes.Select(recipe => recipe.Name!)]);
        string[] names = [.. values.SelectMany(recipe => recipe.Keys).Distinct()];
        foreach (string name in names)
        {
            string[] row = [.. values.Select(recipe => recipe.GetValueOrDefault(name, ""))];
            if (row.Distinct().Count() > 1)
                table.AddRow([Markup.Escape(name), .. row.Select(Markup.Escape)]);
        }
        AnsiConsole.Write(table);
        foreach (TrainingRecipe recipe in recipes)
            Console.WriteLine($"{recipe.Name}: {recipe.Source}");
        Console.WriteLine("options on which all agree are not shown: medssl recipes NAME shows every one, --json writes them for train --options");
    }

    /// <summary>Every option of one recipe, then where it is from and in what it departs.</summary>
    public static void One(TrainingRecipe recipe)
    {
        Table table = ResultTables.New(recipe.Name!, "Option", "Value");
        foreach ((string name, string value) in Flat(recipe))
            table.AddRow(Markup.Escape(name), Markup.Escape(value));
        AnsiConsole.Write(table);
        Console.WriteLine($"source: {recipe.Source}");
        Lines("notes", recipe.Notes);
        Lines("departures", recipe.Departures);
    }

    private static void Lines(string title, IReadOnlyList<string> lines)
    {
        Console.WriteLine($"{title}:");
        foreach (string line in lines)
            Console.WriteLine($"  - {line}");
    }

    /// <summary>Every number under its name in JSON, nested names with dots.</summary>
    private static Dictionary<string, string> Flat(TrainingRecipe recipe)
    {
        using JsonDocument json = JsonDocument.Parse(OptionsFile.ToJson(recipe));
        var values = new Dictionary<string, string>();
        foreach (JsonProperty property in json.RootElement.EnumerateObject())
            if (!Prose.Contains(property.Name))
                Add(property.Name, property.Value, values);
        return values;
    }

    private static void Add(string name, JsonElement value, Dictionary<string, string> values)
    {
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("epochs", out JsonElement epochs) && epochs.GetRawText() == "0")
            values[$"{name}.epochs"] = "0, left out";
        else if (value.ValueKind == JsonValueKind.Object)
            foreach (JsonProperty property in value.EnumerateObject())
                Add($"{name}.{property.Name}", property.Value, values);
        else
            values[name] = value.ValueKind switch
            {
                JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(item => item.ToString())),
                JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
                _ => value.ToString(),
            };
    }
}
