namespace MedSsl.MLNet;

/// <summary>The residual networks of He et al., "Deep Residual Learning for Image Recognition" (2015), arXiv 1512.03385.</summary>
public enum EncoderArchitecture
{
    /// <summary>18 layers, basic blocks, 512 features at width 1, 11.2 million weights.</summary>
    ResNet18,

    /// <summary>34 layers, basic blocks, 512 features at width 1, 21.3 million weights.</summary>
    ResNet34,

    /// <summary>50 layers, bottleneck blocks, 2,048 features at width 1, 23.5 million weights.</summary>
    ResNet50,

    /// <summary>101 layers, bottleneck blocks, 2,048 features at width 1, 42.5 million weights.</summary>
    ResNet101,

    /// <summary>152 layers, bottleneck blocks, 2,048 features at width 1, 58.1 million weights.</summary>
    ResNet152,
}
