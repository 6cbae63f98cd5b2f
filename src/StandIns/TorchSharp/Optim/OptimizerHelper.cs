#nullable disable
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The base of optimizers written in C#: groups, one state a parameter, saving and loading.</summary>
public abstract class OptimizerHelper : optim.Optimizer
{
    protected OptimizerOptions _defaults;
    protected OrderedDict<IntPtr, OptimizerState> _state = new();

    public OptimizerHelper()
        : base(IntPtr.Zero)
    {
    }

    protected enum TypeCode
    {
        Double = 0, Long = 1, Tensor = 2, Options = 3, State = 4,
    }

    public override IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(g => g.Parameters);

    public override void add_param_group(ParamGroup param_group)
    {
        param_group.Options ??= NewOptions();
        param_group.Options.FillFrom(_defaults);
        _parameter_groups.Add(param_group);
        foreach (var parameter in param_group.Parameters)
        {
            if (NewState(parameter) is { } state)
            {
                state.Initialize(param_group.Options);
                _state[parameter.Handle] = state;
            }
        }
    }

    public override void zero_grad() => base.zero_grad();

    /// <summary>The loss with gradients; then every group without gradients, in a scope of its own.</summary>
    protected Tensor _step<T>(Action<T> body, Func<Tensor> loss_closure = null) where T : ParamGroup
    {
        Tensor loss = null;
        if (loss_closure is not null)
        {
            using (enable_grad())
            {
                loss = loss_closure();
            }
        }

        using (no_grad())
        using (NewDisposeScope())
        {
            foreach (var group in _parameter_groups)
            {
                body((T)group);
            }
        }

        return loss;
    }

    public virtual optim.Optimizer.StateDictionary state_dict()
    {
        var made = new StateDictionary();
        foreach (var group in _parameter_groups)
        {
            made.Options.Add(group.Options);
            List<int> indices = [];
            foreach (var parameter in group.Parameters)
            {
                indices.Add(made.State.Count);
                made.State.Add(_state[parameter.Handle]);
            }

            made.StateIndexRef.Add(indices);
        }

        return made;
    }

    public virtual void load_state_dict(optim.Optimizer.StateDictionary state_dict)
    {
        var own = this.state_dict();
        Match(own, state_dict.Options.Count, state_dict.State.Count);
        for (int i = 0; i < own.Options.Count; i++)
        {
            if (own.Options[i] != state_dict.Options[i])
            {
                own.Options[i].LoadStateDict(state_dict.Options[i]);
            }
        }

        for (int i = 0; i < own.State.Count; i++)
        {
            if (own.State[i] != state_dict.State[i])
            {
                own.State[i].LoadStateDict(state_dict.State[i]);
            }
        }
    }

    public void save_state_dict(string location)
    {
        using var stream = File.Create(location);
        using var writer = new BinaryWriter(stream);
        save_state_dict(writer);
    }

    public void save_state_dict(BinaryWriter writer)
    {
        var own = state_dict();
        writer.Write(GetType().Name);
        writer.WriteLeb128(own.Options.Count);
        writer.WriteLeb128(own.State.Count);
        own.Options.ForEach(o => o.SaveStateDict(writer));
        own.State.ForEach(s => s.SaveStateDict(writer));
    }

    public void load_state_dict(string location)
    {
        using var stream = File.OpenRead(location);
        using var reader = new BinaryReader(stream);
        load_state_dict(reader);
    }

    public void load_state_dict(BinaryReader reader)
    {
        string saved = reader.ReadString();
        if (saved != GetType().Name)
        {
            throw new InvalidDataException($"Mismatched optimizer type: expected '{GetType().Name}', but found '{saved}' in the loaded stream.");
        }

        var own = state_dict();
        Match(own, reader.ReadLeb128(), reader.ReadLeb128());
        own.Options.ForEach(o => o.LoadStateDict(reader));
        own.State.ForEach(s => s.LoadStateDict(reader));
    }

    public void to(Device device)
    {
        foreach (var state in _state.Values)
        {
            state.to(device);
        }
    }

    private protected override void DisposeState()
    {
        foreach (var state in _state.Values)
        {
            (state as IDisposable)?.Dispose();
        }

        _state.Clear();
    }

    /// <summary>Options with nothing set.</summary>
    private protected virtual OptimizerOptions NewOptions() => new();

    private protected virtual OptimizerState NewState(Parameter parameter) => null;

    private protected void Start(OptimizerOptions defaults, IEnumerable<ParamGroup> groups)
    {
        defaults.InitialLearningRate = defaults.LearningRate.Value;
        _defaults = defaults;
        _parameter_groups = [];
        foreach (var group in groups)
        {
            add_param_group(group);
        }
    }

    /// <summary>The parameters of a group that have a gradient, those that took the same number of steps together.</summary>
    private protected IEnumerable<Batch<TState>> Batches<TState>(ParamGroup group, bool? negated, double? decay, Func<TState, long> count)
        where TState : OptimizerState
    {
        List<(Parameter Parameter, Tensor Grad, TState State)> found = [];
        foreach (var parameter in group.Parameters)
        {
            if (parameter.grad is { } grad)
            {
                found.Add((parameter, negated == true ? grad.neg() : grad, (TState)_state[parameter.Handle]));
            }
        }

        foreach (var same in found.GroupBy(f => count(f.State)))
        {
            Tensor[] parameters = [.. same.Select(f => f.Parameter)];
            Tensor[] grads = [.. same.Select(f => f.Grad)];
            yield return new(
                same.Key, parameters, decay > 0 ? aten._foreach_add_List.CallList(grads, parameters, decay) : grads, [.. same.Select(f => f.State)]);
        }
    }

    /// <summary>What the operators on lists take at once.</summary>
    private protected sealed record Batch<TState>(long Steps, Tensor[] Parameters, Tensor[] Grads, TState[] States)
    {
        internal Tensor[] Of(Func<TState, Tensor> field) => Array.ConvertAll(States, s => field(s));
    }

    private static void Match(StateDictionary own, long groups, long states)
    {
        if (groups != own.Options.Count || states != own.State.Count)
        {
            throw new ArgumentException(
                $"Invalid optimizer state: {groups} parameter groups and {states} states, expected {own.Options.Count} and {own.State.Count}.");
        }
    }
}
