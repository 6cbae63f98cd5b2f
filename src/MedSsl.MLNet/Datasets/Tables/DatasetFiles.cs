namespace MedSsl.MLNet;

/// <summary>Files and folders of a data set.</summary>
internal static class DatasetFiles
{
    /// <summary>The first file that is there, or null.</summary>
    /// <param name="folder">The set's folder.</param>
    /// <param name="names">Names relative to it, which may hold * and ?.</param>
    internal static string? Find(string folder, IEnumerable<string> names)
    {
        foreach (string name in names)
            foreach (string parent in Folders(folder, Path.GetDirectoryName(name) ?? ""))
                if (Directory.EnumerateFiles(parent, Path.GetFileName(name)).Order(StringComparer.Ordinal).FirstOrDefault() is { } found)
                    return found;
        return null;
    }

    /// <summary>The file, or an error that says what to do.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    internal static string Require(string folder, DatasetRules rules, OneOrMore file)
    {
        if (Find(folder, file.Names) is { } found)
            return found;
        string wanted = file.Names[0] + (file.Names.Length > 1 ? $" (or {string.Join(", ", file.Names.Skip(1))})" : "");
        string? below = Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).FirstOrDefault(inner => Find(inner, file.Names) is not null);
        throw new FileNotFoundException(below is not null
            ? $"{folder}: there is no {wanted} of {rules.Title}, but there is one in {below}. Give that folder."
            : $"{folder}: there is no {wanted} of {rules.Title}. Give the folder that holds it; {(rules.Homepage.Length > 0 ? $"the set is at {rules.Homepage}." : "the description names the file.")}");
    }

    /// <summary>Folders below a folder, in order; each part of the pattern may hold * and ?.</summary>
    internal static IEnumerable<string> Folders(string folder, string pattern)
    {
        IEnumerable<string> found = [folder];
        foreach (string part in pattern.Split('/', '\\'))
            if (part is not ("" or "."))
                found = part.AsSpan().IndexOfAny('*', '?') >= 0
                    ? found.SelectMany(f => Directory.EnumerateDirectories(f, part).Order(StringComparer.Ordinal))
                    : found.Select(f => Path.Join(f, part)).Where(Directory.Exists);
        return found;
    }
}
