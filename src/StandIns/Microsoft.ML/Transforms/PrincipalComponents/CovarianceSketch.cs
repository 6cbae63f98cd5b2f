using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>
/// The covariance of a column as an operator: two passes over the rows give its greatest eigenvectors, without the matrix itself.
/// Rows with a value or weight that is not finite, or with a negative weight, do not count.
/// </summary>
internal sealed class CovarianceSketch(IDataView data, DataViewSchema.Column features, DataViewSchema.Column? weights, bool center)
{
    private readonly int _size = ((VectorDataViewType)features.Type).Size;

    /// <summary>
    /// The mean that is taken away; null if none is. The real package adds the rows to it in each of the two passes, so that it becomes
    /// (1 + 1/n) times the mean (its issue 6713); what is taken away here is the same.
    /// </summary>
    internal double[] Mean { get; private set; }

    /// <summary>The first eigenvectors, each times its eigenvalue / (eigenvalue + 1e-6), as in the real package: null where the variance is.</summary>
    internal double[][] Components(int rank, int sketchSize, Random random)
    {
        double[][] basis = Multiply([.. Enumerable.Range(0, sketchSize).Select(_ => Gaussian(random))]);
        Orthonormalize(basis);
        double[][] image = Multiply(basis);

        double[,] square = new double[sketchSize, sketchSize];
        for (int i = 0; i < sketchSize; i++)
            for (int j = 0; j < sketchSize; j++)
                square[i, j] = Dot(image[i], image[j]);
        (double[] values, double[][] vectors) = SymmetricEigen.Decompose(square);
        var components = new double[rank][];
        for (int c = 0; c < rank; c++)
        {
            // The squares of the eigenvalues are those of image * image'.
            double scale = 1 / (1e-6 + Math.Sqrt(Math.Max(values[c], 0)));
            components[c] = new double[_size];
            for (int i = 0; i < sketchSize; i++)
                AddScaled(components[c], image[i], scale * vectors[c][i]);
            // Either sign would do: the greatest coordinate is negative, as in the one result of the real package that is known (its issue 6713).
            if (components[c].MaxBy(Math.Abs) > 0)
                components[c] = Array.ConvertAll(components[c], x => -x);
        }
        return components;
    }

    /// <summary>The covariance times each vector.</summary>
    private double[][] Multiply(double[][] vectors)
    {
        double[][] products = Array.ConvertAll(vectors, _ => new double[_size]);
        double[] sum = (double[])Mean?.Clone() ?? new double[_size];
        double total = 0;
        using DataViewRowCursor cursor = data.GetRowCursor(new DataViewSchema.Column?[] { features, weights }.OfType<DataViewSchema.Column>());
        ValueGetter<VBuffer<float>> get = cursor.GetGetter<VBuffer<float>>(features);
        ValueGetter<float> getWeight = weights is { } column ? cursor.GetGetter<float>(column) : null;
        VBuffer<float> buffer = default;
        float[] single = new float[_size];
        float weight = 1;
        while (cursor.MoveNext())
        {
            get(ref buffer);
            getWeight?.Invoke(ref weight);
            buffer.CopyTo(single);
            if (!float.IsFinite(weight) || weight < 0 || !Array.TrueForAll(single, float.IsFinite))
                continue;
            double[] row = Array.ConvertAll(single, x => (double)x);
            total += weight;
            AddScaled(sum, row, weight);
            for (int i = 0; i < vectors.Length; i++)
                AddScaled(products[i], row, weight * Dot(vectors[i], row));
        }
        if (!(total > 0))
            throw new InvalidOperationException($"Column '{features.Name}' has no row without missing values.");
        Scale(sum, 1 / total);
        Mean = center ? sum : null;
        for (int i = 0; i < vectors.Length; i++)
        {
            Scale(products[i], 1 / total);
            if (center)
                AddScaled(products[i], sum, -Dot(vectors[i], sum));
        }
        return products;
    }

    /// <summary>Gram and Schmidt's procedure, stabilised. What depends on the vectors before becomes 0.</summary>
    private static void Orthonormalize(double[][] vectors)
    {
        double greatest = vectors.Max(v => Math.Sqrt(Dot(v, v)));
        for (int i = 0; i < vectors.Length; i++)
        {
            double norm = Math.Sqrt(Dot(vectors[i], vectors[i]));
            Scale(vectors[i], norm > 1e-12 * greatest ? 1 / norm : 0);
            for (int j = i + 1; j < vectors.Length; j++)
                AddScaled(vectors[j], vectors[i], -Dot(vectors[i], vectors[j]));
        }
    }

    private double[] Gaussian(Random random) =>
        [.. Enumerable.Range(0, _size).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static void AddScaled(double[] target, double[] source, double scale)
    {
        for (int i = 0; i < target.Length; i++)
            target[i] += scale * source[i];
    }

    private static void Scale(double[] vector, double scale)
    {
        for (int i = 0; i < vector.Length; i++)
            vector[i] *= scale;
    }
}
