namespace MedSsl.MLNet;

/// <summary>A volume whose header has been read and whose values have not.</summary>
internal abstract class VolumeSource(VolumeGeometry geometry)
{
    /// <summary>The largest volume that is read: 2^29 voxels (512 x 512 x 2,048), 2 GB as floats.</summary>
    internal const long LargestVoxels = 1 << 29;

    internal VolumeGeometry Geometry { get; } = geometry;

    /// <summary>Whether small values are bright.</summary>
    internal virtual bool IsInverted => false;

    /// <summary>The window that the options ask for; null if it goes by the values.</summary>
    /// <exception cref="InvalidDataException">The file has not the one that is asked for.</exception>
    internal abstract ValueMap? FindWindow(WindowOptions options);

    /// <summary>Reads the values, width first, then height, then depth. NaN where a voxel has none.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    internal abstract float[] Read();

    /// <exception cref="InvalidDataException">The volume has no voxels, or too many: the message says so.</exception>
    internal static void CheckSize(params ReadOnlySpan<long> size)
    {
        UInt128 voxels = 1;
        foreach (long side in size)
            voxels *= side > 0 ? (UInt128)side : 0;
        if (voxels == 0 || voxels > LargestVoxels)
            throw new InvalidDataException($"its size is {string.Join(" x ", size.ToArray())} voxels; 1 to {LargestVoxels} are read");
    }
}
