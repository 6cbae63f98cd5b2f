namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public bool allclose(Tensor target, double rtol = 1E-05, double atol = 1E-08, bool equal_nan = false) =>
            aten.allclose.CallBool(this, target, rtol, atol, equal_nan);
        public Tensor argwhere() => aten.argwhere.Call(this);
        public Tensor eq(Scalar target) => aten.eq_Scalar.Call(this, target);
        public Tensor eq(Tensor target) => aten.eq_Tensor.Call(this, target);
        public Tensor eq_(Scalar target) => aten.eq__Scalar.InPlace(this, target);
        public Tensor eq_(Tensor target) => aten.eq__Tensor.InPlace(this, target);
        public Tensor ge(Scalar target) => aten.ge_Scalar.Call(this, target);
        public Tensor ge(Tensor target) => aten.ge_Tensor.Call(this, target);
        public Tensor greater(Tensor target) => aten.greater_Tensor.Call(this, target);
        public Tensor greater_equal(Tensor target) => aten.greater_equal_Tensor.Call(this, target);
        public Tensor gt(Scalar target) => aten.gt_Scalar.Call(this, target);
        public Tensor gt(Tensor target) => aten.gt_Tensor.Call(this, target);
        public Tensor gt_(Scalar target) => aten.gt__Scalar.InPlace(this, target);
        public Tensor gt_(Tensor target) => aten.gt__Tensor.InPlace(this, target);
        public Tensor isclose(Tensor other, double rtol = 1E-05, double atol = 1E-08, bool nanEqual = false) =>
            aten.isclose.Call(this, other, rtol, atol, nanEqual);
        public Tensor isin(Tensor test_elements, bool assumeUnique = false, bool invert = false) =>
            aten.isin_Tensor_Tensor.Call(this, test_elements, assumeUnique, invert);
        public Tensor le(Scalar target) => aten.le_Scalar.Call(this, target);
        public Tensor le(Tensor target) => aten.le_Tensor.Call(this, target);
        public Tensor less(Tensor target) => aten.less_Tensor.Call(this, target);
        public Tensor less_equal(Tensor target) => aten.less_equal_Tensor.Call(this, target);
        public Tensor lt(Scalar target) => aten.lt_Scalar.Call(this, target);
        public Tensor lt(Tensor target) => aten.lt_Tensor.Call(this, target);
        public Tensor lt_(Scalar target) => aten.lt__Scalar.InPlace(this, target);
        public Tensor lt_(Tensor target) => aten.lt__Tensor.InPlace(this, target);
        public Tensor masked_fill(Tensor mask, Scalar value) => aten.masked_fill_Scalar.Call(this, mask, value);
        public Tensor masked_fill_(Tensor mask, Scalar value) => aten.masked_fill__Scalar.InPlace(this, mask, value);
        public Tensor masked_select(Tensor mask) => aten.masked_select.Call(this, mask);
        public Tensor ne(Scalar target) => aten.ne_Scalar.Call(this, target);
        public Tensor ne(Tensor target) => aten.ne_Tensor.Call(this, target);
        public Tensor ne_(Scalar target) => aten.ne__Scalar.InPlace(this, target);
        public Tensor ne_(Tensor target) => aten.ne__Tensor.InPlace(this, target);
        public Tensor nonzero() => aten.nonzero.Call(this);
        public Tensor not_equal(Tensor target) => aten.not_equal_Tensor.Call(this, target);
        public Tensor where(Tensor condition, Tensor y) => aten.where_self.Call(this, condition, y);
    }
}
