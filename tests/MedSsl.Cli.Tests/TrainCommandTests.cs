using System.IO.Compression;
using System.Text.Json;
using MedSsl.MLNet;

namespace MedSsl.Cli.Tests;

/// <summary>What a run writes, and what the other commands make of it, each in a fresh process.</summary>
public sealed partial class TrainCommandTests(TrainedRun run) : IClassFixture<TrainedRun>
{
    [Fact]
    public void Train_writes_model_metrics_options_and_log_and_says_where()
    {
        run.Result.Succeeded();
        foreach (string file in new[] { "model.zip", "metrics.json", "options.json", "train.log" })
        {
            Assert.True(File.Exists(run.File(file)), file);
            Assert.Contains(run.File(file), run.Result.Output, StringComparison.Ordinal);
        }
        Assert.Contains("macro mean", run.Result.Output, StringComparison.Ordinal);
        Assert.Contains("images/s", run.Result.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(run.Out, "*.tmp"));
        Assert.False(Directory.Exists(run.File("checkpoints")));
    }

    [Fact]
    public void Monitors_of_every_stage_are_written_and_shown()
    {
        string[] lines = File.ReadAllLines(run.File(Path.Combine("monitors", "simclr.jsonl")));
        JsonElement last = JsonDocument.Parse(lines[^1]).RootElement, step = JsonDocument.Parse(lines[0]).RootElement;
        Assert.InRange(last.GetProperty("values").GetProperty("knn_auroc").GetDouble(), 0, 1);
        Assert.InRange(step.GetProperty("values").GetProperty("effective_rank").GetDouble(), 1, 32);
        foreach (string stage in new[] { "simclr", "micle", "fine-tuning" })
        {
            Assert.True(File.Exists(run.File(Path.Combine("monitors", stage + ".jsonl"))), stage);
            Assert.True(File.Exists(run.File(Path.Combine("monitors", "tensorboard", stage, "events.out.tfevents.medssl"))), stage);
        }
        Assert.Contains(run.File("monitors"), run.Result.Output, StringComparison.Ordinal);
        Assert.Matches("SimCLR: .* rank [0-9.]+  positives -?[0-9.]+", run.Result.Output);
    }

    [Fact]
    public void Options_file_holds_the_options_that_were_used()
    {
        using JsonDocument options = JsonDocument.Parse(File.ReadAllText(run.File("options.json")));
        Assert.Equal(32, options.RootElement.GetProperty("size").GetInt32());
        Assert.Equal(0.125, options.RootElement.GetProperty("encoder").GetProperty("widthMultiplier").GetDouble());
        Assert.Equal(2, options.RootElement.GetProperty("fineTune").GetProperty("epochs").GetInt32());
        Assert.Equal(16, options.RootElement.GetProperty("micle").GetProperty("batchSize").GetInt32());
    }

    [Fact]
    public void The_options_file_repeats_the_run_with_a_cache_too()
    {
        Assert.Contains("patients that take part", run.Result.Output, StringComparison.Ordinal);
        string again = run.File("again");
        string cache = run.File("cache");
        Medssl.Run("train", "--options", run.File("options.json"), "--out", again, "--cache", cache).Succeeded();
        Assert.Matches("[1-9][0-9]* images, 0.[1-9] MB", Medssl.Run("cache", cache).Succeeded().Output);
        Assert.Contains("removed", Medssl.Run("cache", cache, "--clear").Succeeded().Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(cache));
        Medssl.Run("cache", run.File("nowhere")).FailedWith("nowhere", "no such folder");
        Assert.Equal(File.ReadAllText(run.File("options.json")), File.ReadAllText(Path.Combine(again, "options.json")));
        string Metrics(string file)
        {
            using JsonDocument metrics = JsonDocument.Parse(File.ReadAllText(file));
            return metrics.RootElement.GetProperty("test").GetRawText();
        }
        Assert.Equal(Metrics(run.File("metrics.json")), Metrics(Path.Combine(again, "metrics.json")));
    }

    [Fact]
    public void Pairs_by_study_and_labels_in_pretraining_by_flags()
    {
        string other = run.File("other");
        Medssl result = Medssl.Run(["train", "--manifest", run.Manifest, "--out", other, .. TrainedRun.SmallOptions,
            "--micle-pairing", "multipositive", "--micle-studies", "different", "--supervised-weight", "0.5"]).Succeeded();
        Assert.Contains("pairs that meet the conditions", result.Output, StringComparison.Ordinal);
        Assert.Contains("PA with PA", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_refuses_labels_in_pretraining() =>
        Medssl.Run("compare", "--manifest", run.Manifest, "--out", run.File("compare"), "--supervised-weight", "1").FailedWith("--supervised-weight");

    [Fact]
    public void Evaluate_gives_the_metrics_of_training()
    {
        string file = run.File("again.json");
        Medssl.Run("evaluate", "--model", run.File("model.zip"), "--manifest", run.Manifest, "--split", "test", "--out", file).Succeeded();
        DataSchemas.Check(DataSchemas.Metrics, run.File("metrics.json"));
        DataSchemas.Check(DataSchemas.Metrics, file);
        using JsonDocument first = JsonDocument.Parse(File.ReadAllText(run.File("metrics.json"))), again = JsonDocument.Parse(File.ReadAllText(file));
        Assert.Equal(first.RootElement.GetProperty("test").GetRawText().Where(c => !char.IsWhiteSpace(c)), again.RootElement.GetRawText().Where(c => !char.IsWhiteSpace(c)));
    }

    [Fact]
    public void Predict_writes_a_probability_for_every_image_and_label()
    {
        string file = run.File("scores.csv");
        Medssl.Run("predict", "--model", run.File("model.zip"), "--manifest", run.Manifest, "--out", file).Succeeded();
        string[] lines = File.ReadAllLines(file);
        Assert.Equal("image_path,Cardiomegaly,Effusion,Consolidation,Nodule,Pneumothorax", lines[0]);
        Assert.Equal(File.ReadAllLines(run.Manifest).Length, lines.Length);
        Assert.All(lines.Skip(1), line => Assert.All(line.Split(',')[1..], p => Assert.InRange(float.Parse(p, System.Globalization.CultureInfo.InvariantCulture), 0, 1)));
    }

    [Fact]
    public void Images_without_labels_are_scored_and_a_cache_changes_nothing()
    {
        string bare = Path.Combine(Path.GetDirectoryName(run.Manifest)!, "bare.csv"), file = run.File("new/bare.csv"), cached = run.File("cached.csv"), cache = run.File("score-cache");
        File.WriteAllLines(bare, File.ReadAllLines(run.Manifest).Select(line => string.Join(',', line.Split(',')[..2])));
        Medssl.Run("predict", "--model", run.File("model.zip"), "--manifest", bare, "--out", file).Succeeded();
        foreach (int _ in new[] { 1, 2 })
        {
            Medssl.Run("predict", "--model", run.File("model.zip"), "--manifest", bare, "--out", cached, "--cache", cache).Succeeded();
            Assert.Equal(File.ReadAllText(file), File.ReadAllText(cached));
            File.Delete(cached);
        }
        Assert.Contains($": {File.ReadAllLines(bare).Length - 1} images,", Medssl.Run("cache", cache).Succeeded().Output, StringComparison.Ordinal);
        string first = run.File("first.json"), second = run.File("second.json");
        Medssl.Run("evaluate", "--model", run.File("model.zip"), "--manifest", run.Manifest, "--split", "test", "--out", first).Succeeded();
        Medssl.Run("evaluate", "--model", run.File("model.zip"), "--manifest", run.Manifest, "--split", "test", "--out", second, "--cache", cache).Succeeded();
        Assert.Equal(File.ReadAllText(first), File.ReadAllText(second));
        Medssl.Run("evaluate", "--model", run.File("model.zip"), "--manifest", bare).FailedWith("no label column 'Cardiomegaly'");
    }

    [Fact]
    public void Predict_takes_single_images()
    {
        string image = Path.Combine(Path.GetDirectoryName(run.Manifest)!, "images", "s0000_0.png");
        Medssl result = Medssl.Run("predict", "--model", run.File("model.zip"), image).Succeeded();
        Assert.Contains("Cardiomegaly", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_names_stages_network_and_labels()
    {
        Medssl result = Medssl.Run("inspect", "--model", run.File("model.zip")).Succeeded();
        foreach (string part in new[] { "ImageLoading", "ResNet18", "Cardiomegaly" })
            Assert.Contains(part, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_run_into_the_same_folder_is_refused()
    {
        Medssl.Run(["train", "--manifest", run.Manifest, "--out", run.Out, .. TrainedRun.SmallOptions]).FailedWith(run.Out, "--overwrite");
        Assert.True(File.Exists(run.File("model.zip")));
    }

    [Fact]
    public void A_model_that_is_cut_off_is_refused()
    {
        byte[] bytes = File.ReadAllBytes(run.File("model.zip"));
        string cut = run.File("cut.zip");
        File.WriteAllBytes(cut, bytes[..(bytes.Length / 2)]);
        Medssl.Run("inspect", "--model", cut).FailedWith(cut);
    }

    [Fact]
    public void A_model_with_altered_weights_is_refused()
    {
        string altered = run.File("altered.zip");
        File.Copy(run.File("model.zip"), altered);
        using (ZipArchive zip = ZipFile.Open(altered, ZipArchiveMode.Update))
        {
            // The largest entry holds the network; a bit in the middle of it is flipped, with a zip checksum that fits.
            ZipArchiveEntry entry = zip.Entries.MaxBy(e => e.Length)!;
            using var memory = new MemoryStream();
            using (Stream read = entry.Open())
                read.CopyTo(memory);
            byte[] content = memory.ToArray();
            content[content.Length / 2] ^= 1;
            string name = entry.FullName;
            entry.Delete();
            using Stream write = zip.CreateEntry(name).Open();
            write.Write(content);
        }
        Medssl.Run("predict", "--model", altered, "--manifest", run.Manifest).FailedWith(altered);
    }
}
