namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public static Tensor operator +(double left, Tensor right) => aten.add_Scalar.Call(right, left);
        public static Tensor operator +(int left, Tensor right) => aten.add_Scalar.Call(right, left);
        public static Tensor operator +(long left, Tensor right) => aten.add_Scalar.Call(right, left);
        public static Tensor operator +(float left, Tensor right) => aten.add_Scalar.Call(right, left);
        public static Tensor operator +(Scalar left, Tensor right) => aten.add_Scalar.Call(right, left);
        public static Tensor operator +(Tensor left, double right) => aten.add_Scalar.Call(left, right);
        public static Tensor operator +(Tensor left, int right) => aten.add_Scalar.Call(left, right);
        public static Tensor operator +(Tensor left, long right) => aten.add_Scalar.Call(left, right);
        public static Tensor operator +(Tensor left, float right) => aten.add_Scalar.Call(left, right);
        public static Tensor operator +(Tensor left, Scalar right) => aten.add_Scalar.Call(left, right);
        public static Tensor operator +(Tensor left, Tensor right) => aten.add_Tensor.Call(left, right);
        public static Tensor operator /(double left, Tensor right) => aten.reciprocal.Call(right).Times(left);
        public static Tensor operator /(int left, Tensor right) => aten.reciprocal.Call(right).Times(left);
        public static Tensor operator /(long left, Tensor right) => aten.reciprocal.Call(right).Times(left);
        public static Tensor operator /(float left, Tensor right) => aten.reciprocal.Call(right).Times(left);
        public static Tensor operator /(Scalar left, Tensor right) => aten.reciprocal.Call(right).Times(left);
        public static Tensor operator /(Tensor left, double right) => aten.div_Scalar.Call(left, right);
        public static Tensor operator /(Tensor left, int right) => aten.div_Scalar.Call(left, right);
        public static Tensor operator /(Tensor left, long right) => aten.div_Scalar.Call(left, right);
        public static Tensor operator /(Tensor left, float right) => aten.div_Scalar.Call(left, right);
        public static Tensor operator /(Tensor left, Scalar right) => aten.div_Scalar.Call(left, right);
        public static Tensor operator /(Tensor left, Tensor right) => aten.div_Tensor.Call(left, right);
        public static Tensor operator %(Tensor left, double right) => aten.remainder_Scalar.Call(left, right);
        public static Tensor operator %(Tensor left, int right) => aten.remainder_Scalar.Call(left, right);
        public static Tensor operator %(Tensor left, long right) => aten.remainder_Scalar.Call(left, right);
        public static Tensor operator %(Tensor left, float right) => aten.remainder_Scalar.Call(left, right);
        public static Tensor operator %(Tensor left, Scalar right) => aten.remainder_Scalar.Call(left, right);
        public static Tensor operator %(Tensor left, Tensor right) => aten.remainder_Tensor.Call(left, right);
        public static Tensor operator *(double left, Tensor right) => aten.mul_Scalar.Call(right, left);
        public static Tensor operator *(int left, Tensor right) => aten.mul_Scalar.Call(right, left);
        public static Tensor operator *(long left, Tensor right) => aten.mul_Scalar.Call(right, left);
        public static Tensor operator *(float left, Tensor right) => aten.mul_Scalar.Call(right, left);
        public static Tensor operator *(Scalar left, Tensor right) => aten.mul_Scalar.Call(right, left);
        public static Tensor operator *(Tensor left, double right) => aten.mul_Scalar.Call(left, right);
        public static Tensor operator *(Tensor left, int right) => aten.mul_Scalar.Call(left, right);
        public static Tensor operator *(Tensor left, long right) => aten.mul_Scalar.Call(left, right);
        public static Tensor operator *(Tensor left, float right) => aten.mul_Scalar.Call(left, right);
        public static Tensor operator *(Tensor left, Scalar right) => aten.mul_Scalar.Call(left, right);
        public static Tensor operator *(Tensor left, Tensor right) => aten.mul_Tensor.Call(left, right);
        public static Tensor operator -(double left, Tensor right) => aten.rsub_Scalar.Call(right, left);
        public static Tensor operator -(int left, Tensor right) => aten.rsub_Scalar.Call(right, left);
        public static Tensor operator -(long left, Tensor right) => aten.rsub_Scalar.Call(right, left);
        public static Tensor operator -(float left, Tensor right) => aten.rsub_Scalar.Call(right, left);
        public static Tensor operator -(Scalar left, Tensor right) => aten.rsub_Scalar.Call(right, left);
        public static Tensor operator -(Tensor left, double right) => aten.sub_Scalar.Call(left, right);
        public static Tensor operator -(Tensor left, int right) => aten.sub_Scalar.Call(left, right);
        public static Tensor operator -(Tensor left, long right) => aten.sub_Scalar.Call(left, right);
        public static Tensor operator -(Tensor left, float right) => aten.sub_Scalar.Call(left, right);
        public static Tensor operator -(Tensor left, Scalar right) => aten.sub_Scalar.Call(left, right);
        public static Tensor operator -(Tensor left, Tensor right) => aten.sub_Tensor.Call(left, right);
        public static Tensor operator -(Tensor tensor) => aten.neg.Call(tensor);

        private Tensor Times(Value factor)
        {
            using (this)
            {
                return aten.mul_Scalar.Call(this, factor);
            }
        }
    }
}
