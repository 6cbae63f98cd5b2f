using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>All parameters, then all persistent buffers, by name.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                string start = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach (var (name, parameter) in named_parameters())
                {
                    destination.TryAdd(start + name, parameter);
                }

                foreach (var (name, buffer) in named_buffers(include_nonpersistent: false))
                {
                    destination.TryAdd(start + name, buffer);
                }

                foreach (var (name, child) in _internal_submodules)
                {
                    child.state_dict(destination, start + name);
                }

                return destination;
            }

            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                skip ??= [];
                var target = state_dict();
                List<string> missing = [.. target.Keys.Where(k => !skip.Contains(k) && !source.ContainsKey(k))];
                List<string> unexpected = [.. source.Keys.Where(k => !skip.Contains(k) && !target.ContainsKey(k))];
                if (strict && (missing.Count > 0 || unexpected.Count > 0))
                {
                    throw new InvalidOperationException("The loaded state_dict is not identical to the target dictionary.");
                }

                using var _ = no_grad();
                foreach (var (key, value) in source)
                {
                    if (!skip.Contains(key) && target.TryGetValue(key, out var to))
                    {
                        aten.copy_.Run(to, value);
                    }
                }

                return (missing, unexpected);
            }

            public Module save(string location, IList<string>? skip = null)
            {
                using var stream = File.Create(location);
                using var writer = new BinaryWriter(stream);
                return save(writer, skip);
            }

            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream);
                return save(writer, skip);
            }

            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            /// <summary>Writes the number of tensors, then each one's name and content.</summary>
            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string>? skip = null)
            {
                var kept = sd.Where(e => skip?.Contains(e.Key) != true).ToList();
                writer.WriteLeb128(kept.Count);
                foreach (var (key, value) in kept)
                {
                    writer.Write(key);
                    value.Save(writer);
                }
            }

            public virtual Module load(string location, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                if (!File.Exists(location))
                {
                    throw new FileNotFoundException(location);
                }

                using var stream = File.OpenRead(location);
                using var reader = new BinaryReader(stream);
                return load(reader, strict, skip, loadedParameters);
            }

            public Module load(Stream stream, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(stream);
                return load(reader, strict, skip, loadedParameters);
            }

            public virtual Module load(
                BinaryReader reader, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                var target = state_dict();
                long count = reader.ReadLeb128();
                if (strict && count != target.Count)
                {
                    throw new ArgumentException($"Mismatched state_dict sizes: expected {target.Count}, but found {count} entries.");
                }

                foreach (string name in target.Keys)
                {
                    loadedParameters?[name] = false;
                }

                for (long i = 0; i < count; i++)
                {
                    string name = reader.ReadString();
                    bool found = target.TryGetValue(name, out var tensor);
                    if (strict && !found)
                    {
                        throw new ArgumentException(
                            $"Mismatched module state names: the target modules does not have a submodule or buffer named '{name}'");
                    }

                    if (found)
                    {
                        tensor!.Load(reader, skip?.Contains(name) == true);
                    }
                    else
                    {
                        TensorExtensionMethods.Load(reader).Dispose();
                    }

                    loadedParameters?[name] = found && skip?.Contains(name) != true;
                }

                return this;
            }

            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                InitializeDeviceType(deviceType);
                return this;
            }

            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                InitializeDevice(device);
                return _to(dtype, non_blocking);
            }

            /// <summary>Converts the floating-point parameters and buffers; their objects are replaced, in fields too.</summary>
            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                if (!is_floating_point(dtype))
                {
                    throw new ArgumentException($"nn.Module.to only accepts floating point types, got {dtype}.");
                }

                foreach (var child in children())
                {
                    child._to(dtype, non_blocking);
                }

                Dictionary<Tensor, Tensor> replaced = new(ReferenceEqualityComparer.Instance);
                foreach (var (name, parameter) in Enumerable.ToList<(string, Parameter)>(_internal_params))
                {
                    if (parameter.dtype != dtype)
                    {
                        using var detached = parameter.detach();
                        var made = new Parameter(detached.to(dtype), parameter.requires_grad);
                        _internal_params[name] = made;
                        replaced.Add(parameter, made);
                    }
                }

                foreach (var (name, (buffer, persistent)) in Enumerable.ToList<(string, (Tensor, bool))>(_internal_buffers))
                {
                    if (buffer.dtype != dtype && buffer.is_floating_point())
                    {
                        var made = buffer.to(dtype);
                        _internal_buffers[name] = (made, persistent);
                        replaced.Add(buffer, made);
                    }
                }

                if (replaced.Count > 0)
                {
                    foreach (var field in GetType().GetFields(Fields))
                    {
                        if (field.GetValue(this) is Tensor held && replaced.TryGetValue(held, out var made))
                        {
                            field.SetValue(this, made);
                        }
                    }
                }

                return this;
            }

            public Module _to(Tensor other, bool non_blocking) => _to(other.device, other.dtype, non_blocking);
        }
    }
}
