using System.Runtime.CompilerServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>One reference to a tensor of libtorch.</summary>
    public partial class Tensor : IDisposable
    {
        private static long s_live;
        private static long s_peak;
        private nint _handle;

        internal Tensor(nint handle)
        {
            _handle = handle != 0 ? handle : throw new ArgumentException("The operator gave no tensor.", nameof(handle));
            Scope = DisposeScopeManager.Register(this);
            long live = Interlocked.Increment(ref s_live);
            if (live > s_peak)
            {
                s_peak = live;
            }
        }

        /// <summary>Takes the reference of another object over, which is invalid from then on, and its place in a scope.</summary>
        private protected Tensor(Tensor taken)
        {
            _handle = taken.Handle;
            taken._handle = 0;
            GC.SuppressFinalize(taken);
            Scope = taken.Scope;
            taken.Scope = null;
            Scope?.Replace(taken, this);
        }

        ~Tensor() => Dispose(false);

        public static long TotalCount => s_live;

        public static long PeakCount => s_peak;

        public nint Handle
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => _handle != 0 ? _handle : Gone();
        }

        public bool IsInvalid => _handle == 0;

        internal DisposeScope? Scope { get; set; }

        public static Tensor UnsafeCreateTensor(nint handle) => new(handle);

        /// <summary>Gives the reference away: this object no longer releases it.</summary>
        public nint DecoupleFromNativeHandle()
        {
            nint handle = Handle;
            Scope?.MarkAsDisposed(this);
            _handle = 0;
            Interlocked.Decrement(ref s_live);
            GC.SuppressFinalize(this);
            return handle;
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (_handle == 0)
            {
                return;
            }

            if (disposing)
            {
                if (Scope is { } scope)
                {
                    scope.MarkAsDisposed(this);
                }
                else
                {
                    DisposeScopeManager.Current.Counts.DisposedOutsideScopeCount++;
                }
            }

            Release();
        }

        /// <summary>Dispose for a scope that already let go of the tensor and counted it.</summary>
        internal void Free()
        {
            Release();
            GC.SuppressFinalize(this);
        }

        private void Release()
        {
            Native.ms_tensor_free(_handle);
            _handle = 0;
            Interlocked.Decrement(ref s_live);
        }

        public Tensor MoveToOuterDisposeScope()
        {
            Scope?.MoveToOuter(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (Scope is { } scope)
            {
                scope.MoveToOther(other, this);
            }
            else
            {
                other?.Attach(this);
            }

            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.Scope);

        public Tensor DetachFromDisposeScope()
        {
            Scope?.Detach(this);
            return this;
        }

        public Tensor DetatchFromDisposeScope() => DetachFromDisposeScope();

        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        public bool Equals(Tensor target) => aten.equal.CallBool(this, target);

        public override int GetHashCode() => Handle.GetHashCode();

        [MethodImpl(MethodImplOptions.NoInlining)]
        private nint Gone() => throw new InvalidOperationException("Tensor invalid -- empty handle. It was disposed.");
    }
}
