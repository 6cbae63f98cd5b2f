using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace StandIns.Tests.MicrosoftML.Data;

public sealed class ContextTests
{
    [Fact]
    public void Random_numbers_follow_the_seed()
    {
        int Draw(int? seed) => ((IHostEnvironment)new MLContext(seed)).Register("Part").Rand.Next();

        Assert.Equal(Draw(5), Draw(5));
        Assert.NotEqual(Draw(5), Draw(6));
    }

    [Fact]
    public void Messages_of_channels_reach_the_log()
    {
        var ml = new MLContext(1);
        var messages = new List<LoggingEventArgs>();
        ml.Log += (_, e) => messages.Add(e);
        using (IChannel channel = ((IHostEnvironment)ml).Register("Trainer").Start("Fit"))
            channel.Info(MessageSensitivity.None, "epoch {0} of {1}", 2, 3);
        LoggingEventArgs info = Assert.Single(messages, m => m.Kind == ChannelMessageKind.Info);

        Assert.Equal("epoch 2 of 3", info.RawMessage);
        Assert.Equal("Trainer; Fit", info.Source);
        Assert.Equal("[Source=Trainer; Fit, Kind=Info] epoch 2 of 3", info.Message);
        Assert.Equal("Channel started", messages[0].RawMessage);
    }

    [Fact]
    public void Options_are_kept_by_name()
    {
        var ml = new MLContext();

        Assert.True(ml.TryAddOption("a", 1));
        Assert.False(ml.TryAddOption("a", 2));
        ml.SetOption("a", 3);
        Assert.Equal(3, ml.GetOptionOrDefault<int>("a"));
        Assert.True(ml.RemoveOption("a"));
        Assert.False(ml.TryGetOption("a", out int _));
        Assert.True(ml.FallbackToCpu);
        Assert.Null(ml.GpuDeviceId);
    }
}
