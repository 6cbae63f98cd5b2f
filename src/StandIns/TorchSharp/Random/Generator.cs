namespace TorchSharp;

public static partial class torch
{
    public static Generator manual_seed(long seed) => Generator.Default.manual_seed(seed);

    public static long initial_seed() => Generator.Default.initial_seed();

    public static Tensor get_rng_state() => Generator.Default.get_state();

    public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);

    public static long seed() => Generator.Default.seed();

    public static class random
    {
        public static Generator manual_seed(long seed) => torch.manual_seed(seed);

        public static long initial_seed() => torch.initial_seed();

        public static long seed() => torch.seed();

        public static Tensor get_rng_state() => torch.get_rng_state();

        public static void set_rng_state(Tensor new_state) => torch.set_rng_state(new_state);
    }

    public class Generator : IDisposable
    {
        private nint _handle;

        public Generator(ulong seed = 0, Device? device = null)
            : this(Native.ms_generator_new(seed))
        {
            InitializeDevice(device);
        }

        private Generator(nint handle)
        {
            _handle = handle;
        }

        ~Generator() => Dispose(false);

        /// <summary>The generator that factories use when none is given; one for the process.</summary>
        public static Generator Default { get; } = new(Native.ms_generator_default());

        public nint Handle => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(Generator));

        public Device device => CPU;

        public Generator manual_seed(long seed)
        {
            _ = Native.ms_generator_seed(Handle, 0, seed);
            GC.KeepAlive(this);
            return this;
        }

        public long initial_seed() => Seed(1);

        public long seed() => Seed(2);

        public Tensor get_state()
        {
            nint state = Native.ms_generator_state(Handle);
            GC.KeepAlive(this);
            return state != 0 ? new Tensor(state) : throw Native.LastError();
        }

        public void set_state(Tensor value)
        {
            Native.Check(Native.ms_generator_set_state(Handle, value.Handle));
            GC.KeepAlive(this);
            GC.KeepAlive(value);
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            // The default generator is the process's own.
            if (_handle != 0 && !ReferenceEquals(this, Default))
            {
                Native.ms_generator_free(_handle);
                _handle = 0;
            }
        }

        private long Seed(long action)
        {
            long seed = Native.ms_generator_seed(Handle, action, 0);
            GC.KeepAlive(this);
            return seed;
        }
    }
}
