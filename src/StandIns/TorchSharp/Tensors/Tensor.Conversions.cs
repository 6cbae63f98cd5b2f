namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public static Tensor operator &(Tensor left, Tensor right) => aten.bitwise_and_Tensor.Call(left, right);
        public static Tensor operator |(Tensor left, Tensor right) => aten.bitwise_or_Tensor.Call(left, right);
        public static Tensor operator ==(Scalar left, Tensor right) => aten.eq_Scalar.Call(right, left);
        public static Tensor operator ==(Tensor left, Scalar right) => aten.eq_Scalar.Call(left, right);
        public static Tensor operator ==(Tensor left, Tensor right) => aten.eq_Tensor.Call(left, right);
        public static Tensor operator ^(Tensor left, Tensor right) => aten.bitwise_xor_Tensor.Call(left, right);
        public static explicit operator bool(Tensor value) => value.ToBoolean();
        public static explicit operator byte(Tensor value) => value.ToByte();
        public static explicit operator double(Tensor value) => value.ToDouble();
        public static explicit operator short(Tensor value) => value.ToInt16();
        public static explicit operator int(Tensor value) => value.ToInt32();
        public static explicit operator long(Tensor value) => value.ToInt64();
        public static explicit operator sbyte(Tensor value) => value.ToSByte();
        public static explicit operator float(Tensor value) => value.ToSingle();
        public static Tensor operator >(Scalar left, Tensor right) => aten.lt_Scalar.Call(right, left);
        public static Tensor operator >(Tensor left, Scalar right) => aten.gt_Scalar.Call(left, right);
        public static Tensor operator >(Tensor left, Tensor right) => aten.gt_Tensor.Call(left, right);
        public static Tensor operator >=(Scalar left, Tensor right) => aten.le_Scalar.Call(right, left);
        public static Tensor operator >=(Tensor left, Scalar right) => aten.ge_Scalar.Call(left, right);
        public static Tensor operator >=(Tensor left, Tensor right) => aten.ge_Tensor.Call(left, right);
        public static implicit operator Tensor(bool value) => torch.tensor(value);
        public static implicit operator Tensor(bool[] value) => torch.tensor(value);
        public static implicit operator Tensor(byte value) => torch.tensor(value);
        public static implicit operator Tensor(byte[] value) => torch.tensor(value);
        public static implicit operator Tensor(double value) => torch.tensor(value);
        public static implicit operator Tensor(double[] value) => torch.tensor(value);
        public static implicit operator Tensor(short value) => torch.tensor(value);
        public static implicit operator Tensor(short[] value) => torch.tensor(value);
        public static implicit operator Tensor(int value) => torch.tensor(value);
        public static implicit operator Tensor(int[] value) => torch.tensor(value);
        public static implicit operator Tensor(long value) => torch.tensor(value);
        public static implicit operator Tensor(long[] value) => torch.tensor(value);
        public static implicit operator Tensor(sbyte value) => torch.tensor(value);
        public static implicit operator Tensor(sbyte[] value) => torch.tensor(value);
        public static implicit operator Tensor(float value) => torch.tensor(value);
        public static implicit operator Tensor(float[] value) => torch.tensor(value);
        public static implicit operator Tensor(Scalar scalar) => Factory.FromScalar(scalar);
        public static Tensor operator !=(Scalar left, Tensor right) => aten.ne_Scalar.Call(right, left);
        public static Tensor operator !=(Tensor left, Scalar right) => aten.ne_Scalar.Call(left, right);
        public static Tensor operator !=(Tensor left, Tensor right) => aten.ne_Tensor.Call(left, right);
        public static Tensor operator <(Scalar left, Tensor right) => aten.gt_Scalar.Call(right, left);
        public static Tensor operator <(Tensor left, Scalar right) => aten.lt_Scalar.Call(left, right);
        public static Tensor operator <(Tensor left, Tensor right) => aten.lt_Tensor.Call(left, right);
        public static Tensor operator <=(Scalar left, Tensor right) => aten.ge_Scalar.Call(right, left);
        public static Tensor operator <=(Tensor left, Scalar right) => aten.le_Scalar.Call(left, right);
        public static Tensor operator <=(Tensor left, Tensor right) => aten.le_Tensor.Call(left, right);
        public static Tensor operator ~(Tensor left) => aten.bitwise_not.Call(left);
    }
}
