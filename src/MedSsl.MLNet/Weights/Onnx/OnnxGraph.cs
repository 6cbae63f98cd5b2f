namespace MedSsl.MLNet;

/// <summary>An ONNX graph being built: nodes in order of execution, their weights, and the messages of onnx.proto that hold them.</summary>
internal sealed class OnnxGraph
{
    private const int Float = 1; // TensorProto.DataType
    private const int FloatAttribute = 1, IntAttribute = 2, TextAttribute = 3, IntsAttribute = 7; // AttributeProto.AttributeType
    private const int IrVersion = 8, OperatorSet = 17;

    private readonly List<ProtoMessage> _nodes = [];
    private readonly Dictionary<string, ProtoMessage> _weights = new(StringComparer.Ordinal);
    private readonly List<ProtoMessage> _inputs = [];
    private readonly List<ProtoMessage> _outputs = [];

    /// <summary>Adds a node with one output and gives the output's name, which is the node's too.</summary>
    internal string Node(string operation, string name, string[] inputs, params (string Name, object Value)[] attributes)
    {
        var node = new ProtoMessage();
        foreach (string input in inputs)
            node.Add(1, input);
        _nodes.Add(node.Add(2, name).Add(3, name).Add(4, operation).AddAll(5, attributes.Select(Attribute)));
        return name;
    }

    /// <summary>Adds a node that cuts the channels of a value into equal parts.</summary>
    internal void Split(string name, string input, string[] parts)
    {
        var node = new ProtoMessage().Add(1, input);
        foreach (string part in parts)
            node.Add(2, part);
        _nodes.Add(node.Add(3, name).Add(4, "Split").Add(5, Attribute(("axis", 1L))));
    }

    /// <summary>Adds a weight once and gives its name.</summary>
    internal string Weight(string name, ReadOnlySpan<long> shape, float[] values)
    {
        if (_weights.ContainsKey(name))
            return name;
        var tensor = new ProtoMessage();
        foreach (long length in shape)
            tensor.Add(1, length);
        ReadOnlyMemory<byte> bytes = SafetensorsWriter.Bytes(values).ToArray();
        _weights.Add(name, tensor.Add(2, Float).Add(8, name).Add(9, bytes));
        return name;
    }

    /// <summary>Adds the mirroring of an image, left to right: [N, C, H, W] to the same.</summary>
    /// <remarks>A product with the matrix that reverses the columns: exact, and known to runtimes that take no negative steps in Slice, as OpenCV.</remarks>
    internal string Mirror(string name, string input, int width)
    {
        var reversal = new float[width * width];
        for (int i = 0; i < width; i++)
            reversal[i * width + width - 1 - i] = 1;
        return Node("MatMul", name, [input, Weight($"{name}.matrix", [width, width], reversal)]);
    }

    /// <summary>The graph's input, of a batch of any size.</summary>
    internal string Input(string name, params ReadOnlySpan<long> shape)
    {
        _inputs.Add(Value(name, shape));
        return name;
    }

    /// <summary>One of the graph's outputs, of a batch of any size.</summary>
    internal void Output(string name, params ReadOnlySpan<long> shape) => _outputs.Add(Value(name, shape));

    /// <summary>The whole file.</summary>
    /// <param name="name">The graph's name.</param>
    /// <param name="description">What goes in and comes out.</param>
    /// <param name="metadata">Key and text.</param>
    internal ProtoMessage ToModel(string name, string description, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var graph = new ProtoMessage().AddAll(1, _nodes).Add(2, name).AddAll(5, _weights.Values).Add(10, description).AddAll(11, _inputs).AddAll(12, _outputs);
        return new ProtoMessage().Add(1, IrVersion).Add(2, "MedSsl.MLNet").Add(3, typeof(OnnxGraph).Assembly.GetName().Version?.ToString(3) ?? "")
            .Add(6, description).Add(7, graph).Add(8, new ProtoMessage().Add(1, "").Add(2, OperatorSet))
            .AddAll(14, metadata.Select(entry => new ProtoMessage().Add(1, entry.Key).Add(2, entry.Value)));
    }

    private static ProtoMessage Attribute((string Name, object Value) attribute)
    {
        var message = new ProtoMessage().Add(1, attribute.Name);
        switch (attribute.Value)
        {
            case long number:
                return message.Add(3, number).Add(20, IntAttribute);
            case float number:
                return message.Add(2, number).Add(20, FloatAttribute);
            case string text:
                return message.Add(4, text).Add(20, TextAttribute);
            default:
                foreach (long number in (long[])attribute.Value)
                    message.Add(8, number);
                return message.Add(20, IntsAttribute);
        }
    }

    /// <summary>A tensor of single-precision numbers: "N" images, then the shape.</summary>
    private static ProtoMessage Value(string name, ReadOnlySpan<long> shape)
    {
        var lengths = new ProtoMessage().Add(1, new ProtoMessage().Add(2, "N"));
        foreach (long length in shape)
            lengths.Add(1, new ProtoMessage().Add(1, length));
        var tensor = new ProtoMessage().Add(1, Float).Add(2, lengths);
        return new ProtoMessage().Add(1, name).Add(2, new ProtoMessage().Add(1, tensor));
    }
}
