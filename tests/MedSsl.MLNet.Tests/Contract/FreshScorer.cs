using System.Diagnostics;

namespace MedSsl.MLNet.Tests.Contract;

/// <summary>A second process, started when first asked, that loads saved models and stored rows: one for all tests of a class.</summary>
public sealed class FreshScorer : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Process> _process = new(Start);
    private int _models;

    /// <summary>Where a model and its input belong.</summary>
    internal (string Model, string Rows) NextFiles()
    {
        int number = ++_models;
        return (_folder[$"{number}.zip"], _folder[$"{number}.idv"]);
    }

    /// <summary>The rows of some columns, as <see cref="RowText"/> writes them.</summary>
    internal string[] Rows(string model, string rows, string[] columns)
    {
        Process process = _process.Value;
        process.StandardInput.WriteLine($"{model}\t{rows}\t{string.Join(',', columns)}");
        process.StandardInput.Flush();
        var result = new List<string>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line == ".")
                return [.. result];
            Assert.False(line.StartsWith('!'), line);
            result.Add(line[1..]);
        }
        throw new InvalidOperationException("The fresh process ended.");
    }

    public void Dispose()
    {
        if (_process.IsValueCreated)
        {
            // At the end of its input the process ends.
            _process.Value.StandardInput.Close();
            if (!_process.Value.WaitForExit(10_000))
                _process.Value.Kill();
            _process.Value.Dispose();
        }
        _folder.Dispose();
    }

    private static Process Start()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "MedSsl.MLNet.FreshProcess.dll");
        return Process.Start(new ProcessStartInfo("dotnet", ["exec", program, "--serve"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }
}
