using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Microsoft.ML.Transforms;

/// <summary>The components of a column and, where a mean is taken away, its projection on them.</summary>
internal sealed record PrincipalProjection(float[][] Components, float[] ProjectedMean)
{
    internal int Dimension => Components[0].Length;

    internal int Rank => Components.Length;

    internal static PrincipalProjection Of(double[][] components, double[] mean)
    {
        float[][] single = Array.ConvertAll(components, c => Array.ConvertAll(c, x => (float)x));
        return new(single, mean == null ? [] : Array.ConvertAll(single, c => (float)c.Select((x, i) => x * mean[i]).Sum()));
    }

    internal static PrincipalProjection Load(ModelLoadContext ctx)
    {
        int dimension = ctx.Reader.ReadInt32();
        int rank = ctx.Reader.ReadInt32();
        ctx.Require(rank > 0 && rank <= dimension, $"{rank} components of {dimension} features are impossible");
        ctx.Require((long)rank * dimension * sizeof(float) <= ctx.Reader.BaseStream.Length - ctx.Reader.BaseStream.Position, "components are missing");
        float[][] components = [.. Enumerable.Range(0, rank).Select(_ => LinearScore.Finite(ctx, ctx.LoadSingles(dimension)))];
        float[] mean = LinearScore.Finite(ctx, ctx.LoadSingles());
        ctx.Require(mean.Length == 0 || mean.Length == rank, $"a mean of {mean.Length} does not fit {rank} components");
        return new(components, mean);
    }

    internal void Save(ModelSaveContext ctx)
    {
        ctx.Writer.Write(Dimension);
        ctx.Writer.Write(Rank);
        foreach (float[] component in Components)
            ctx.SaveSinglesOnly(component);
        ctx.SaveSingles(ProjectedMean);
    }

    internal void Apply(in VBuffer<float> features, Span<float> result)
    {
        for (int c = 0; c < Rank; c++)
            result[c] = LinearScore.Of(features, Components[c], ProjectedMean.Length == 0 ? 0 : -ProjectedMean[c]);
    }
}
