namespace TorchSharp;

public static partial class torch
{
    public static Tensor complex(Tensor real, Tensor imag) => aten.complex.Call(real, imag);

    public static Tensor polar(Tensor abs, Tensor angle) => aten.polar.Call(abs, angle);

    public static Tensor real(Tensor input) => input.real;

    public static Tensor imag(Tensor input) => input.imag;

    public static Tensor angle(Tensor input) => input.angle();

    public static Tensor conj(Tensor input) => input.conj();

    public static Tensor view_as_complex(Tensor input) => input.view_as_complex();

    public static Tensor view_as_real(Tensor input) => input.view_as_real();

    public partial class Tensor
    {
        public Tensor real => aten.real.Call(this);

        public Tensor imag => aten.imag.Call(this);

        public Tensor angle() => aten.angle.Call(this);

        public Tensor conj() => aten.conj.Call(this);

        public Tensor resolve_conj() => aten.resolve_conj.Call(this);

        public Tensor view_as_complex() => aten.view_as_complex.Call(this);

        public Tensor view_as_real() => aten.view_as_real.Call(this);
    }
}
