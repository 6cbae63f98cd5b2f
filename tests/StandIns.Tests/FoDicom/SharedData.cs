namespace StandIns.Tests.FoDicom;

/// <summary>Data that are not in the repository: a folder shared/data in one of the folders above it.</summary>
internal static class SharedData
{
    internal static string? Folder(string name)
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string data = Path.Combine(folder, "shared", "data", name);
            if (Directory.Exists(data))
            {
                return data;
            }
        }
        return null;
    }

    /// <summary>The usual CRC-32 (polynomial EDB88320).</summary>
    internal static uint Crc32(byte[] bytes)
    {
        uint crc = ~0u;
        foreach (byte one in bytes)
        {
            crc ^= one;
            for (int k = 0; k < 8; k++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 & (uint)-(int)(crc & 1));
            }
        }
        return ~crc;
    }
}

/// <summary>A test that is skipped where the shared data are missing.</summary>
public sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute() => Skip = SharedData.Folder("dicom") is null ? "There is no folder shared/data/dicom above the repository." : null;
}
