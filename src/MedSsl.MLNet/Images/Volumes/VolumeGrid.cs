namespace MedSsl.MLNet;

/// <summary>The voxels of loaded volumes.</summary>
internal readonly record struct VolumeGrid(int Depth, int Height, int Width)
{
    private const int LargestSide = 1024, LargestSize = 1 << 27;

    /// <summary>Numbers in one volume.</summary>
    internal int Size => Depth * Height * Width;

    /// <exception cref="ArgumentException">A side is out of its range, or the volume is too large.</exception>
    internal void Validate()
    {
        OptionChecks.InRange("depth", Depth, 1, LargestSide);
        OptionChecks.InRange("height", Height, 8, LargestSide);
        OptionChecks.InRange("width", Width, 8, LargestSide);
        if ((long)Depth * Height * Width > LargestSize)
            throw new ArgumentException($"depth x height x width is {Depth} x {Height} x {Width}, {(long)Depth * Height * Width} voxels; it must be {LargestSize} or less.");
    }
}
