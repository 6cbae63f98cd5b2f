using MedSsl.Cli.Synthetic;

namespace MedSsl.Cli.Tests;

public sealed class SyntheticChestXraysTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_seed_writes_the_same_bytes_and_another_seed_does_not()
    {
        string first = SyntheticChestXrays.Write(_folder["a"], 6, 32, seed: 1, CancellationToken.None);
        string same = SyntheticChestXrays.Write(_folder["b"], 6, 32, seed: 1, CancellationToken.None);
        string other = SyntheticChestXrays.Write(_folder["c"], 6, 32, seed: 2, CancellationToken.None);
        Assert.Equal(File.ReadAllText(first), File.ReadAllText(same));
        Assert.NotEqual(File.ReadAllText(first), File.ReadAllText(other));
        string image = Path.Combine("images", "s0000_0.png");
        Assert.Equal(File.ReadAllBytes(Path.Combine(_folder["a"], image)), File.ReadAllBytes(Path.Combine(_folder["b"], image)));
        Assert.NotEqual(File.ReadAllBytes(Path.Combine(_folder["a"], image)), File.ReadAllBytes(Path.Combine(_folder["c"], image)));
    }

    [Fact]
    public void Patients_have_several_images_findings_overlap_and_no_patient_is_in_two_splits()
    {
        string[][] rows = [.. File.ReadLines(SyntheticChestXrays.Write(_folder["set"], 100, 8, seed: 1, CancellationToken.None)).Skip(1).Select(l => l.Split(','))];
        Assert.All(rows.GroupBy(r => r[1]), patient =>
        {
            Assert.InRange(patient.Count(), 2, 4);
            Assert.Single(patient.Select(r => r[4]).Distinct());
        });
        Assert.Equal(3, rows.Select(r => r[4]).Distinct().Count());
        Assert.Contains(rows, r => r[5..].Count(l => l == "1") >= 3);
        for (int label = 5; label < 10; label++)
            Assert.Equal(new[] { "0", "1" }, rows.Where(r => r[4] == "test").Select(r => r[label]).Distinct().Order());
        Assert.Contains(rows, r => r[4] == "train" && r[5..].All(l => l == ""));
    }
}
