using System.Diagnostics;
using System.Text.Json.Nodes;

namespace MedSsl.MLNet;

/// <summary>Writes a run's checkpoints when they are due, and finds the one to go on from.</summary>
internal sealed class Checkpointer
{
    private readonly string _stage;
    private readonly ulong _seed;
    private readonly CheckpointOptions _options;
    private readonly CheckpointFolder _folder;
    private readonly JsonObject _run;
    private readonly Action<string> _tell;
    private readonly Action<string> _warn;
    private readonly Stopwatch _since = Stopwatch.StartNew();

    /// <param name="stage">The stage.</param>
    /// <param name="seed">Its seed.</param>
    /// <param name="options">Already validated.</param>
    /// <param name="run">See <see cref="RunIdentity"/>.</param>
    /// <param name="tell">Told what happens.</param>
    /// <param name="warn">Told what goes wrong.</param>
    internal Checkpointer(string stage, ulong seed, CheckpointOptions options, JsonObject run, Action<string> tell, Action<string> warn)
    {
        (_stage, _seed, _options, _run, _tell, _warn) = (stage, seed, options, run, tell, warn);
        _folder = new CheckpointFolder(options.Folder, stage);
        Try(_folder.Prepare, $"no checkpoint can be written to {options.Folder}");
    }

    /// <summary>The seed of a stage's newest checkpoint that can be read, or null.</summary>
    internal static ulong? SeedOf(CheckpointOptions options, string stage)
    {
        foreach (string path in new CheckpointFolder(options.Folder, stage).NewestFirst())
        {
            try
            {
                using var file = CheckpointFile.Open(path);
                return file.Header.Seed;
            }
            catch (Exception error) when (IsUnreadable(error))
            {
                // Resume will say so.
            }
        }
        return null;
    }

    /// <summary>Loads the newest checkpoint that can be read.</summary>
    /// <param name="load">Takes the state; told whether the run was finished.</param>
    /// <returns>True: the run is finished.</returns>
    /// <exception cref="InvalidOperationException">It is another run's.</exception>
    /// <exception cref="InvalidDataException">It does not fit the network; or one is required and none can be read.</exception>
    internal bool Resume(Action<StateReader, bool> load)
    {
        if (_options.Resume == ResumeMode.Never)
            return false;
        foreach (string path in _folder.NewestFirst())
        {
            CheckpointFile file;
            try
            {
                file = CheckpointFile.Open(path);
            }
            catch (Exception error) when (IsUnreadable(error))
            {
                _warn($"{_stage}: checkpoint {path} cannot be used and is put aside ({error.Message}); the one before it is tried.");
                CheckpointFolder.PutAside(path);
                continue;
            }
            using (file)
                return Load(path, file, load);
        }
        if (_options.Resume == ResumeMode.Required)
            throw new InvalidDataException($"{_stage}: {_options.Folder} has no checkpoint of this stage that can be used, and Resume is Required.");
        return false;
    }

    private bool Load(string path, CheckpointFile file, Action<StateReader, bool> load)
    {
        if (RunIdentity.Difference(file.Header.Run, _run) is { } difference)
        {
            throw new InvalidOperationException($"{_stage}: checkpoint {path} is of another run: {difference}. Put that back, give this run another " +
                $"checkpoint folder, or start again with Resume = Never, which replaces the checkpoints.");
        }
        try
        {
            load(file.State, file.Header.Finished);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{_stage}: checkpoint {path} does not fit this run: {error.Message}. Delete it to go on from the one before.", error);
        }
        _tell(file.Header.Finished ? $"found finished in {path}" : $"goes on from {path}");
        return file.Header.Finished;
    }

    /// <summary>Called between two optimizer steps: writes a checkpoint if one is due.</summary>
    internal void Offer(TrainingPosition position, bool endOfEpoch, Action<StateWriter> save)
    {
        if ((_options.EverySteps > 0 && position.Steps % _options.EverySteps == 0) ||
            (_options.EverySeconds > 0 && _since.Elapsed.TotalSeconds >= _options.EverySeconds) ||
            (_options.EveryEpochs > 0 && endOfEpoch && position.Epoch % _options.EveryEpochs == 0))
            Write(position, false, save);
    }

    /// <summary>Writes a checkpoint.</summary>
    /// <exception cref="IOException">It cannot be written, and the options want the run to end then.</exception>
    internal void Write(TrainingPosition position, bool finished, Action<StateWriter> save)
    {
        string path = _folder.PathOf(position.Steps, finished);
        Try(() =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var state = new StateWriter();
            save(state);
            var tensors = state.Tensors.Select(entry => new CheckpointTensor(entry.Key, entry.Value.dtype.ToString(), entry.Value.shape));
            var header = new CheckpointHeader(_stage, _seed, finished, _run, state.Values, [.. tensors]);
            DurableFile.Write(path, stream => CheckpointFile.Write(stream, header, state.Tensors.Values));
            _folder.Retain(position.Steps, finished, _options);
        }, $"checkpoint {path} could not be written");
        _since.Restart();
    }

    private void Try(Action act, string failure)
    {
        try
        {
            act();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            string message = $"{_stage}: {failure}: {error.Message}";
            if (_options.OnFailure == CheckpointFailure.Stop)
                throw new IOException(message, error);
            _warn($"{message} The training goes on; the next checkpoint is tried when it is due.");
        }
    }

    private static bool IsUnreadable(Exception error) => error is InvalidDataException or IOException or UnauthorizedAccessException;
}
