using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

public class ViewColourTests
{
    private static ViewParameters Plain => new(0, 0, 3, 3, false, 0, 1, 1, null);

    /// <summary>The image of tests/peers/colour_cases.py: 3 x 3 colours, the first gray, the second with two equal largest channels.</summary>
    private static float[] Image()
    {
        float[] image = [.. Formula.Uniform(27, 2).Select(u => (float)(u / 2 + 0.5))];
        (image[0], image[9], image[18]) = (0.25f, 0.25f, 0.25f);
        (image[1], image[10]) = (0.9f, 0.9f);
        return image;
    }

    private static float[] Apply(float[] images, params ViewParameters[] parameters)
    {
        using var scope = NewDisposeScope();
        return ViewColour.Apply(tensor(images, ScalarType.Float32).view(parameters.Length, -1, 3, 3), parameters).contiguous().data<float>().ToArray();
    }

    private static ViewParameters With(string operation, float strength) => operation switch
    {
        "saturation" => Plain with { Saturation = strength },
        "hue" => Plain with { HueShift = strength },
        _ => Plain with { Grayscale = true },
    };

    /// <summary>torchvision 0.14's adjust_saturation, adjust_hue and rgb_to_grayscale, times 255: tests/peers/colour_cases.py.</summary>
    public static TheoryData<string, float, string> Torchvision => new()
    {
        { "saturation", 0.2f, "63.745 216.180 71.772 155.775 130.307 213.188 150.541 177.346 137.527 63.745 216.180 93.173 147.365 147.059 222.470 176.271 187.603 109.807 63.745 187.011 116.442 121.639 126.114 222.114 146.905 144.256 98.771" },
        { "saturation", 1.8f, "63.755 242.820 0.000 226.435 55.479 161.489 33.042 159.389 255.000 63.755 242.820 123.145 150.739 206.245 245.027 255.000 251.695 53.603 63.755 0.000 255.000 0.000 17.746 241.827 0.324 0.000 0.000" },
        { "hue", -0.2f, "63.750 229.500 1.151 191.105 176.652 198.398 220.442 219.649 220.302 63.750 83.652 224.504 20.422 134.745 233.748 172.899 10.849 26.522 63.750 112.822 72.825 96.612 71.930 187.339 73.615 2.915 203.875" },
        { "hue", 0.13f, "63.750 115.738 68.358 100.025 71.930 187.339 73.615 2.915 207.751 63.750 229.500 1.151 191.105 176.652 199.326 220.442 219.649 220.302 63.750 83.652 224.504 20.422 132.650 233.748 169.963 6.514 26.522" },
        { "hue", 0.5f, "63.750 83.652 224.504 20.422 155.689 233.748 202.265 54.196 26.522 63.750 83.652 117.496 62.475 71.930 187.339 73.615 2.915 165.119 63.750 229.500 1.151 191.105 176.652 189.116 220.442 219.649 220.302" },
        { "grayscale", 0f, "63.744 212.850 89.427 146.943 139.660 219.650 165.228 179.591 116.833 63.744 212.850 89.427 146.943 139.660 219.650 165.228 179.591 116.833 63.744 212.850 89.427 146.943 139.660 219.650 165.228 179.591 116.833" },
    };

    [Theory, MemberData(nameof(Torchvision))]
    public void ColoursAreTorchvisions(string operation, float strength, string expected)
    {
        // The second image of the batch asks for nothing and keeps its values to the bit.
        float[] image = Image(), both = Apply([.. image, .. image], With(operation, strength), Plain);
        float[] values = [.. expected.Split(' ').Select(v => float.Parse(v, CultureInfo.InvariantCulture) / 255)];
        for (int i = 0; i < 27; i++)
            Assert.Equal(values[i], both[i], 5e-6f);
        Assert.Equal(image, both[27..]);
    }

    [Fact]
    public void GrayImagesHaveNoColour()
    {
        float[] gray = Image()[..9];
        Assert.Equal(gray, Apply(gray, Plain with { Saturation = 0.3f, HueShift = 0.2f, Grayscale = true }));
    }
}
