using MedSsl.Benchmarks;

return args switch
{
    ["simclr", .. var rest] => SimClrBenchmark.Run(rest),
    ["operators"] => OperatorBenchmark.Run(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        MedSsl.Benchmarks simclr [--epochs 3] [--batch 64] [--size 64] [--threads 2] [MANIFEST...]
            SimCLR of a ResNet-18, decoding and augmentation included, on the manifests' images outside the test split, or on 1,024 random images.
            Compare with tests/peers/simclr_peer.py --benchmark.
        MedSsl.Benchmarks operators
            Microseconds of a call of small operators. Compare with tests/peers/operators_peer.py.
        Each prints one line of JSON. Build with -c Release, and measure on an idle machine.
        """);
    return 2;
}
