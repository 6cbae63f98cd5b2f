namespace MedSsl.MLNet;

/// <summary>Where the images of a data set lie.</summary>
internal sealed class DatasetImages
{
    private readonly string _folder;
    private readonly TextPool _names = new();
    private readonly Blocks<ushort> _folderOf = new();
    private readonly string[]? _folders;

    /// <param name="folder">The set's folder.</param>
    /// <param name="rule">Where images lie in it.</param>
    internal DatasetImages(string folder, ImageRule rule)
    {
        _folder = folder;
        if (rule.Folders is null)
            return;
        // Looking up a name beats asking the disk for it in each of a dozen folders.
        _folders = [.. rule.Folders.SelectMany(pattern => DatasetFiles.Folders(folder, pattern)).Distinct().Take(ushort.MaxValue)];
        for (int number = 0; number < _folders.Length; number++)
            foreach (string file in Directory.EnumerateFiles(_folders[number]))
            {
                int before = _names.Count;
                _names.Intern(Path.GetFileName(file.AsSpan()));
                if (_names.Count > before)
                    _folderOf.Add((ushort)number);
            }
    }

    /// <summary>The full path of an image, and whether it is there.</summary>
    /// <param name="path">Relative to the set's folder, or a name in one of the folders.</param>
    internal (string Path, bool Exists) Find(ReadOnlySpan<char> path)
    {
        if (_folders is null)
            return Path.Join(_folder, path) is var full && File.Exists(full) ? (full, true) : (full, false);
        int number = _names.Find(path);
        return number < 0 ? (Path.Join(_folders.Length > 0 ? _folders[0] : _folder, path), false) : (Path.Join(_folders[_folderOf[number]], path), true);
    }
}
