using Microsoft.ML;
using Microsoft.ML.Data;

// FreshProcess --serve: transforms stored rows with saved models, see RowServer.
if (args is ["--serve"])
{
    RowServer.Run(Console.In, Console.Out);
    return;
}

// FreshProcess MODEL IMAGE...: scores images with a saved model through ML.NET alone, and prints the scores' bits: first of Transform, then of PredictionEngine.
var ml = new MLContext();
ITransformer model = ml.Model.Load(args[0], out _);
PathRow[] rows = [.. args.Skip(1).Select(path => new PathRow { ImagePath = path })];

IDataView scored = model.Transform(ml.Data.LoadFromEnumerable(rows));
foreach (var score in scored.GetColumn<VBuffer<float>>(scored.Schema["Score"]))
    Console.WriteLine(Bits(score.DenseValues()));

using var engine = ml.Model.CreatePredictionEngine<PathRow, ScoreRow>(model);
foreach (var row in rows)
    Console.WriteLine(Bits(engine.Predict(row).Score));

static string Bits(IEnumerable<float> values) => string.Join(' ', values.Select(v => BitConverter.SingleToUInt32Bits(v).ToString("X8")));

internal sealed class PathRow
{
    public string ImagePath { get; set; } = "";
}

internal sealed class ScoreRow
{
    public float[] Score { get; set; } = [];
}
