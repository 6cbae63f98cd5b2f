using System.CommandLine;
using MedSsl.Cli.Display;
using MedSsl.MLNet;

namespace MedSsl.Cli.Commands;

/// <summary><c>medssl datasets</c>: the data sets that <c>medssl convert</c> knows, with their quirks and where that was read.</summary>
internal sealed class DatasetsCommand : Command
{
    private readonly Argument<string?> _name = new("name") { Description = "a data set, or a .json file that describes one; all of them without", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<bool> _schema = new("--schema") { Description = "the JSON Schema of descriptions, which editors read for hints" };

    public DatasetsCommand() : base("datasets", "Show the data sets that convert knows: licence, labels, quirks and sources")
    {
        Arguments.Add(_name);
        Options.Add(_schema);
        SetAction(CommandLine.Guarded((parsed, _) => Run(parsed.GetValue(_name), parsed.GetValue(_schema))));
    }

    private static void Run(string? name, bool schema)
    {
        if (schema)
            Console.Out.Write(DataSchemas.Get(DataSchemas.Dataset));
        else if (name is null)
            DatasetTables.All([.. DatasetDescription.Names.Select(DatasetDescription.Get)]);
        else
            DatasetTables.One(name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? DatasetDescription.Read(name) : DatasetDescription.Get(name));
    }
}
