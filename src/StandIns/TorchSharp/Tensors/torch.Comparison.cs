namespace TorchSharp;

public static partial class torch
{
    public static bool allclose(Tensor tensor, Tensor target, double rtol = 1E-05, double atol = 1E-08, bool equal_nan = false) =>
        aten.allclose.CallBool(tensor, target, rtol, atol, equal_nan);
    public static Tensor argwhere(Tensor input) => aten.argwhere.Call(input);
    public static Tensor eq(Tensor left, Tensor right) => aten.eq_Tensor.Call(left, right);
    public static Tensor ge(Tensor left, Tensor right) => aten.ge_Tensor.Call(left, right);
    public static Tensor greater(Tensor tensor, Tensor target) => aten.greater_Tensor.Call(tensor, target);
    public static Tensor greater_equal(Tensor tensor, Tensor target) => aten.greater_equal_Tensor.Call(tensor, target);
    public static Tensor gt(Tensor left, Tensor right) => aten.gt_Tensor.Call(left, right);
    public static Tensor isclose(Tensor tensor, Tensor other, double rtol = 1E-05, double atol = 1E-08, bool nanEqual = false) =>
        aten.isclose.Call(tensor, other, rtol, atol, nanEqual);
    public static Tensor isin(Tensor tensor, Tensor test_elements, bool assumeUnique = false, bool invert = false) =>
        aten.isin_Tensor_Tensor.Call(tensor, test_elements, assumeUnique, invert);
    public static Tensor le(Tensor left, Tensor right) => aten.le_Tensor.Call(left, right);
    public static Tensor less(Tensor tensor, Tensor target) => aten.less_Tensor.Call(tensor, target);
    public static Tensor less_equal(Tensor tensor, Tensor target) => aten.less_equal_Tensor.Call(tensor, target);
    public static Tensor lt(Tensor left, Tensor right) => aten.lt_Tensor.Call(left, right);
    public static Tensor masked_select(Tensor input, Tensor mask) => aten.masked_select.Call(input, mask);
    public static Tensor ne(Tensor left, Tensor right) => aten.ne_Tensor.Call(left, right);
    public static Tensor nonzero(Tensor input) => aten.nonzero.Call(input);
    public static Tensor not_equal(Tensor tensor, Tensor target) => aten.not_equal_Tensor.Call(tensor, target);
    public static Tensor[] where(Tensor condition) => aten.where.CallList(condition);
    public static Tensor where(Tensor condition, Tensor x, Tensor y) => aten.where_self.Call(condition, x, y);
}
