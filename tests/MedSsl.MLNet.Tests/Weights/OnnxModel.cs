using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace MedSsl.MLNet.Tests;

/// <summary>Parses an ONNX file by the field numbers of onnx.proto and runs the few operators that the export writes, each on one TorchSharp function.</summary>
internal sealed class OnnxModel
{
    internal sealed record Node(string Operation, string[] Inputs, string[] Outputs, Dictionary<string, long[]> Integers, Dictionary<string, float> Numbers);

    internal long IrVersion { get; private set; }

    internal long OperatorSet { get; private set; }

    internal string Description { get; private set; } = "";

    internal Dictionary<string, string> Metadata { get; } = [];

    internal List<Node> Nodes { get; } = [];

    internal Dictionary<string, (long[] Shape, byte[] Bytes)> Weights { get; } = [];

    internal Dictionary<string, string[]> Inputs { get; } = [];

    internal Dictionary<string, string[]> Outputs { get; } = [];

    internal OnnxModel(byte[] bytes)
    {
        foreach (var (field, number, content) in Fields(bytes))
        {
            switch (field)
            {
                case 1: IrVersion = number; break;
                case 6: Description = Text(content); break;
                case 7: ReadGraph(content); break;
                case 8: OperatorSet = Fields(content).Single(f => f.Field == 2).Number; break;
                case 14: Metadata.Add(Text(One(content, 1)), Text(One(content, 2))); break;
            }
        }
    }

    /// <summary>Every value of the graph for an input [N, C, H, W], by name.</summary>
    internal Dictionary<string, Tensor> Run(Tensor image)
    {
        var values = Weights.ToDictionary(weight => weight.Key, weight =>
            tensor(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(weight.Value.Bytes).ToArray(), weight.Value.Shape));
        values.Add(Inputs.Keys.Single(), image);
        foreach (var node in Nodes)
        {
            var x = values[node.Inputs[0]];
            Tensor Input(int index) => values[node.Inputs[index]];
            if (node.Operation == "Split")
            {
                long half = x.shape[node.Integers["axis"][0]] / 2;
                values.Add(node.Outputs[0], x.narrow(1, 0, half));
                values.Add(node.Outputs[1], x.narrow(1, half, half));
                continue;
            }
            values.Add(node.Outputs[0], node.Operation switch
            {
                "Conv" when node.Integers["kernel_shape"][0] == 2 => Average(x, node, values),
                "Conv" when node.Integers.TryGetValue("group", out var group) && group[0] > 1 => x * Input(1).view(1, group[0], 1, 1) + Input(2).view(1, group[0], 1, 1),
                "Conv" => nn.functional.conv2d(x, Input(1), node.Inputs.Length > 2 ? Input(2) : null,
                    node.Integers.GetValueOrDefault("strides", [1, 1]), node.Integers.GetValueOrDefault("pads", [0, 0, 0, 0])[..2]),
                "BatchNormalization" => nn.functional.batch_norm(x, Input(3), Input(4), Input(1), Input(2), false, 0.1, node.Numbers["epsilon"]),
                "Relu" => x.relu(),
                "MaxPool" => nn.functional.max_pool2d(x, node.Integers["kernel_shape"][0], node.Integers["strides"][0], node.Integers["pads"][0]),
                "Resize" => x.expand(x.shape[0], x.shape[1], (long)Input(2).data<float>()[2], (long)Input(2).data<float>()[3]),
                "AveragePool" => Average(x, node, values),
                "GlobalAveragePool" => x.mean([2, 3], true),
                "Flatten" => x.reshape(x.shape[0], -1),
                "Add" => x + Input(1),
                "Mul" => x * Input(1),
                "Gemm" => nn.functional.linear(x, Input(1), Input(2)),
                "Sigmoid" => x.sigmoid(),
                "MatMul" => x.matmul(Input(1)),
                _ => throw new NotSupportedException(node.Operation),
            });
        }
        return values;
    }

    /// <summary>The mean of 2x2 pixels, below and on the right padded with zeros that count or do not.</summary>
    private static Tensor Average(Tensor x, Node node, Dictionary<string, Tensor> values)
    {
        if (node.Operation == "Conv")
            Assert.All(values[node.Inputs[1]].data<float>().ToArray(), quarter => Assert.Equal(0.25f, quarter));
        long[] pads = node.Integers["pads"];
        Tensor Sum(Tensor y)
        {
            if (pads[2] > 0)
                y = cat([y, zeros(y.shape[0], y.shape[1], 1, y.shape[3])], 2);
            if (pads[3] > 0)
                y = cat([y, zeros(y.shape[0], y.shape[1], y.shape[2], 1)], 3);
            long height = y.shape[2], width = y.shape[3];
            if (node.Integers["strides"][0] == 2)
                return y.reshape(y.shape[0], y.shape[1], height / 2, 2, width / 2, 2).mean([3, 5]) * 4;
            var rows = y.narrow(2, 0, height - 1) + y.narrow(2, 1, height - 1);
            return rows.narrow(3, 0, width - 1) + rows.narrow(3, 1, width - 1);
        }
        return Sum(x) / (node.Operation == "Conv" ? 4 : Sum(x * 0 + 1));
    }

    private void ReadGraph(byte[] graph)
    {
        foreach (var (field, _, content) in Fields(graph))
        {
            switch (field)
            {
                case 1: Nodes.Add(ReadNode(content)); break;
                case 5:
                    var fields = Fields(content).ToList();
                    Assert.Equal(1, fields.Single(f => f.Field == 2).Number);
                    Weights.Add(Text(One(content, 8)), ([.. fields.Where(f => f.Field == 1).Select(f => f.Number)], One(content, 9)));
                    break;
                case 11: ReadValue(Inputs, content); break;
                case 12: ReadValue(Outputs, content); break;
            }
        }
    }

    private static Node ReadNode(byte[] node)
    {
        var fields = Fields(node).ToList();
        Dictionary<string, long[]> integers = [];
        Dictionary<string, float> numbers = [];
        foreach (var (_, _, attribute) in fields.Where(f => f.Field == 5))
        {
            var parts = Fields(attribute).ToList();
            string name = Text(One(attribute, 1));
            switch (parts.Single(f => f.Field == 20).Number)
            {
                case 1: numbers.Add(name, BitConverter.ToSingle(One(attribute, 2))); break;
                case 2: integers.Add(name, [parts.Single(f => f.Field == 3).Number]); break;
                case 3: break; // texts: Resize repeats, whatever the mode, where there is one pixel
                default: integers.Add(name, [.. parts.Where(f => f.Field == 8).Select(f => f.Number)]); break;
            }
        }
        return new(Text(One(node, 4)), [.. fields.Where(f => f.Field == 1).Select(f => Text(f.Content))], [.. fields.Where(f => f.Field == 2).Select(f => Text(f.Content))], integers, numbers);
    }

    private static void ReadValue(Dictionary<string, string[]> values, byte[] value)
    {
        var tensor = One(One(value, 2), 1);
        Assert.Equal(1, Fields(tensor).Single(f => f.Field == 1).Number);
        values.Add(Text(One(value, 1)), [.. Fields(One(tensor, 2)).Select(dimension => Fields(dimension.Content).Single()).Select(f => f.Field == 2 ? Text(f.Content) : $"{f.Number}")]);
    }

    private static byte[] One(byte[] message, int field) => Fields(message).Single(f => f.Field == field).Content;

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    private static IEnumerable<(int Field, long Number, byte[] Content)> Fields(byte[] message)
    {
        for (int at = 0; at < message.Length;)
        {
            ulong key = Number(message, ref at);
            switch (key & 7)
            {
                case 0:
                    yield return ((int)(key >> 3), (long)Number(message, ref at), []);
                    break;
                case 2:
                    int length = (int)Number(message, ref at);
                    yield return ((int)(key >> 3), 0, message[at..(at + length)]);
                    at += length;
                    break;
                case 5:
                    yield return ((int)(key >> 3), 0, message[at..(at + 4)]);
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"wire type {key & 7}");
            }
        }
    }

    private static ulong Number(byte[] message, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = message[at++];
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
                return value;
        }
    }
}
