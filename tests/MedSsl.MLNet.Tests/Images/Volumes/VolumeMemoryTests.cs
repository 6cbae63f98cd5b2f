namespace MedSsl.MLNet.Tests;

public sealed class VolumeMemoryTests
{
    /// <summary>Of volumes of 3 voxels one at a time fits into 5, two into 6; one of 9 is read alone.</summary>
    [Theory]
    [InlineData(5, 3, 3)]
    [InlineData(6, 3, 6)]
    [InlineData(5, 9, 9)]
    public async Task NoMoreIsReadAtATimeThanFits(long most, long voxels, long largest)
    {
        var memory = new VolumeMemory(most);
        long taken = 0, seen = 0;
        var lockHere = new Lock();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Factory.StartNew(() => memory.Run(voxels, () =>
        {
            lock (lockHere)
                seen = Math.Max(seen, taken += voxels);
            Thread.Sleep(20);
            lock (lockHere)
                taken -= voxels;
        }), TaskCreationOptions.LongRunning)));
        Assert.InRange(seen, voxels, largest);
        Assert.Throws<IOException>(() => memory.Run(most, () => throw new IOException()));
        memory.Run(most, () => taken = -1);                                     // what failed has given back what it took
        Assert.Equal(-1, taken);
    }
}
