using System.CommandLine;
using MedSsl.Cli.Display;
using MedSsl.MLNet;

namespace MedSsl.Cli.Commands;

/// <summary><c>medssl recipes</c>: whole trainings by name, every number visible, to read or to start from.</summary>
internal sealed class RecipesCommand : Command
{
    private readonly Argument<string?> _name = new("name") { Description = "a recipe; all of them without", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<bool> _json = new("--json") { Description = "the recipe as JSON, for train --options" };
    private readonly Option<bool> _schema = new("--schema") { Description = "the JSON Schema of options files, which editors read for hints" };

    public RecipesCommand() : base("recipes", "Show recipes: every number of a training, its source and its departures")
    {
        Arguments.Add(_name);
        Options.Add(_json);
        Options.Add(_schema);
        SetAction(CommandLine.Guarded((parsed, _) => Run(parsed.GetValue(_name), parsed.GetValue(_json), parsed.GetValue(_schema))));
    }

    private static void Run(string? name, bool json, bool schema)
    {
        if (schema)
            Console.Out.Write(OptionsFile.Schema);
        else if (name is null && json)
            throw new ArgumentException($"--json needs a recipe's name: {string.Join(", ", Recipes.All.Select(recipe => recipe.Name))}.");
        else if (name is null)
            RecipeTables.All(Recipes.All);
        else if (json)
            Console.Out.Write(OptionsFile.ToJson(Recipes.Get(name)));
        else
            RecipeTables.One(Recipes.Get(name));
    }
}
