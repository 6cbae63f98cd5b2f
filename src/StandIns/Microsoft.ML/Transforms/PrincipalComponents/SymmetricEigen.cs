namespace Microsoft.ML.Transforms;

/// <summary>Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations.</summary>
internal static class SymmetricEigen
{
    private const int MostSweeps = 100;

    /// <summary>The eigenvalues, greatest first, and a vector of each. The matrix is overwritten.</summary>
    internal static (double[] Values, double[][] Vectors) Decompose(double[,] matrix)
    {
        int size = matrix.GetLength(0);
        double[][] vectors = [.. Enumerable.Range(0, size).Select(i => new double[size])];
        for (int i = 0; i < size; i++)
            vectors[i][i] = 1;
        double scale = 0;
        foreach (double value in matrix)
            scale += value * value;
        for (int sweep = 0; sweep < MostSweeps && OffDiagonal(matrix) > 1e-28 * scale; sweep++)
        {
            for (int p = 0; p < size; p++)
            {
                for (int q = p + 1; q < size; q++)
                    Rotate(matrix, vectors, p, q);
            }
        }
        int[] order = [.. Enumerable.Range(0, size).OrderByDescending(i => matrix[i, i])];
        return (Array.ConvertAll(order, i => matrix[i, i]), Array.ConvertAll(order, i => vectors[i]));
    }

    private static double OffDiagonal(double[,] matrix)
    {
        double sum = 0;
        for (int i = 0; i < matrix.GetLength(0); i++)
        {
            for (int j = i + 1; j < matrix.GetLength(0); j++)
                sum += matrix[i, j] * matrix[i, j];
        }
        return sum;
    }

    /// <summary>Makes element (p, q) 0.</summary>
    private static void Rotate(double[,] matrix, double[][] vectors, int p, int q)
    {
        if (matrix[p, q] == 0)
            return;
        double theta = (matrix[q, q] - matrix[p, p]) / (2 * matrix[p, q]);
        double t = (theta < 0 ? -1 : 1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
        double cosine = 1 / Math.Sqrt(t * t + 1), sine = t * cosine;
        for (int i = 0; i < vectors.Length; i++)
            (matrix[i, p], matrix[i, q]) = (cosine * matrix[i, p] - sine * matrix[i, q], sine * matrix[i, p] + cosine * matrix[i, q]);
        for (int i = 0; i < vectors.Length; i++)
        {
            (matrix[p, i], matrix[q, i]) = (cosine * matrix[p, i] - sine * matrix[q, i], sine * matrix[p, i] + cosine * matrix[q, i]);
            (vectors[p][i], vectors[q][i]) = (cosine * vectors[p][i] - sine * vectors[q][i], sine * vectors[p][i] + cosine * vectors[q][i]);
        }
    }
}
