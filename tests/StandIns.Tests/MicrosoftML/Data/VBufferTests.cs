using Microsoft.ML.Data;

namespace StandIns.Tests.MicrosoftML.Data;

public sealed class VBufferTests
{
    private static readonly VBuffer<float> _sparse = new(6, 2, [3f, 5f, 99f], [1, 4, 99]);

    [Fact]
    public void Sparse_vector_reads_as_zeros_between_its_values()
    {
        Assert.False(_sparse.IsDense);
        Assert.Equal([0, 3, 0, 0, 5, 0], _sparse.DenseValues());
        Assert.Equal([1, 4], _sparse.GetIndices().ToArray());
        Assert.Equal([new(1, 3f), new(4, 5f)], _sparse.Items());
        Assert.Equal(6, _sparse.Items(all: true).Count());
        Assert.Equal(5f, _sparse.GetItemOrDefault(4));
        Assert.Equal(0f, _sparse.GetItemOrDefault(5));
    }

    [Fact]
    public void Copying_a_part_of_a_sparse_vector_shifts_its_indices()
    {
        VBuffer<float> part = default;
        _sparse.CopyTo(ref part, 3, 3);

        Assert.Equal([0, 5, 0], part.DenseValues());
        Assert.Equal([1], part.GetIndices().ToArray());
    }

    [Fact]
    public void Spreading_a_sparse_vector_over_its_own_arrays_is_safe()
    {
        var vector = new VBuffer<float>(3, 2, [7f, 8f, 0f], [1, 2, 0]);
        vector.CopyToDense(ref vector);

        Assert.True(vector.IsDense);
        Assert.Equal([0, 7, 8], vector.DenseValues());
    }

    [Fact]
    public void Editor_reuses_arrays_that_are_long_enough()
    {
        float[] values = [1, 2, 3, 4];
        var vector = new VBuffer<float>(4, values);

        VBufferEditor<float> shorter = VBufferEditor.Create(ref vector, 3);
        shorter.Values[0] = 42;
        Assert.False(shorter.CreatedNewValues);
        Assert.Equal(42, values[0]);
        Assert.Equal([42, 2, 3], shorter.Commit().DenseValues());

        VBufferEditor<float> longer = VBufferEditor.Create(ref vector, 5, keepOldOnResize: true);
        Assert.True(longer.CreatedNewValues);
        Assert.Equal([42, 2, 3, 4, 0], longer.Commit().DenseValues());
    }

    [Fact]
    public void Truncated_commit_is_sparse()
    {
        VBuffer<float> vector = default;
        VBufferEditor<float> editor = VBufferEditor.Create(ref vector, 5, 3);
        editor.Values[0] = 9;
        editor.Indices[0] = 2;

        Assert.Equal([0, 0, 9, 0, 0], editor.CommitTruncated(1).DenseValues());
    }

    [Fact]
    public void Values_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new VBuffer<float>(3, [1f, 2f]));
        Assert.Throws<ArgumentException>(() => new VBuffer<float>(3, 2, [1f, 2f], [0]));
        Assert.Throws<ArgumentException>(() => _sparse.CopyTo(new float[5]));
    }
}
