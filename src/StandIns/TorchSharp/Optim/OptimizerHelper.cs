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
        param_group.Options.LearningRate ??= _defaults.LearningRate;
        param_group.Options.InitialLearningRate = param_group.Options.LearningRate.Value;
        _parameter_groups.Add(param_group);
    }

    /// <summary>Sets the gradients there are to zero.</summary>
    public override void zero_grad()
    {
        Tensor[] grads = [.. parameters().Select(p => p.grad).Where(g => g is not null)];
        if (grads.Length > 0)
        {
            using var _ = no_grad();
            aten._foreach_zero_.Run(Value.List(grads));
        }

        foreach (var grad in grads)
        {
            grad.Dispose();
        }
    }

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

    private protected void DisposeStates()
    {
        foreach (var state in _state.Values)
        {
            (state as IDisposable)?.Dispose();
        }

        _state.Clear();
    }

    /// <summary>The parameters of a group that have a gradient, with it and their states.</summary>
    private protected List<(Parameter Parameter, Tensor Grad, TState State)> WithGrad<TState>(ParamGroup group, bool negated) where TState : OptimizerState
    {
        List<(Parameter, Tensor, TState)> found = [];
        foreach (var parameter in group.Parameters)
        {
            if (parameter.grad is { } grad)
            {
                found.Add((parameter, negated ? grad.neg() : grad, (TState)_state[parameter.Handle]));
            }
        }

        return found;
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
