// libtorch for C#, without typed operator wrappers: an operator is looked up by name once and then called boxed through
// c10::Dispatcher (autograd included) with an array of tagged arguments. The rest is what is no operator: tensor lifetime and
// metadata, backward, grad mode, generators, threads. A tensor handle is a TensorImpl* that owns one reference.
// GCC 12 sees an overflow in inlined reference counting where there is none.
#pragma GCC diagnostic ignored "-Wstringop-overflow"
#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <dlfcn.h>
#include <malloc.h>
#include <torch/csrc/autograd/autograd.h>

#define API extern "C" __attribute__((visibility("default")))

namespace {

// The layout is repeated in Native.cs.
enum Tag : int64_t {
    None = 0,
    TensorTag = 1,     // value: handle
    Int = 2,           // value: int64
    Double = 3,        // value: double
    Bool = 4,          // value: 0 or 1
    IntList = 5,       // value: int64*, count
    TensorList = 6,    // value: handle*, count
    DoubleList = 7,    // value: double*, count
    String = 8,        // value: UTF-8, count in bytes
    GeneratorTag = 9,  // value: GeneratorImpl*
    OptionalTensorList = 10,  // value: handle*, count; a null handle is None
    BoolList = 11,     // value: int64*, count
    ScalarList = 12,   // value: double*, count
};

struct Value {
    int64_t tag;
    union {
        int64_t i;
        double d;
        void* p;
    };
    int64_t count;
};

struct Metadata {
    int64_t dimensions;
    const int64_t* sizes;
    const int64_t* strides;
    int64_t elements;
    int64_t element_size;
    int64_t dtype;
    int64_t device_type;
    int64_t device_index;
    int64_t storage_offset;
    int64_t flags;  // 1 requires_grad, 2 leaf, 4 contiguous, 8 sparse
};

thread_local std::string last_error;
thread_local std::vector<Value> overflow;  // results beyond the caller's buffer
thread_local torch::jit::Stack reused_stack;

at::Tensor tensor_of(void* handle) {
    return at::Tensor(c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim_copy(static_cast<at::TensorImpl*>(handle)));
}

at::TensorImpl* impl_of(void* handle) { return static_cast<at::TensorImpl*>(handle); }

void* handle_of(at::Tensor tensor) { return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr; }

at::Generator generator_of(void* handle) {
    return at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::reclaim_copy(static_cast<c10::GeneratorImpl*>(handle)));
}

std::vector<at::Tensor> tensors_of(void* const* handles, int64_t count) {
    std::vector<at::Tensor> tensors;
    tensors.reserve(count);
    for (int64_t i = 0; i < count; i++) tensors.push_back(handles[i] ? tensor_of(handles[i]) : at::Tensor());
    return tensors;
}

// Runs the body; an exception becomes the thread's last error and the given result.
template <class Result, class Body>
Result guarded(Result failed, Body body) noexcept {
    try {
        return body();
    } catch (const c10::Error& e) {
        last_error = e.what_without_backtrace();
    } catch (const std::exception& e) {
        last_error = e.what();
    } catch (...) {
        last_error = "unknown native exception";
    }
    return failed;
}

void push(torch::jit::Stack& stack, const Value& v) {
    switch (v.tag) {
    case TensorTag: stack.emplace_back(tensor_of(v.p)); break;
    case Int: stack.emplace_back(v.i); break;
    case Double: stack.emplace_back(v.d); break;
    case Bool: stack.emplace_back(v.i != 0); break;
    case IntList: {
        auto* data = static_cast<const int64_t*>(v.p);
        c10::List<int64_t> list;
        list.reserve(v.count);
        for (int64_t i = 0; i < v.count; i++) list.push_back(data[i]);
        stack.emplace_back(std::move(list));
        break;
    }
    case TensorList: {
        auto* data = static_cast<void* const*>(v.p);
        c10::List<at::Tensor> list;
        list.reserve(v.count);
        for (int64_t i = 0; i < v.count; i++) list.push_back(tensor_of(data[i]));
        stack.emplace_back(std::move(list));
        break;
    }
    case OptionalTensorList: {
        auto* data = static_cast<void* const*>(v.p);
        c10::List<c10::optional<at::Tensor>> list;
        list.reserve(v.count);
        for (int64_t i = 0; i < v.count; i++) list.push_back(data[i] ? c10::make_optional(tensor_of(data[i])) : c10::nullopt);
        stack.emplace_back(std::move(list));
        break;
    }
    case DoubleList: {
        auto* data = static_cast<const double*>(v.p);
        stack.emplace_back(c10::List<double>(at::ArrayRef<double>(data, v.count)));
        break;
    }
    case ScalarList: {
        auto* data = static_cast<const double*>(v.p);
        c10::impl::GenericList list(c10::NumberType::get());
        for (int64_t i = 0; i < v.count; i++) list.push_back(c10::IValue(data[i]));
        stack.emplace_back(std::move(list));
        break;
    }
    case BoolList: {
        auto* data = static_cast<const int64_t*>(v.p);
        c10::List<bool> list;
        for (int64_t i = 0; i < v.count; i++) list.push_back(data[i] != 0);
        stack.emplace_back(std::move(list));
        break;
    }
    case String: stack.emplace_back(std::string(static_cast<const char*>(v.p), v.count)); break;
    case GeneratorTag: stack.emplace_back(generator_of(v.p)); break;
    default: stack.emplace_back(); break;
    }
}

template <class Sink>
void flatten(c10::IValue& v, Sink&& sink) {
    Value out{};
    if (v.isTensor()) {
        out.tag = TensorTag;
        out.p = handle_of(std::move(v).toTensor());
        if (!out.p) out.tag = None;
    } else if (v.isTensorList()) {
        for (at::Tensor t : v.toTensorVector()) sink(Value{TensorTag, {.p = handle_of(std::move(t))}, 0});
        return;
    } else if (v.isInt()) {
        out.tag = Int;
        out.i = v.toInt();
    } else if (v.isDouble()) {
        out.tag = Double;
        out.d = v.toDouble();
    } else if (v.isBool()) {
        out.tag = Bool;
        out.i = v.toBool();
    }
    sink(out);
}

}  // namespace

// ---- operators ----

API const char* ms_last_error() { return last_error.c_str(); }

// An operator's handle, or null where this libtorch has none of that name and overload. Lives as long as the process.
API void* ms_operator(const char* name, const char* overload) {
    return guarded<void*>(nullptr, [&]() -> void* {
        auto found = c10::Dispatcher::singleton().findSchema({std::string("aten::") + name, overload});
        return found ? new c10::OperatorHandle(*found) : nullptr;
    });
}

// Calls an operator. Arguments left out take the schema's defaults. Tensor lists among the results are flattened. Returns the number of
// results, or -1. Results beyond the capacity wait for ms_overflow on the same thread; with a negative capacity they are dropped.
API int64_t ms_call(void* op, const Value* arguments, int64_t count, Value* results, int64_t capacity) {
    return guarded<int64_t>(-1, [&]() -> int64_t {
        auto& handle = *static_cast<c10::OperatorHandle*>(op);
        // Taken, not referred to: a kernel may come back here on this thread.
        torch::jit::Stack stack = std::move(reused_stack);
        stack.clear();
        for (int64_t i = 0; i < count; i++) push(stack, arguments[i]);
        const auto& schema = handle.schema().arguments();
        for (size_t i = count; i < schema.size(); i++) {
            const auto& value = schema[i].default_value();
            TORCH_CHECK(value.has_value() || schema[i].type()->kind() == c10::TypeKind::OptionalType,
                        handle.schema().name(), ": argument '", schema[i].name(), "' is missing");
            if (value) stack.push_back(*value);
            else stack.emplace_back();
        }
        handle.callBoxed(stack);
        int64_t n = 0;
        if (capacity >= 0) {
            overflow.clear();
            for (auto& v : stack)
                flatten(v, [&](Value out) {
                    if (n < capacity) results[n] = out;
                    else overflow.push_back(out);
                    n++;
                });
        }
        stack.clear();
        reused_stack = std::move(stack);
        return n;
    });
}

API void ms_overflow(Value* results) {
    std::copy(overflow.begin(), overflow.end(), results);
    overflow.clear();
}

// ---- tensors ----

API void ms_tensor_free(void* tensor) { c10::raw::intrusive_ptr::decref(impl_of(tensor)); }

API void ms_tensor_metadata(void* tensor, Metadata* out) {
    guarded<int>(0, [&] {
        auto* t = impl_of(tensor);
        bool strided = t->layout() == at::kStrided;
        out->dimensions = t->dim();
        out->sizes = t->sizes().data();
        out->strides = strided ? t->strides().data() : nullptr;
        out->elements = t->numel();
        out->element_size = t->itemsize();
        out->dtype = static_cast<int64_t>(c10::typeMetaToScalarType(t->dtype()));
        out->device_type = static_cast<int64_t>(t->device().type());
        out->device_index = t->device().index();
        out->storage_offset = strided ? t->storage_offset() : 0;
        at::Tensor owned = tensor_of(tensor);
        out->flags = (owned.requires_grad() ? 1 : 0) | (owned.is_leaf() ? 2 : 0) | (strided && t->is_contiguous() ? 4 : 0) | (strided ? 0 : 8);
        return 0;
    });
}

API void* ms_tensor_data(void* tensor) {
    return guarded<void*>(nullptr, [&] { return tensor_of(tensor).data_ptr(); });
}

API int64_t ms_tensor_set_requires_grad(void* tensor, int64_t on) {
    return guarded<int64_t>(-1, [&] {
        tensor_of(tensor).set_requires_grad(on != 0);
        return 0;
    });
}

API int64_t ms_tensor_retain_grad(void* tensor) {
    return guarded<int64_t>(-1, [&] {
        tensor_of(tensor).retain_grad();
        return 0;
    });
}

// Null where there is no gradient.
API void* ms_tensor_grad(void* tensor) {
    return guarded<void*>(nullptr, [&] { return handle_of(tensor_of(tensor).grad()); });
}

API int64_t ms_tensor_set_grad(void* tensor, void* grad) {
    return guarded<int64_t>(-1, [&] {
        tensor_of(tensor).mutable_grad() = grad ? tensor_of(grad) : at::Tensor();
        return 0;
    });
}

// ---- autograd ----

API int64_t ms_backward(void* const* roots, int64_t count, void* const* grads, int64_t grad_count, int64_t retain, int64_t create,
                        void* const* inputs, int64_t input_count) {
    return guarded<int64_t>(-1, [&] {
        torch::autograd::backward(tensors_of(roots, count), tensors_of(grads, grad_count), retain != 0, create != 0, tensors_of(inputs, input_count));
        return 0;
    });
}

API int64_t ms_grad(void* const* outputs, int64_t count, void* const* inputs, int64_t input_count, void* const* grads, int64_t grad_count,
                    int64_t retain, int64_t create, int64_t allow_unused, void** results) {
    return guarded<int64_t>(-1, [&] {
        auto found = torch::autograd::grad(tensors_of(outputs, count), tensors_of(inputs, input_count), tensors_of(grads, grad_count),
                                           retain != 0, create != 0, allow_unused != 0);
        for (size_t i = 0; i < found.size(); i++) results[i] = handle_of(std::move(found[i]));
        return 0;
    });
}

API int64_t ms_grad_mode() { return c10::GradMode::is_enabled(); }
API void ms_set_grad_mode(int64_t on) { c10::GradMode::set_enabled(on != 0); }
API int64_t ms_inference_mode() { return c10::InferenceMode::is_enabled(); }
API void* ms_inference_enter(int64_t on) { return new c10::InferenceMode(on != 0); }
API void ms_inference_leave(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }

// ---- random numbers ----

API void* ms_generator_new(uint64_t seed) { return at::detail::createCPUGenerator(seed).unsafeReleaseGeneratorImpl(); }
API void* ms_generator_default() { return at::Generator(at::detail::getDefaultCPUGenerator()).unsafeReleaseGeneratorImpl(); }
API void ms_generator_free(void* generator) { c10::raw::intrusive_ptr::decref(static_cast<c10::GeneratorImpl*>(generator)); }

// 0: set the seed, 1: the seed, 2: a seed from the system's entropy.
API int64_t ms_generator_seed(void* generator, int64_t action, int64_t seed) {
    return guarded<int64_t>(0, [&]() -> int64_t {
        at::Generator g = generator_of(generator);
        std::lock_guard<std::mutex> lock(g.mutex());
        if (action == 0) g.set_current_seed(seed);
        return action == 2 ? g.seed() : g.current_seed();
    });
}

API void* ms_generator_state(void* generator) {
    return guarded<void*>(nullptr, [&] {
        at::Generator g = generator_of(generator);
        std::lock_guard<std::mutex> lock(g.mutex());
        return handle_of(g.get_state());
    });
}

API int64_t ms_generator_set_state(void* generator, void* state) {
    return guarded<int64_t>(-1, [&] {
        at::Generator g = generator_of(generator);
        std::lock_guard<std::mutex> lock(g.mutex());
        g.set_state(tensor_of(state));
        return 0;
    });
}

// ---- memory ----

// A training step allocates the same large tensors as the one before. By default glibc hands each back to the kernel when it is freed and
// fetches it anew, zeroed page by page; kept instead, a ResNet-18 step at 64 pixels takes a quarter less time. One arena, so that what one
// thread frees another can use.
__attribute__((constructor)) static void keep_freed_memory() {
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, -1);
    mallopt(M_TOP_PAD, 64 << 20);
    mallopt(M_ARENA_MAX, 1);
}

// ---- threads ----

// libtorch's own loops and oneDNN run on OpenMP, Debian's OpenBLAS on its own POSIX threads, which libtorch does not know of: both pools
// get the same size here. They do not run at once in an operator's own work, as a BLAS call is made from one thread.
API int64_t ms_set_threads(int64_t threads) {
    return guarded<int64_t>(-1, [&] {
        at::set_num_threads(static_cast<int>(threads));
        auto* openblas = reinterpret_cast<void (*)(int)>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"));
        if (!openblas)
            if (void* library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_NOLOAD))
                openblas = reinterpret_cast<void (*)(int)>(dlsym(library, "openblas_set_num_threads"));
        if (openblas) openblas(static_cast<int>(threads));
        return 0;
    });
}

API int64_t ms_threads() { return at::get_num_threads(); }
API int64_t ms_interop_threads() { return at::get_num_interop_threads(); }
API int64_t ms_set_interop_threads(int64_t threads) {
    return guarded<int64_t>(-1, [&] {
        at::set_num_interop_threads(static_cast<int>(threads));
        return 0;
    });
}
