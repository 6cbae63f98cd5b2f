extern "C" __attribute__((visibility("default"))) int medssl_probe() { return 1; }
