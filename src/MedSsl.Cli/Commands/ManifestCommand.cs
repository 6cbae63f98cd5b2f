using System.CommandLine;
using System.Globalization;
using MedSsl.Cli.Display;
using MedSsl.MLNet;
using Microsoft.ML;
using Spectre.Console;

namespace MedSsl.Cli.Commands;

/// <summary><c>medssl manifest</c>: a manifest of the DICOM images in a folder.</summary>
internal sealed class ManifestCommand : Command
{
    private const int MostListed = 20;

    private readonly Argument<DirectoryInfo> _folder = new("folder") { Description = "folder of DICOM files; those below it are looked through too" };
    private readonly Option<FileInfo?> _out = new("--out") { Description = "the manifest [default: manifest.csv in the folder]" };
    private readonly Option<DicomManifestRow> _row = new("--row") { Description = "what a row is: image (a file) or series (a volume)", DefaultValueFactory = _ => DicomManifestRow.Image };
    private readonly Option<bool> _sexAndAge = new("--sex-age") { Description = "add columns sex and age" };
    private readonly Option<bool> _others = new("--other-images") { Description = "list PNG, JPEG, TIFF and NIfTI files too, with their first folder as patient" };
    private readonly Option<FileInfo?> _key = new("--pseudonymize") { Description = "file of a secret key of 32 bytes or more: patient, study and series become keyed hashes (HMAC-SHA-256, 32 hexadecimal digits)" };
    private readonly Option<bool> _newKey = new("--new-key") { Description = "make the key file of --pseudonymize, which must not be there yet, with a random key; keep it secret and safe" };
    private readonly Option<bool> _stop = new("--stop-on-damage") { Description = "stop at a damaged DICOM file instead of listing it" };
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "replace a manifest that is there" };

    public ManifestCommand() : base("manifest", "Write the manifest of a folder of DICOM images, from their headers")
    {
        Arguments.Add(_folder);
        foreach (Option option in new Option[] { _out, _row, _sexAndAge, _others, _key, _newKey, _stop, _overwrite })
            Options.Add(option);
        SetAction(CommandLine.Guarded(Run));
    }

    private void Run(ParseResult parsed, CancellationToken cancellation)
    {
        string folder = parsed.GetValue(_folder)!.ToString();
        string path = parsed.GetValue(_out)?.ToString() ?? Path.Combine(folder, "manifest.csv");
        string? key = parsed.GetValue(_key)?.ToString();
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{folder}: there is no such folder.");
        if (File.Exists(path) && !parsed.GetValue(_overwrite))
            throw new IOException($"{path} is there already; give another --out, or --overwrite.");
        if (parsed.GetValue(_newKey) && key is null)
            throw new ArgumentException("--new-key needs --pseudonymize KEYFILE, the file to make.");
        if (parsed.GetValue(_newKey))
            IdentifierHash.WriteNewKey(key!);
        var options = new DicomManifestOptions
        {
            Row = parsed.GetValue(_row),
            SexAndAge = parsed.GetValue(_sexAndAge),
            OtherImages = parsed.GetValue(_others),
            KeyFile = key,
            StopOnDamage = parsed.GetValue(_stop),
        };
        DicomManifestReport report;
        try
        {
            report = Scan(options);
        }
        catch when (parsed.GetValue(_newKey))
        {
            // Nothing was hashed with it, and the same command would find it there.
            File.Delete(key!);
            throw;
        }
        Show(folder, report, key is not null);
        ResultTables.Written(key is not null && parsed.GetValue(_newKey) ? [("manifest", path), ("key", key)] : [("manifest", path)]);

        DicomManifestReport Scan(DicomManifestOptions options) => Console.IsOutputRedirected ? Write(options) : AnsiConsole.Progress().AutoClear(true).Start(context =>
        {
            ProgressTask task = context.AddTask("headers");
            return Write(options with { Progress = new Bar(task) });
        });
        DicomManifestReport Write(DicomManifestOptions how) => new MLContext().MedicalImages.WriteDicomManifest(folder, path, how, cancellation);
    }

    private static void Show(string folder, DicomManifestReport report, bool hashed)
    {
        Table table = ResultTables.New(folder, "Found", "Count");
        foreach ((string name, int count) in new[]
        {
            ("rows", report.Rows), ("images", report.Images), ("patients", report.Patients), ("studies", report.Studies), ("series", report.Series),
            ("DICOM files without an image", report.NoImages), ("files that are no DICOM", report.NoDicom), ("damaged DICOM files", report.Damaged.Count),
        })
            table.AddRow(name, count.ToString(CultureInfo.InvariantCulture));
        AnsiConsole.Write(table);
        foreach (BadImageReport damaged in report.Damaged.Take(MostListed))
            Messages.Note($"{damaged.Path} is left out: {damaged.Reason}");
        if (report.Damaged.Count > MostListed)
            Messages.Note($"{report.Damaged.Count - MostListed} more damaged files are left out");
        if (report.WithoutPatient > 0)
            Messages.Note($"{report.WithoutPatient} images have no patient ID; their study, series or folder stands for the patient");
        if (hashed)
            Messages.Note("paths are as they were: look whether names of folders and files name patients");
    }

    private sealed class Bar(ProgressTask task) : IProgress<DicomManifestProgress>
    {
        public void Report(DicomManifestProgress value)
        {
            lock (task)
                (task.MaxValue, task.Value) = (Math.Max(1, value.Total), Math.Max(task.Value, value.Files));
        }
    }
}
