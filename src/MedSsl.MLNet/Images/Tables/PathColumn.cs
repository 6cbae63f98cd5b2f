using System.Numerics;
using System.Text;

namespace MedSsl.MLNet;

/// <summary>
/// A column of full paths: the folder, each different one once and relative to <paramref name="root"/> where it lies below, and the file's name as UTF-8.
/// </summary>
/// <param name="root">A folder's full path, that of the first manifest.</param>
internal sealed class PathColumn(string root)
{
    private readonly TextPool _folders = new(), _names = new();
    private readonly Blocks<int> _folderOf = new();
    private int[]? _table = new int[16];
    private byte[] _bytes = new byte[256];

    internal int Count => _names.Count;

    /// <summary>The full path.</summary>
    internal string this[int row]
    {
        get
        {
            string folder = _folders[_folderOf[row]];
            string whole = folder.Length == 0 ? root : Path.IsPathRooted(folder) ? folder : Path.Join(root, folder);
            return Path.Join(whole, _names[row]);
        }
    }

    /// <summary>Adds a path; gives the row that has it already, and adds nothing then, or -1.</summary>
    /// <param name="folder">The full path of the folder that the path may be relative to.</param>
    /// <param name="path">The path.</param>
    internal int Add(string folder, ReadOnlySpan<char> path)
    {
        ReadOnlySpan<char> inFolder, name;
        if (folder == root && IsPlain(path))
        {
            int slash = path.LastIndexOf('/');
            inFolder = path[..Math.Max(0, slash)];
            name = path[(slash + 1)..];
        }
        else
        {
            string full = Path.GetFullPath(Path.Combine(folder, path.ToString()));
            string whole = Path.GetDirectoryName(full) ?? full;
            name = Path.GetFileName(full.AsSpan());
            string relative = Path.GetRelativePath(root, whole);
            inFolder = relative == "." ? "" : relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? whole : relative;
        }
        int folderNumber = _folders.Intern(inFolder);
        if (2 * Count >= _table!.Length)
            Grow();
        var bytes = Encode(name);
        int slot = Slot(folderNumber, bytes);
        if (_table[slot] > 0)
            return _table[slot] - 1;
        _folderOf.Add(folderNumber);
        _names.Add(name);
        _table[slot] = Count;
        return -1;
    }

    /// <summary>Frees what only adding needs.</summary>
    internal void Seal()
    {
        (_table, _bytes) = (null, []);
        _folders.Seal();
        _names.Seal();
    }

    /// <summary>Relative, below the folder, and written as the system writes it.</summary>
    private static bool IsPlain(ReadOnlySpan<char> path) => Path.DirectorySeparatorChar == '/' && path.Length > 0 && path[0] is not ('/' or '.') && path[^1] is not ('/' or '.')
        && path.IndexOf("//") < 0 && path.IndexOf("/.") < 0 && path.IndexOf('\0') < 0;

    private ReadOnlySpan<byte> Encode(ReadOnlySpan<char> name)
    {
        int most = Encoding.UTF8.GetMaxByteCount(name.Length);
        if (_bytes.Length < most)
            _bytes = new byte[most];
        return _bytes.AsSpan(0, Encoding.UTF8.GetBytes(name, _bytes));
    }

    private void Grow()
    {
        _table = new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 4 * Count))];
        for (int row = 0; row < Count; row++)
            _table[Slot(_folderOf[row], _names.Bytes(row))] = row + 1;
    }

    private int Slot(int folder, ReadOnlySpan<byte> name)
    {
        var hash = new HashCode();
        hash.Add(folder);
        hash.AddBytes(name);
        for (int slot = hash.ToHashCode() & _table!.Length - 1; ; slot = slot + 1 & _table.Length - 1)
            if (_table[slot] == 0 || _table[slot] - 1 is var other && _folderOf[other] == folder && _names.Bytes(other).SequenceEqual(name))
                return slot;
    }
}
