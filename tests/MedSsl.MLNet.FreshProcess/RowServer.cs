using MedSsl.MLNet.Tests.Contract;
using Microsoft.ML;

/// <summary>
/// Answers each line "MODEL tab IDV tab COLUMN,..." with the rows of those columns, each after "=", then ".": the stored data transformed by the saved
/// model, through ML.NET alone. An error is one line after "!".
/// </summary>
internal static class RowServer
{
    internal static void Run(TextReader input, TextWriter output)
    {
        while (input.ReadLine() is { } line)
        {
            try
            {
                string[] parts = line.Split('\t');
                var ml = new MLContext();
                var model = ml.Model.Load(parts[0], out _);
                var rows = model.Transform(ml.Data.LoadFromBinary(parts[1]));
                foreach (string row in RowText.Of(ml.Transforms.SelectColumns(parts[2].Split(',')).Fit(rows).Transform(rows)))
                    output.WriteLine("=" + row);
                (model as IDisposable)?.Dispose();
                output.WriteLine(".");
            }
            catch (Exception e)
            {
                output.WriteLine("!" + e.ToString().ReplaceLineEndings(" "));
            }
            output.Flush();
        }
    }
}
