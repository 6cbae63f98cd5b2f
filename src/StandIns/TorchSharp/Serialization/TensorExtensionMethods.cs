using static TorchSharp.torch;

namespace TorchSharp;

public static class TensorExtensionMethods
{
    public static int ElementSize(this ScalarType type) => type switch
    {
        ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool => 1,
        ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
        ScalarType.Int32 or ScalarType.Float32 => 4,
        ScalarType.Int64 or ScalarType.Float64 or ScalarType.ComplexFloat32 => 8,
        ScalarType.ComplexFloat64 => 16,
        _ => throw new NotSupportedException($"No such element type: {type}."),
    };

    public static long TotalSize(this IEnumerable<long> shape) => shape.Aggregate(1L, (a, b) => a * b);

    public static Modules.Parameter AsParameter(this Tensor tensor) => tensor as Modules.Parameter ?? new Modules.Parameter(tensor);

    /// <summary>Writes element type, rank, sizes and elements.</summary>
    public static void Save(this Tensor tensor, BinaryWriter writer)
    {
        writer.WriteLeb128((long)tensor.dtype);
        writer.WriteLeb128(tensor.Dimensions);
        foreach (long size in tensor.shape)
        {
            writer.WriteLeb128(size);
        }

        writer.Flush();
        tensor.WriteBytesToStream(writer.BaseStream);
    }

    public static void Save(this Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        tensor.Save(writer);
    }

    public static void Save(this Tensor tensor, string location)
    {
        using var stream = File.Create(location);
        tensor.Save(stream);
    }

    /// <summary>Reads elements into a tensor of the same type and shape.</summary>
    public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false)
    {
        var (type, shape) = ReadHead(reader);
        if (!skip && type != tensor.dtype)
        {
            throw new ArgumentException($"Mismatched tensor data types while loading. Expected {tensor.dtype}, found {type}. Please make sure that the model you are loading into is exactly the same as the origin.");
        }

        if (!skip && !shape.AsSpan().SequenceEqual(tensor.shape))
        {
            throw new ArgumentException($"Mismatched tensor shape while loading. Expected [{string.Join(",", tensor.shape)}], found [{string.Join(",", shape)}]. Please make sure that the model you are loading into is exactly the same as the origin.");
        }

        if (skip || !tensor.is_contiguous())
        {
            using var read = ReadElements(reader, type, shape);
            if (!skip)
            {
                using var _ = no_grad();
                aten.copy_.Run(tensor, read);
            }
        }
        else
        {
            tensor.ReadBytesFromStream(reader.BaseStream);
        }
    }

    public static Tensor Load(BinaryReader reader, bool skip = false)
    {
        var (type, shape) = ReadHead(reader);
        return ReadElements(reader, type, shape);
    }

    public static void Load(ref Tensor? tensor, BinaryReader reader, bool skip = false)
    {
        if (tensor is null)
        {
            tensor = Load(reader, skip);
        }
        else
        {
            tensor.Load(reader, skip);
        }
    }

    private static (ScalarType Type, long[] Shape) ReadHead(BinaryReader reader)
    {
        long code = reader.ReadLeb128(), rank = reader.ReadLeb128();
        var type = (ScalarType)code;
        if ((long)type != code || !Enum.IsDefined(type) || rank is < 0 or > 64)
        {
            throw new InvalidDataException($"Not a tensor: element type {code}, rank {rank}.");
        }

        long[] shape = new long[rank];
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = reader.ReadLeb128();
        }

        return (type, shape);
    }

    private static Tensor ReadElements(BinaryReader reader, ScalarType type, long[] shape)
    {
        var stream = reader.BaseStream;
        if (stream.CanSeek && shape.Aggregate((double)type.ElementSize(), (a, b) => a * b) > stream.Length - stream.Position)
        {
            throw new EndOfStreamException($"The stream ends before the elements of a tensor of shape [{string.Join(", ", shape)}].");
        }

        var made = torch.empty(shape, type);
        made.ReadBytesFromStream(stream);
        return made;
    }

    public static Tensor ToTensor<T>(this T[] rawArray, long[] dimensions, bool doCopy = false, bool requires_grad = false) =>
        from_array(rawArray, null, null, requires_grad).reshape(dimensions);

    public static Tensor ToTensor<T>(this T scalar, Device? device = null, bool requires_grad = false) where T : struct =>
        from_array(new[] { scalar }, null, device).reshape([]).requires_grad_(requires_grad);

    public static bool ToBoolean(this Tensor value) => value.ToScalar().ToBoolean();

    public static byte ToByte(this Tensor value) => value.ToScalar().ToByte();

    public static sbyte ToSByte(this Tensor value) => value.ToScalar().ToSByte();

    public static short ToInt16(this Tensor value) => value.ToScalar().ToInt16();

    public static int ToInt32(this Tensor value) => value.ToScalar().ToInt32();

    public static long ToInt64(this Tensor value) => value.ToScalar().ToInt64();

    public static Half ToHalf(this Tensor value) => value.ToScalar().ToHalf();

    public static float ToSingle(this Tensor value) => value.ToScalar().ToSingle();

    public static double ToDouble(this Tensor value) => value.ToScalar().ToDouble();
}
