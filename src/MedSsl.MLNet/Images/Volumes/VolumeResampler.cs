using System.Numerics;

namespace MedSsl.MLNet;

/// <summary>Turns, resamples, cuts or pads a volume to a grid, and maps its values; slices are made on all cores.</summary>
internal sealed class VolumeResampler
{
    private readonly VolumeGrid _grid;
    private readonly AxisOrder _order;
    private readonly VolumeGeometry _turned;
    private readonly AxisSampling[] _axes;
    private readonly long _start;
    private readonly long[] _strides = new long[3];

    internal VolumeResampler(VolumeGeometry source, VolumeGrid grid, VolumeLoadOptions options)
    {
        _grid = grid;
        _order = AxisOrder.Of(source, options.Orientation);
        _turned = _order.Apply(source);
        int[] counts = [grid.Width, grid.Height, grid.Depth];
        double?[] spacing = [options.Spacing?.Width, options.Spacing?.Height, options.Spacing?.Depth];
        _axes = [.. Enumerable.Range(0, 3).Select(a => AxisSampling.Make(_turned.Size[a], counts[a], spacing[a] / _turned.Spacing(a), options.Interpolation))];
        long[] steps = [1, source.Size[0], (long)source.Size[0] * source.Size[1]];
        for (int axis = 0; axis < 3; axis++)
        {
            long step = steps[_order.Axes[axis]];
            _strides[axis] = _order.Flipped[axis] ? -step : step;
            if (_order.Flipped[axis])
                _start += step * (_turned.Size[axis] - 1);
        }
    }

    /// <summary>The affine of the resampled volume, 3 rows of 4 numbers.</summary>
    internal double[] Affine()
    {
        var affine = new double[12];
        for (int row = 0; row < 3; row++)
        {
            affine[4 * row + 3] = _turned[row, 3];
            for (int axis = 0; axis < 3; axis++)
            {
                affine[4 * row + axis] = _turned[row, axis] * _axes[axis].Step;
                affine[4 * row + 3] += _turned[row, axis] * _axes[axis].Start;
            }
        }
        return affine;
    }

    /// <summary>Makes the volume, [depth, height, width].</summary>
    internal void Run(float[] source, ValueMap map, Memory<float> destination)
    {
        float padding = VolumeIntensity.Padding(map);
        int slice = _grid.Height * _grid.Width;
        int columns = Math.Max(0, _axes[0].To - _axes[0].From), rows = Math.Max(0, _axes[1].To - _axes[1].From);
        Parallel.For(0, _grid.Depth, () => new float[columns * (rows + 1)], (depth, _, buffer) =>
        {
            var target = destination.Span.Slice(depth * slice, slice);
            if (_axes[2].Weights(depth).IsEmpty)
                target.Fill(padding);
            else
                Slice(source, depth, map, padding, buffer.AsSpan(0, columns * rows), buffer.AsSpan(columns * rows, columns), target);
            return buffer;
        }, _ => { });
    }

    private void Slice(float[] source, int depth, ValueMap map, float padding, Span<float> plane, Span<float> line, Span<float> target)
    {
        plane.Clear();
        int columns = line.Length;
        int tap = _axes[2].First(depth);
        foreach (float weight in _axes[2].Weights(depth))
        {
            long at = _start + tap++ * _strides[2] + _axes[0].From * _strides[0];
            for (int row = 0; row < plane.Length / columns; row++)
                Add(source, at + (row + _axes[1].From) * _strides[1], _strides[0], weight, plane.Slice(row * columns, columns));
        }
        for (int height = 0; height < _grid.Height; height++)
        {
            var row = target.Slice(height * _grid.Width, _grid.Width);
            var weights = _axes[1].Weights(height);
            if (weights.IsEmpty)
            {
                row.Fill(padding);
                continue;
            }
            line.Clear();
            for (int i = 0; i < weights.Length; i++)
                AddScaled(plane.Slice((_axes[1].First(height) - _axes[1].From + i) * columns, columns), weights[i], line);
            for (int width = 0; width < _grid.Width; width++)
                row[width] = Value(line, width, map, padding);
        }
    }

    private float Value(ReadOnlySpan<float> line, int width, ValueMap map, float padding)
    {
        var weights = _axes[0].Weights(width);
        if (weights.IsEmpty)
            return padding;
        float sum = 0;
        int first = _axes[0].First(width) - _axes[0].From;
        for (int i = 0; i < weights.Length; i++)
            sum += weights[i] * line[first + i];
        return (float)map.Of(sum);
    }

    private static void Add(float[] source, long at, long stride, float weight, Span<float> sums)
    {
        if (stride == 1)
        {
            AddScaled(source.AsSpan((int)at, sums.Length), weight, sums);
            return;
        }
        for (int i = 0; i < sums.Length; i++, at += stride)
            sums[i] += weight * source[at];
    }

    private static void AddScaled(ReadOnlySpan<float> values, float weight, Span<float> sums)
    {
        int i = 0;
        var factor = new Vector<float>(weight);
        for (; i <= sums.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(sums[i..]) + factor * new Vector<float>(values[i..])).CopyTo(sums[i..]);
        for (; i < sums.Length; i++)
            sums[i] += weight * values[i];
    }
}
