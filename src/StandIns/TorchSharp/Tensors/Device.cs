namespace TorchSharp;

public static partial class torch
{
    public static readonly Device CPU = new(DeviceType.CPU);
    public static readonly Device META = new(DeviceType.META);

    public static Device CUDA => new(DeviceType.CUDA, 0);

    public static Device MPS => new(DeviceType.MPS, 0);

    public static Device device(string description) => new(description);

    public static Device device(string deviceType, int index = -1) => new(deviceType, index);

    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    public static Device device(int index) => new(index);

    public static Device get_default_device() => CPU;

    /// <summary>The device, where Debian's libtorch has it.</summary>
    public static Device InitializeDevice(Device? device)
    {
        device ??= CPU;
        InitializeDeviceType(device.type);
        return device;
    }

    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType))
        {
            throw new InvalidOperationException($"Torch device type {deviceType} did not initialise on the current machine.");
        }
    }

    public static bool TryInitializeDeviceType(DeviceType deviceType) => deviceType == DeviceType.CPU;

    public static bool cuda_is_available() => false;

    public static bool mps_is_available() => false;

    public static class cuda
    {
        public static bool is_available() => false;

        public static bool is_cudnn_available() => false;

        public static int device_count() => 0;

        public static void manual_seed(long seed)
        {
        }

        public static void manual_seed_all(long seed)
        {
        }
    }

    public class Device
    {
        public Device(string description)
        {
            int colon = description.IndexOf(':');
            (type, index) = colon < 0
                ? (Parse(description), -1)
                : (Parse(description[..colon]), int.Parse(description[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture));
            index = WithDefault(type, index);
        }

        public Device(string deviceType, int index = -1)
            : this(Parse(deviceType), index)
        {
        }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = WithDefault(deviceType, index);
        }

        public Device(int index)
            : this(DeviceType.CUDA, index)
        {
        }

        public DeviceType type { get; }

        public int index { get; }

        public static implicit operator Device(string description) => new(description);

        public override string ToString() =>
            type is DeviceType.CPU or DeviceType.META or DeviceType.MPS ? type.ToString().ToLowerInvariant() : $"{type.ToString().ToLowerInvariant()}:{index}";

        private static int WithDefault(DeviceType type, int index) => type is DeviceType.CUDA && index == -1 ? 0 : index;

        private static DeviceType Parse(string type) => Enum.TryParse(type, ignoreCase: true, out DeviceType parsed)
            ? parsed
            : throw new ArgumentException($"Invalid device type '{type}'.");
    }
}
