using MedSsl.Benchmarks;

return args switch
{
    ["simclr", .. var rest] => SimClrBenchmark.Run(rest),
    ["memory", .. var rest] => MemoryBenchmark.Run(rest),
    ["images", .. var rest] => ImagesBenchmark.Run(rest),
    ["mapped", .. var rest] => MappedBenchmark.Run(rest),
    ["manifest", .. var rest] => ManifestBenchmark.Run(rest),
    ["model", .. var rest] => ModelBenchmark.Run(rest),
    ["operators"] => OperatorBenchmark.Run(),
    ["step", .. var rest] => StepBenchmark.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        MedSsl.Benchmarks simclr [--epochs 3] [--batch 64] [--size 64] [--threads 2] [--encoder ResNet18] [--precision float32|bfloat16]
            [--checkpointing] [--micro PAIRS] [MANIFEST...]
            SimCLR of a ResNet, decoding and augmentation included, on the manifests' images outside the test split, or on 1,024 random images.
            Compare with tests/peers/simclr_peer.py --benchmark.
        MedSsl.Benchmarks memory [--batch 1024] [--micro 64,128,256,1024] [--size 64] [--threads 2] [--encoder ResNet18]
            [--precision float32|bfloat16] [--checkpointing]
            Peak memory of a process that takes one optimizer step of SimCLR on random images, in micro-batches of each of the numbers of pairs.
        MedSsl.Benchmarks images FOLDER [--size 224] [--repeats 3] [--peer tests/peers/images_peer.py] [--python /usr/bin/python3]
            Images per second from the files of FOLDER, which tests/peers/images_peer.py --make FOLDER writes, into a cache and from it; then the peer's.
        MedSsl.Benchmarks mapped [--megabytes 250,2000] [--folder FOLDER]
            Memory of an epoch of SimCLR over images that take so many megabytes: with a cache that is filled, one that is read, and none.
        MedSsl.Benchmarks manifest [--rows 1000000] [--python /usr/bin/python3]
            Memory and seconds of loading a manifest of so many rows with patient, study, view, split and 14 labels; then pandas on the same file.
        MedSsl.Benchmarks model [--encoder ResNet50] [--width 1]
            Seconds and memory of saving a model, loading it, its first and later predictions, each in a process of its own: through MedicalModels,
            then through ml.Model.
        MedSsl.Benchmarks operators
            Microseconds of a call of small operators. Compare with tests/peers/operators_peer.py.
        MedSsl.Benchmarks step [--rounds 7] [--threads 2] [--channels-last] [--only resnet18-step|vit-s-forward] [--python /usr/bin/python3]
            [--peer tests/peers/step_peer.py]
            A training step of ResNet-18 (64 pixels, batch 64) and a forward pass of ViT-S (224 pixels, batch 8), in turn with PyTorch's. Run it in the
            repository's folder. Milliseconds are medians of rounds, the ratio that of each round's pair. PyTorch takes OMP_WAIT_POLICY from the
            environment: with two threads it may be faster with PASSIVE, which is what this side always has.
        Each measurement is a line of JSON. Build with -c Release, and measure on an idle machine.
        """);
    return 2;
}
