namespace TorchSharp;

public static partial class torch
{
    public static partial class linalg
    {
        private static readonly long[] s_matrix = [-2, -1];

        public static Tensor cholesky(Tensor input) => aten.linalg_cholesky.Call(input);

        public static Tensor cond(Tensor input) => aten.linalg_cond.Call(input);

        public static Tensor cond(Tensor input, double p) => aten.linalg_cond.Call(input, p);

        public static Tensor cond(Tensor input, int p) => aten.linalg_cond.Call(input, (long)p);

        public static Tensor cond(Tensor input, string p) => aten.linalg_cond_p_str.Call(input, p);

        public static Tensor cross(Tensor input, Tensor other, long dim = -1) => aten.linalg_cross.Call(input, other, dim);

        public static Tensor diagonal(Tensor input, int offset = 0, int dim1 = -2, int dim2 = -1) =>
            aten.linalg_diagonal.Call(input, (long)offset, (long)dim1, (long)dim2);

        public static (Tensor, Tensor) eig(Tensor input) => aten.linalg_eig.Call2(input);

        public static Tensor eigvals(Tensor input) => aten.linalg_eigvals.Call(input);

        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => aten.linalg_eigvalsh.Call(input, UPLO.ToString());

        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other) =>
            aten.linalg_lstsq.Call4(input, other);

        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other, double rcond) =>
            aten.linalg_lstsq.Call4(input, other, rcond);

        public static (Tensor P, Tensor L, Tensor U) lu(Tensor input, bool pivot = true) => aten.linalg_lu.Call3(input, pivot);

        public static Tensor matrix_exp(Tensor input) => aten.linalg_matrix_exp.Call(input);

        public static Tensor matrix_norm(Tensor input, string ord = "fro", long[]? dims = null, bool keepdim = false) =>
            aten.linalg_matrix_norm_str_ord.Call(input, ord, dims ?? s_matrix, keepdim);

        public static Tensor matrix_norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            aten.linalg_matrix_norm.Call(input, ord, dims ?? s_matrix, keepdim);

        public static Tensor matrix_rank(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            aten.linalg_matrix_rank_atol_rtol_float.Call(input, atol, rtol, hermitian);

        public static Tensor multi_dot(IList<Tensor> tensors) => aten.linalg_multi_dot.Call(Value.List(tensors));

        public static Tensor pinv(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            aten.linalg_pinv_atol_rtol_float.Call(input, atol, rtol, hermitian);

        public static (Tensor, Tensor) slogdet(Tensor input) => aten.linalg_slogdet.Call2(input);

        public static Tensor solve(Tensor A, Tensor B, bool left = true) => aten.linalg_solve.Call(A, B, left);

        public static Tensor solve_triangular(
            Tensor A, Tensor B, bool upper, bool left = true, bool unitriangular = false, Tensor? @out = null)
        {
            if (@out is null)
            {
                return aten.linalg_solve_triangular.Call(A, B, upper, left, unitriangular);
            }

            aten.linalg_solve_triangular_out.Run(A, B, upper, left, unitriangular, @out);
            return @out;
        }

        public static Tensor vecdot(Tensor x, Tensor y, long dim = -1, Tensor? @out = null)
        {
            if (@out is null)
            {
                return aten.linalg_vecdot.Call(x, y, dim);
            }

            aten.linalg_vecdot_out.Run(x, y, dim, @out);
            return @out;
        }
    }
}
