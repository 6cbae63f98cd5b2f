namespace FellowOakDicom.Imaging.NativeCodec;

/// <summary>Samples of pixels beside each other or in planes.</summary>
internal static class Planes
{
    /// <summary>Interleaved samples in planes.</summary>
    internal static byte[] Of(byte[] interleaved, in FrameShape shape)
    {
        var planes = new byte[interleaved.Length];
        int size = shape.BytesPerSample;
        for (int pixel = 0, at = 0; pixel < shape.Pixels; pixel++)
        {
            for (int sample = 0; sample < shape.Samples; sample++)
            {
                int to = (sample * shape.Pixels + pixel) * size;
                for (int k = 0; k < size; k++)
                {
                    planes[to + k] = interleaved[at++];
                }
            }
        }
        return planes;
    }
}
