using System.Security.Cryptography;
using System.Text;

namespace MedSsl.MLNet;

/// <summary>
/// Replaces identifiers by keyed hashes: the first 128 bits of HMAC-SHA-256 (RFC 2104) of the kind (patient, study, series), a zero byte and the identifier in
/// UTF-8, as 32 hexadecimal digits. With one key, one identifier always becomes the same hash; without it, nobody can try out which identifier a hash stands for.
/// </summary>
public sealed class IdentifierHash
{
    /// <summary>The least bytes of a key: 32.</summary>
    public const int ShortestKey = 32;

    private const int HashLength = 16, LongestKey = 1 << 16;
    private readonly byte[] _key;

    private IdentifierHash(byte[] key) => _key = key;

    /// <summary>Reads a key: the file's bytes, without white space at their end.</summary>
    /// <param name="path">The file, at least 32 and at most 65,536 bytes.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The key is too short, too long, or one byte over and over.</exception>
    public static IdentifierHash Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no key file '{path}'.", path);
        if (new FileInfo(path).Length > LongestKey)
            throw new InvalidDataException($"The key file '{path}' has more than {LongestKey} bytes; is it a key?");
        byte[] bytes = File.ReadAllBytes(path);
        int length = bytes.AsSpan().TrimEnd(" \t\r\n"u8).Length;
        if (length < ShortestKey)
            throw new InvalidDataException($"The key in '{path}' has {length} bytes; it must have {ShortestKey} or more, or hashes can be undone by trying.");
        return bytes.AsSpan(0, length).ContainsAnyExcept(bytes[0]) ? new(bytes[..length])
            : throw new InvalidDataException($"The key in '{path}' is one byte {length} times; anyone can guess it.");
    }

    /// <summary>Writes a new random key of 256 bits as 64 hexadecimal digits, readable by its owner alone.</summary>
    /// <param name="path">A file that is not there yet: keys are never replaced.</param>
    /// <exception cref="IOException">The file is there, or cannot be written.</exception>
    public static void WriteNewKey(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (File.Exists(path))
            throw new IOException($"'{path}' is there already; a key is never replaced, since its hashes could not be made again.");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(path, options);
        stream.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(ShortestKey)) + "\n"));
    }

    /// <summary>The hash of an identifier; empty for an empty one.</summary>
    /// <param name="kind">What it identifies: patient, study or series.</param>
    /// <param name="identifier">The identifier, as it stands in the header.</param>
    public string Of(string kind, string identifier)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentNullException.ThrowIfNull(identifier);
        return identifier.Length == 0 ? "" : Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{kind}\0{identifier}")).AsSpan(0, HashLength));
    }
}
