using static TorchSharp.torch;

namespace MedSsl.MLNet;

/// <summary>
/// A module that names its parts itself, by <c>register_module</c>, <c>register_parameter</c> and <c>register_buffer</c>. TorchSharp would register
/// its fields once more, under the fields' names, when it becomes part of another module. Fields with tensors still need their <c>ComponentName</c>:
/// moving a module to another device replaces its tensors, and those fields, by it.
/// </summary>
internal abstract class Layer(string name) : nn.Module<Tensor, Tensor>(name)
{
    protected override void RegisterComponents()
    {
    }
}
